// The jobs of a server: imports, each on a thread of its own, and the hourly purge. An import whose
// process died is carried on within seconds by whoever notices first.
import { Worker } from 'node:worker_threads';
import { ApiError } from '../../errors.ts';
import type { Observe } from '../../observation.ts';
import { deleteOldAudit } from '../../store/audit.ts';
import { deleteOldChanges, selectAbandonedChanges } from '../../store/changes.ts';
import type { Connection, Database } from '../../store/database.ts';
import { selectAbandoned } from '../../store/import-work.ts';
import { updateFinished } from '../../store/imports.ts';
import { startQueue } from '../../store/queue.ts';
import { deleteOldStatuses } from '../../store/statuses.ts';
import { updateUndone } from '../../store/undos.ts';
import { deleteOldUploads } from '../../store/uploads.ts';
import { readBacklog } from '../backlog.ts';
import { createChangeJobs } from '../change/change-jobs.ts';
import { publishAll } from '../edit/publish-all.ts';
import { policiesOf, type Validation } from '../envelope/policies.ts';
import { threadFile } from '../thread-file.ts';
import { createErrorFiles, type OpenErrorFile } from './error-files.ts';
import type { ThreadInput, ThreadMessage } from './import-thread.ts';

/** The values of the configuration that jobs need. */
interface JobsConfig {
  readonly importConcurrency: number;
  readonly importMaxBytes: number;
  readonly importRetentionHours: number;
  readonly statusRetentionHours: number;
  readonly auditDays: number;
  readonly pushValidation: Validation;
  readonly objectMaxBytes: number;
}

export interface JobsSettings {
  readonly db: Database;
  readonly connection: Connection;
  readonly config: JobsConfig;
  readonly observe: Observe;
}

export interface Jobs {
  /** Wakes the importer: there is work. */
  readonly enqueueImport: (importId: string) => Promise<void>;
  /** Begins a change of many objects, or its undo. */
  readonly enqueueChange: (changeId: string) => Promise<void>;
  /** Tells the annotations of a collection to pollers, or takes them back. */
  readonly enqueuePublishing: (collectionId: string) => Promise<void>;
  readonly openErrorFile: OpenErrorFile;
  stop(): Promise<void>;
}

// How long a change can be undone.
const CHANGE_DAYS = 30;
const WATCH_MS = 3000;
// Faults in a row of an import that stores nothing in between: the next one would be the same again.
const MOST_FAULTS = 5;
// Most of what a record leaves behind is garbage at once: with room for a batch, little of it is
// copied about. Some 40 MiB stay alive; V8 would let the rest grow to 350 before it collects, and the
// whole server to 490, which this limit keeps under 400.
const NURSERY_MB = 48;
const OLD_GENERATION_MB = 256;

/** Starts to work on the queue. */
export async function startJobs(settings: JobsSettings): Promise<Jobs> {
  const { db, connection, config, observe } = settings;
  const work: Work = { settings, threads: new Set(), faults: new Map(), isStopping: false };
  const onFault = (message: string, fault: unknown) => observe({ kind: 'fault', message, fault });
  const runChange = createChangeJobs({
    ...{ db, observe },
    rules: { policies: policiesOf(config.pushValidation), objectMaxBytes: config.objectMaxBytes },
    isStopping: () => work.isStopping,
  });
  const queue = await startQueue({
    connection,
    // Each in a lane of its own, so that an import does not wait for a change of many objects.
    lanes: [
      {
        concurrency: config.importConcurrency,
        tasks: { import: (payload) => runJob(readId(payload), work) },
      },
      // One after the other, as they were asked for.
      {
        concurrency: 1,
        tasks: {
          change: (payload) => runChange(readId(payload)),
          publish: (payload) => publishAll(db, readId(payload)),
        },
      },
      {
        concurrency: 1,
        tasks: {
          purge: () => purge(db, config),
          backlog: () => readBacklog(db, () => work.isStopping),
        },
        schedule: { purge: '17 * * * *' },
      },
    ],
    onFault,
  });
  const watch = async () => {
    await queue.freeDeadWorkers();
    for (const { id, is_worn_out } of await selectAbandoned(db.work))
      await (is_worn_out ? giveUp(id, settings) : queue.add('import', { id }, id));
    for (const id of await selectAbandonedChanges(db.work)) await queue.add('change', { id }, id);
  };
  const watchQuietly = () => watch().catch(() => undefined);
  await watchQuietly();
  await queue.add('backlog', {}, 'backlog');
  const timer = setInterval(() => void watchQuietly(), WATCH_MS);
  return {
    enqueueImport: (id) => queue.add('import', { id }, id),
    enqueueChange: (id) => queue.add('change', { id }, id),
    enqueuePublishing: (id) => queue.add('publish', { id }, `publish ${id}`),
    openErrorFile: createErrorFiles(connection, config.importMaxBytes),
    stop: async () => {
      work.isStopping = true;
      clearInterval(timer);
      // What a thread has not committed is read again at the next start.
      await Promise.all([...work.threads].map((thread) => thread.terminate()));
      await queue.stop();
    },
  };
}

