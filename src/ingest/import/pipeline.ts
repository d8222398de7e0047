// Runs one import: its bytes through read, map and make, and the objects into the collection in
// batches. Each batch commits together with its findings and progress, so after a crash the file is
// read again, what is settled is passed over, and nothing is counted twice.
import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../../errors.ts';
import { readStixTimestamp } from '../../stix/timestamp.ts';
import type { Database, Transaction } from '../../store/database.ts';
import { insertFindings, selectNextOrdinal } from '../../store/findings.ts';
import {
  analyzeObjects,
  type ImportRow,
  insertSource,
  selectBytes,
  updateDetected,
  updateFinished,
  updateProgress,
  updateStarted,
} from '../../store/imports.ts';
import { selectInstallation } from '../../store/installation.ts';
import { type Candidate, hashContent } from '../candidate.ts';
import { type Fatal, type Finding, fatalOf } from '../entry.ts';
import {
  EXTENSION_ID,
  extensionDefinition,
  namespaceBytes,
  sourceIdentity,
} from '../make/identity.ts';
import type { Made } from '../make/indicator.ts';
import { type Members, writeObject } from '../make/write.ts';
import { save } from '../save.ts';
import { readImportSettings } from '../settings.ts';
import type { Outcome } from '../settle.ts';
import { revise } from './compare.ts';
import { type Conversion, convert, findFatal } from './convert.ts';
import { countBatch, duplicateFinding } from './tally.ts';

/** How an import ended; null: it was cancelled, or another process has ended it. */
export type Ended = ImportRow | null;

export interface Running {
  readonly db: Database;
  readonly maxBytes: number;
  /** Told after each batch: objects stored. */
  readonly onStored?: (collectionId: string, count: number) => void;
}

// Larger ones are no faster; their records live long enough to grow old, and memory peaks 60 MiB higher.
const BATCH = 2000;
// Gathering statistics takes a moment, and small imports change little.
const ANALYZE_FROM = 20_000;
const CANCELLED = new ApiError('CONFLICT', 'The import was cancelled.');

/** Runs an import to its end. Faults of the surroundings are thrown: the job is tried again. */
export async function runImport(importId: string, running: Running): Promise<Ended> {
  const { db } = running;
  const row = await updateStarted(db.work, importId);
  if (row === null) return null;
  try {
    const job = await openJob(row, running);
    await storeFrame(job);
    await storeAll(job);
    await insertFindings(db.work, importId, FILE_ORDINAL, job.conversion.records.findings);
    await updateDetected(db.work, importId, job.conversion.records.detected);
    if (job.stored >= ANALYZE_FROM) await analyzeObjects(db.work);
    const hasErrors = job.rejected + row.rejected > 0;
    return await updateFinished(
      db.work,
      importId,
      hasErrors ? 'completed_with_errors' : 'completed',
    );
  } catch (error) {
    if (error === CANCELLED) return null;
    const fatal = fatalOf(error);
    if (fatal === null) throw error;
    return updateFinished(db.work, importId, 'failed', fatal);
  }
}

// Findings about the file come first, though most are known only at its end.
const FILE_ORDINAL = -1000;

interface Job {
  readonly row: ImportRow;
  readonly running: Running;
  readonly conversion: Conversion;
  ordinal: number;
  bytesRead: number;
  stored: number;
  rejected: number;
}

async function openJob(row: ImportRow, running: Running): Promise<Job> {
  const { db, maxBytes } = running;
  const settings = readImportSettings(row);
  const { id_namespace } = await selectInstallation(db.work);
  const namespace = namespaceBytes(id_namespace);
  const progress = { bytesRead: 0 };
  const bytes = selectBytes(db.work, row.id, (count) => {
    progress.bytesRead = count;
  });
  const conversion = await convert(bytes, settings, namespace, maxBytes);
  const { detected } = conversion.records;
  // A cut-off download must not look like a short feed: these are read to their end first.
  const mayBeCut = detected.format === 'json' || detected.compression !== undefined;
  if (mayBeCut && row.records_done === 0) {
    throwIfFatal(await findFatal(selectBytes(db.work, row.id), settings, maxBytes));
  }
  const ordinal = await selectNextOrdinal(db.work, row.id);
  await updateDetected(db.work, row.id, detected);
  const counters = { ordinal, stored: 0, rejected: 0 };
  return Object.assign(progress, counters, { row, running, conversion });
}

function throwIfFatal(fatal: Fatal | null): void {
  if (fatal !== null) throw Object.assign(new Error(fatal.message), { fatal });
}

// The identity of the source and our extension-definition: once a collection, and not counted.
async function storeFrame({ row, running, conversion }: Job): Promise<void> {
  const { identityId, settings } = conversion.making;
  const created = new Date().toISOString();
  const frame = [
    frameCandidate(identityId, sourceIdentity(identityId, settings.source, created)),
    frameCandidate(EXTENSION_ID, extensionDefinition()),
  ];
  await save(running.db, row.collection_id, frame, {
    accountId: row.account_id,
    importId: null,
    revise: () => null,
    also: (client) => insertSource(client, row.collection_id, settings.source, identityId),
  });
}

function frameCandidate(id: string, body: string): Candidate {
  const value: Record<string, unknown> = JSON.parse(body);
  const [stix_type = '', stix_uuid = ''] = id.split(/--/);
  return {
    stix_type,
    stix_uuid,
    version: readStixTimestamp(String(value.modified)),
    version_as_sent: null,
    spec_version: '2.1',
    content_hash: hashContent(value),
    body,
  };
}

