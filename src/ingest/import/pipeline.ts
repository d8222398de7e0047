// Runs one import: its bytes through read, map and make, and the objects into the collection in
// batches. Each batch commits together with its findings and progress, so after a crash the file is
// read again, what is settled is passed over, and nothing is counted twice.
import type { Connection, Database, Transaction } from '../../store/database.ts';
import { insertFindings, selectNextOrdinal } from '../../store/findings.ts';
import { insertSamples, selectSampleCounts } from '../../store/import-samples.ts';
import {
  analyzeObjects,
  type ImportRow,
  updateDetected,
  updateFinished,
  updateProgress,
  updateRehearsed,
  updateStarted,
} from '../../store/imports.ts';
import { selectInstallation } from '../../store/installation.ts';
import { fatalOf } from '../entry.ts';
import { namespaceBytes } from '../make/identity.ts';
import { type ImportSettings, readImportSettings } from '../settings.ts';
import { type Sieve, startSieve } from '../sieve.ts';
import { type Apart, convertApart } from './apart.ts';
import { findingsOf, prepare, type Result, type Settling } from './batch.ts';
import { CANCELLED } from './cancelled.ts';
import { storeFrame } from './frame.ts';
import { type Repeats, startRepeats } from './repeats.ts';
import { type Samples, startSamples } from './samples.ts';
import { settleBatch } from './settle-batch.ts';
import { countBatch } from './tally.ts';
import { revokeVanished } from './vanished.ts';

/** How an import ended; null: it was cancelled, or another process has ended it. */
export type Ended = ImportRow | null;

export interface Running {
  readonly db: Database;
  /** For the thread that makes the objects. */
  readonly connection: Connection;
  readonly maxBytes: number;
  /** Told after each batch: objects stored. */
  readonly onStored?: (collectionId: string, count: number) => void;
}

// Gathering statistics takes a moment, and small imports change little.
const ANALYZE_FROM = 20_000;

/** Runs an import to its end. Faults of the surroundings are thrown: the job is tried again. */
export async function runImport(importId: string, running: Running): Promise<Ended> {
  const { db } = running;
  const row = await updateStarted(db.work, importId);
  if (row === null) return null;
  try {
    return await runStarted(row, running);
  } catch (error) {
    if (error === CANCELLED) return null;
    const fatal = fatalOf(error);
    if (fatal === null) throw error;
    return updateFinished(db.work, importId, 'failed', fatal);
  }
}

// All or nothing is known at the end of the file only: it is read for nothing but that first.
async function runStarted(row: ImportRow, running: Running): Promise<Ended> {
  const { work } = running.db;
  const { dry_run, mode } = readImportSettings(row);
  const isAll = mode === 'all-or-nothing';
  let started = row;
  if (isAll && !row.is_rehearsed) {
    const hasErrors = await readThrough(row, running, true);
    if (hasErrors || dry_run)
      return updateFinished(work, row.id, hasErrors ? 'rejected' : 'completed');
    const rehearsed = await updateRehearsed(work, row.id);
    if (rehearsed === null) return null;
    started = rehearsed;
  }
  const hasErrors = await readThrough(started, running, dry_run);
  return updateFinished(work, row.id, hasErrors ? 'completed_with_errors' : 'completed');
}

/** Takes the file through to its end. @returns whether anything was rejected */
async function readThrough(row: ImportRow, running: Running, isDry: boolean): Promise<boolean> {
  const { db } = running;
  const conversion = await openConversion(row, running);
  const repeats = startRepeats(db);
  try {
    const { dry_run, snapshot } = readImportSettings(row);
    const isSnapshot = snapshot && isDry === dry_run;
    const job = await openJob(row, running, { conversion, isDry, isSnapshot, repeats });
    await storeAll(job);
    if (isSnapshot && isWhole(job)) await revokeVanished(job, job.conversion.making.sources);
    await insertFindings(db.work, row.id, FILE_ORDINAL, job.conversion.records.findings);
    await updateDetected(db.work, row.id, job.conversion.records.detected);
    if (job.stored >= ANALYZE_FROM) await analyzeObjects(db.work);
    return job.rejected + row.rejected > 0;
  } finally {
    await Promise.all([conversion.close(), repeats.close()]);
  }
}

// A file without any row that is good, or that says it is cut short, is no list of what is still there.
function isWhole({ conversion: { making, records } }: Job): boolean {
  const isCut = records.findings.some(({ code }) => code === 'COUNT_MISMATCH');
  return making.sources.used.size > 0 && !isCut;
}

// Findings about the file come first, though most are known only at its end.
const FILE_ORDINAL = -1000;

