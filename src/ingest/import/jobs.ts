// The jobs of a server: imports, each on a thread of its own, and the hourly purge. An import whose
// process died is carried on within seconds by whoever notices first.
import { Worker } from 'node:worker_threads';
import { ApiError } from '../../errors.ts';
import type { Observe } from '../../observation.ts';
import type { Connection, Database } from '../../store/database.ts';
import { selectAbandoned, updateFinished } from '../../store/imports.ts';
import { startQueue } from '../../store/queue.ts';
import { deleteOldStatuses } from '../../store/statuses.ts';
import { updateUndone } from '../../store/undos.ts';
import { deleteOldUploads } from '../../store/uploads.ts';
import { readBacklog } from '../backlog.ts';
import { threadFile } from '../thread-file.ts';
import { createErrorFiles, type OpenErrorFile } from './error-files.ts';
import type { ThreadInput, ThreadMessage } from './import-thread.ts';

/** The values of the configuration that jobs need. */
interface JobsConfig {
  readonly importConcurrency: number;
  readonly importMaxBytes: number;
  readonly importRetentionHours: number;
  readonly statusRetentionHours: number;
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
  readonly openErrorFile: OpenErrorFile;
  stop(): Promise<void>;
}

const WATCH_MS = 3000;
const LAST_ATTEMPT = 5;
// Most of what a record leaves behind is garbage at once: with room for a batch, little of it is
// copied about. Some 40 MiB stay alive; V8 would let the rest grow to 350 before it collects, and the
// whole server to 490, which this limit keeps under 400.
const NURSERY_MB = 48;
const OLD_GENERATION_MB = 256;

/** Starts to work on the queue. */
export async function startJobs(settings: JobsSettings): Promise<Jobs> {
  const { db, connection, config, observe } = settings;
  const threads = new Set<Worker>();
  let isStopping = false;
  const onFault = (message: string, fault: unknown) => observe({ kind: 'fault', message, fault });
  const queue = await startQueue({
    connection,
    concurrency: config.importConcurrency,
    tasks: {
      import: (payload, attempt) =>
        runJob(readId(payload), attempt, settings, threads, () => isStopping),
      purge: () => purge(db, config),
      backlog: () => readBacklog(db, () => isStopping),
    },
    schedule: { purge: '17 * * * *' },
    onFault,
  });
  const watch = async () => {
    await queue.freeDeadWorkers();
    for (const id of await selectAbandoned(db.work)) await queue.add('import', { id }, id);
  };
  const watchQuietly = () => watch().catch(() => undefined);
  await watchQuietly();
  await queue.add('backlog', {}, 'backlog');
  const timer = setInterval(() => void watchQuietly(), WATCH_MS);
  return {
    enqueueImport: (id) => queue.add('import', { id }, id),
    openErrorFile: createErrorFiles(connection, config.importMaxBytes),
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      // What a thread has not committed is read again at the next start.
      await Promise.all([...threads].map((thread) => thread.terminate()));
      await queue.stop();
    },
  };
}

async function runJob(
  importId: string,
  attempt: number,
  { db, connection, config, observe }: JobsSettings,
  threads: Set<Worker>,
  isStopping: () => boolean,
): Promise<void> {
  try {
    const input = { connection, importId, maxBytes: config.importMaxBytes };
    const { state, counts } = await runThread(input, threads, observe);
    if (state !== null) observe({ kind: 'import', import: importId, state, counts });
  } catch (error) {
    const isAway = error instanceof Error && 'code' in error && error.code === 'STORE_UNAVAILABLE';
    if (!isStopping() && !isAway) {
      observe({ kind: 'fault', message: 'an import stopped unexpectedly', fault: error });
      if (attempt >= LAST_ATTEMPT) return giveUp(db, importId, observe);
    }
    throw error;
  }
}

async function giveUp(db: Database, importId: string, observe: Observe): Promise<void> {
  const error = {
    code: 'UNEXPECTED',
    message: 'The import stopped unexpectedly, several times.',
    hint: 'What it has stored stays. Tell the operator; the log says why.',
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
        else if (message.count > 0)
          observe({
            kind: 'objects',
            direction: 'in',
            collection: message.collection,
            count: message.count,
          });
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
  await deleteOldUploads(db.work, config.importRetentionHours);
}

function readId(payload: unknown): string {
  const isJob = typeof payload === 'object' && payload !== null && 'id' in payload;
  return isJob ? String(payload.id) : '';
}