// What stays of a record until its batch is stored: its object as text, and no more.
interface Settling {
  readonly kind: Made['kind'];
  readonly line: number;
  readonly findings: readonly Finding[];
  readonly candidate: Candidate | null;
  readonly defaults: Members['defaults'] | null;
}

// While PostgreSQL takes one batch in, the next one is read and made.
async function storeAll(job: Job): Promise<void> {
  const write = startWriting(job.row);
  let passOver = job.row.records_done;
  let batch: Settling[] = [];
  let saving: Promise<void> = Promise.resolve();
  for await (const made of job.conversion.batches) {
    const fresh = passOver > 0 ? made.slice(Math.min(passOver, made.length)) : made;
    passOver -= made.length - fresh.length;
    for (const one of fresh) batch.push(write(one));
    if (batch.length >= BATCH) {
      const full = batch;
      batch = [];
      await saving;
      saving = storeBatch(job, full);
      // Awaited before the next batch; until then its failure must not count as unhandled.
      saving.catch(() => undefined);
    }
    // Records are often at hand without any wait; the batch under way needs its turn all the same.
    await setImmediate();
  }
  await saving;
  if (batch.length > 0) await storeBatch(job, batch);
}

// All objects of an import are as old as its first start, so a crash does not change their bodies.
function startWriting(row: ImportRow): (one: Made) => Settling {
  const created = row.started_at ?? new Date().toISOString();
  const version = readStixTimestamp(created);
  return (one) => {
    const { kind, line, findings } = one;
    if (one.kind !== 'object') return { kind, line, findings, candidate: null, defaults: null };
    const candidate = {
      stix_type: one.members.pattern === null ? 'vulnerability' : 'indicator',
      stix_uuid: one.uuid,
      version,
      version_as_sent: null,
      spec_version: '2.1',
      ...writeObject(one.members, created, created),
      import_line: line,
    } as const;
    return { kind, line, findings, candidate, defaults: one.members.defaults };
  };
}

/** What became of a record: its place among the candidates, the line it repeats, or neither. */
type Fate = { readonly place: number } | { readonly firstLine: number } | null;

interface Prepared {
  readonly candidates: readonly Candidate[];
  readonly defaults: ReadonlyMap<Candidate, Members['defaults']>;
  readonly fates: readonly Fate[];
}

function prepare(batch: readonly Settling[]): Prepared {
  const candidates: Candidate[] = [];
  const defaults = new Map<Candidate, Members['defaults']>();
  const lines = new Map<string, number>();
  const fates = batch.map((one): Fate => {
    if (one.candidate === null || one.defaults === null) return null;
    const { stix_uuid } = one.candidate;
    const firstLine = lines.get(stix_uuid);
    if (firstLine !== undefined) return { firstLine };
    lines.set(stix_uuid, one.line);
    defaults.set(one.candidate, one.defaults);
    return { place: candidates.push(one.candidate) - 1 };
  });
  return { candidates, defaults, fates };
}

async function storeBatch(job: Job, batch: readonly Settling[]): Promise<void> {
  const { row, running } = job;
  const { candidates, defaults, fates } = prepare(batch);
  const outcomes = await save(running.db, row.collection_id, candidates, {
    accountId: row.account_id,
    importId: row.id,
    revise: (candidate, latest) => reviseCandidate(candidate, defaults.get(candidate), latest),
    also: (client, settled) => recordBatch(job, batch, fates, settled, client),
  });
  const stored = outcomes.filter(({ kind }) => kind === 'created' || kind === 'updated').length;
  job.stored += stored;
  running.onStored?.(row.collection_id, stored);
}

function reviseCandidate(
  candidate: Candidate,
  defaults: Members['defaults'] | undefined,
  latest: string,
): Candidate | null {
  if (defaults === undefined) return null;
  const revision = revise(candidate.body, defaults, latest, Date.now());
  if (revision === null) return null;
  const { body, content_hash, modified } = revision;
  return { ...candidate, body, content_hash, version: readStixTimestamp(modified) };
}

async function recordBatch(
  job: Job,
  batch: readonly Settling[],
  fates: readonly Fate[],
  outcomes: readonly Outcome[],
  client: Transaction,
): Promise<void> {
  const results = fates.map((fate) => resultOf(fate, outcomes));
  const findings = batch.flatMap((one, index) => {
    const firstLine = repeatedLine(results[index] ?? null);
    const duplicate = firstLine === null ? [] : [duplicateFinding(one.line, firstLine)];
    return [...one.findings, ...duplicate];
  });
  const counts = countBatch(batch, results);
  await insertFindings(client, job.row.id, job.ordinal, findings);
  const progress = { counts, records: batch.length, bytes_read: job.bytesRead };
  if (!(await updateProgress(client, job.row.id, progress))) throw CANCELLED;
  job.ordinal += findings.length;
  job.rejected += counts.rejected;
}

function resultOf(fate: Fate, outcomes: readonly Outcome[]): Outcome | number | null {
  if (fate === null) return null;
  return 'firstLine' in fate ? fate.firstLine : (outcomes[fate.place] ?? null);
}

function repeatedLine(result: Outcome | number | null): number | null {
  if (result === null || typeof result === 'number') return result;
  return result.kind === 'duplicate' ? (result.first_line ?? 0) : null;
}