interface Job {
  readonly row: ImportRow;
  readonly running: Running;
  readonly conversion: Apart;
  /** Everything is settled and counted, and nothing stored. */
  readonly isDry: boolean;
  readonly isSnapshot: boolean;
  readonly mode: ImportSettings['mode'];
  readonly repeats: Repeats;
  readonly samples: Samples;
  /** From the second batch on: most files have no other, which would pay for it. */
  sieve: Sieve | null;
  /** How many sources have their identity in the collection. */
  framed: number;
  isToldFeed: boolean;
  ordinal: number;
  stored: number;
  rejected: number;
}

async function openConversion(
  row: ImportRow,
  { db, connection, maxBytes }: Running,
): Promise<Apart> {
  const { id_namespace } = await selectInstallation(db.work);
  return convertApart({
    connection,
    uploadId: row.upload_id,
    size: row.bytes_total,
    settings: readImportSettings(row),
    namespace: namespaceBytes(id_namespace),
    maxBytes,
    startedAt: row.started_at ?? new Date().toISOString(),
    isFirst: row.records_done === 0,
  });
}

async function openJob(
  row: ImportRow,
  running: Running,
  how: Pick<Job, 'conversion' | 'isDry' | 'isSnapshot' | 'repeats'>,
): Promise<Job> {
  const { work } = running.db;
  const ordinal = await selectNextOrdinal(work, row.id);
  const samples = startSamples(await selectSampleCounts(work, row.id));
  await updateDetected(work, row.id, how.conversion.records.detected);
  const counters = { sieve: null, framed: 0, isToldFeed: false, ordinal, stored: 0, rejected: 0 };
  const { mode } = readImportSettings(row);
  return { row, running, samples, mode, ...how, ...counters };
}

// While PostgreSQL takes one batch in, the next one is made.
async function storeAll(job: Job): Promise<void> {
  let passOver = job.row.records_done;
  let saving: Promise<void> = Promise.resolve();
  for await (const { records, release } of job.conversion.batches) {
    const fresh = passOver > 0 ? records.slice(Math.min(passOver, records.length)) : records;
    const passed = records.slice(0, records.length - fresh.length);
    passOver -= passed.length;
    if (job.isSnapshot) await job.repeats.spare(records.flatMap(namedOf));
    await job.repeats.add(passed.flatMap(({ candidate }) => candidate ?? []));
    await saving;
    saving = (fresh.length === 0 ? Promise.resolve() : storeBatch(job, fresh)).then(release);
    // Awaited before the next batch; until then its failure must not count as unhandled.
    saving.catch(() => undefined);
  }
  await saving;
}

// What a file names has not vanished from it, though a typo beside it has the record rejected. STIX objects
// are remembered by their version, which may be another one than the last that is stored.
function namedOf({ candidate, uuid }: Settling): string | readonly string[] {
  if (candidate === null) return uuid ?? [];
  return candidate.is_sent === true ? candidate.stix_uuid : [];
}

async function storeBatch(job: Job, batch: readonly Settling[]): Promise<void> {
  const { row, running } = job;
  if (!job.isDry && batch.some(({ kind }) => kind === 'object')) await storeNewFrame(job);
  const { candidates, revise, aside, incoming, results } = prepare(batch, job.mode);
  const outcomes = await settleBatch(job, candidates, {
    accountId: row.account_id,
    importId: row.id,
    revise: job.samples.watch(revise),
    aside,
    incoming,
    ...(job.sieve === null ? {} : { sieve: job.sieve }),
    also: (client, settled) => recordBatch(job, batch, results(settled), client),
  });
  job.sieve ??= startSieve();
  if (job.isDry) return;
  const stored = outcomes.filter(({ kind }) => kind === 'created' || kind === 'updated').length;
  job.stored += stored;
  running.onStored?.(row.collection_id, stored);
}

// A file of STIX objects brings its own identities, and none of ours is put beside them.
async function storeNewFrame(job: Job): Promise<void> {
  const sources = [...job.conversion.making.sources.used.values()].slice(job.framed);
  if (sources.length === 0) return;
  await storeFrame(job.running.db, job.row, sources);
  job.framed += sources.length;
}

async function recordBatch(
  job: Job,
  batch: readonly Settling[],
  results: readonly Result[],
  client: Transaction,
): Promise<void> {
  const findings = batch.flatMap((one, index) => findingsOf(one, results[index] ?? null));
  const counts = countBatch(batch, results);
  await insertFindings(client, job.row.id, job.ordinal, findings);
  await insertSamples(client, job.row.id, job.samples.take(batch, results));
  const progress = { counts, records: batch.length, bytes_read: job.conversion.bytesRead };
  if (!(await updateProgress(client, job.row.id, progress))) throw CANCELLED;
  // The first records tell the feed.
  if (!job.isToldFeed) await updateDetected(client, job.row.id, job.conversion.records.detected);
  job.isToldFeed = true;
  job.ordinal += findings.length;
  job.rejected += counts.rejected;
}