/** What all jobs of a server share. */
interface Work {
  readonly settings: JobsSettings;
  readonly threads: Set<Worker>;
  /** By import. */
  readonly faults: Map<string, number>;
  isStopping: boolean;
}

async function runJob(importId: string, work: Work): Promise<void> {
  const { settings, threads, faults } = work;
  const { connection, config, observe } = settings;
  try {
    const input = { connection, importId, maxBytes: config.importMaxBytes };
    const onStored = () => faults.delete(importId);
    const { state, counts } = await runThread(input, threads, observe, onStored);
    faults.delete(importId);
    if (state !== null) observe({ kind: 'import', import: importId, state, counts });
  } catch (error) {
    const isAway = error instanceof Error && 'code' in error && error.code === 'STORE_UNAVAILABLE';
    if (!work.isStopping && !isAway) {
      observe({ kind: 'fault', message: 'an import stopped unexpectedly', fault: error });
      const count = (faults.get(importId) ?? 0) + 1;
      faults.set(importId, count);
      if (count >= MOST_FAULTS) {
        faults.delete(importId);
        return giveUp(importId, settings);
      }
    }
    throw error;
  }
}

async function giveUp(importId: string, { db, observe }: JobsSettings): Promise<void> {
  const error = {
    code: 'UNEXPECTED',
    message: 'The import stopped unexpectedly, several times.',
    hint: 'What it has stored stays. Import the file again; if that ends here too, the log says why.',
  };
  const undone = await updateUndone(db.work, importId, true);
  const ended = undone ?? (await updateFinished(db.work, importId, 'failed', error));
  if (ended !== null) observe({ kind: 'import', import: importId, state: ended.state });
}

type Ended = Extract<ThreadMessage, { kind: 'ended' }>;

async function runThread(
  input: ThreadInput,
  threads: Set<Worker>,
  observe: Observe,
  onStored: () => void,
): Promise<Ended> {
  const thread = new Worker(threadFile('import/import-thread'), {
    workerData: input,
    name: 'import',
    resourceLimits: {
      maxYoungGenerationSizeMb: NURSERY_MB,
      maxOldGenerationSizeMb: OLD_GENERATION_MB,
    },
  });
  threads.add(thread);
  try {
    return await new Promise<Ended>((resolve, reject) => {
      let ended: Ended | null = null;
      thread.on('message', (message: ThreadMessage) => {
        if (message.kind === 'ended') ended = message;
        else if (message.count > 0) {
          onStored();
          const { collection, count } = message;
          observe({ kind: 'objects', direction: 'in', collection, count });
        }
      });
      thread.on('error', reject);
      thread.on('exit', () => {
        if (ended === null)
          reject(new ApiError('UNEXPECTED', 'The thread of an import has ended.'));
        else resolve(ended);
      });
    });
  } finally {
    threads.delete(thread);
  }
}

async function purge(db: Database, config: JobsSettings['config']): Promise<void> {
  await deleteOldStatuses(db.work, config.statusRetentionHours);
  await deleteOldUploads(db, config.importRetentionHours);
  await deleteOldAudit(db.work, config.auditDays);
  await deleteOldChanges(db.work, CHANGE_DAYS);
}

function readId(payload: unknown): string {
  const isJob = typeof payload === 'object' && payload !== null && 'id' in payload;
  return isJob ? String(payload.id) : '';
}
