// Runs one import: its bytes through read, map and make, and the objects into the collection in
// batches. Each batch commits together with its findings and progress, so after a crash the file is
// read again, what is settled is passed over, and nothing is counted twice.
import { setImmediate } from 'node:timers/promises';
import type { Database, Transaction } from '../../store/database.ts';
import { insertFindings, selectNextOrdinal } from '../../store/findings.ts';
import { openUpload } from '../../store/import-bytes.ts';
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
import { openLists } from '../check/open.ts';
import { type Fatal, fatalOf } from '../entry.ts';
import { namespaceBytes } from '../make/identity.ts';
import { readImportSettings } from '../settings.ts';
import { findingsOf, prepare, type Result, type Settling, startWriting } from './batch.ts';
import { CANCELLED } from './cancelled.ts';
import { type Conversion, convert, findFatal } from './convert.ts';
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
  readonly maxBytes: number;
  /** Told after each batch: objects stored. */
  readonly onStored?: (collectionId: string, count: number) => void;
}

// Larger ones are no faster; their records live long enough to grow old, and memory peaks 60 MiB higher.
const BATCH = 2000;
// Objects that come as they are may be large: a few of them fill a batch.
const BATCH_CHARS = 8 * 1024 * 1024;
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
  const repeats = startRepeats(db);
  try {
    const { dry_run, snapshot } = readImportSettings(row);
    const isSnapshot = snapshot && isDry === dry_run;
    const job = await openJob(row, running, { isDry, isSnapshot, repeats });
    await storeAll(job);
    if (isSnapshot && isWhole(job)) await revokeVanished(job, job.conversion.making.sources);
    await insertFindings(db.work, row.id, FILE_ORDINAL, job.conversion.records.findings);
    await updateDetected(db.work, row.id, job.conversion.records.detected);
    if (job.stored >= ANALYZE_FROM) await analyzeObjects(db.work);
    return job.rejected + row.rejected > 0;
  } finally {
    await repeats.close();
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
  readonly conversion: Conversion;
  /** Everything is settled and counted, and nothing stored. */
  readonly isDry: boolean;
  readonly isSnapshot: boolean;
  readonly repeats: Repeats;
  readonly samples: Samples;
  /** How many sources have their identity in the collection. */
  framed: number;
  isToldFeed: boolean;
  ordinal: number;
  bytesRead: number;
  stored: number;
  rejected: number;
}

async function openJob(
  row: ImportRow,
  running: Running,
  how: Pick<Job, 'isDry' | 'isSnapshot' | 'repeats'>,
): Promise<Job> {
  const { db, maxBytes } = running;
  const asked = readImportSettings(row);
  const settings = { ...asked, lists: await openLists(db.work, asked.warning_lists) };
  const { id_namespace } = await selectInstallation(db.work);
  const namespace = namespaceBytes(id_namespace);
  const progress = { bytesRead: 0 };
  const onRead = (count: number) => {
    progress.bytesRead = count;
  };
  const file = openUpload(db.work, row.id, row.bytes_total, onRead);
  const conversion = await convert(file, settings, namespace, maxBytes);
  const { detected } = conversion.records;
  // A cut-off download must not look like a short feed: it is read to its end first. JSON was.
  const isPacked = detected.compression !== undefined || detected.format === 'xlsx';
  const mayBeCut = detected.format !== 'json' && isPacked;
  if (mayBeCut && row.records_done === 0) {
    throwIfFatal(await findFatal(file, settings, maxBytes));
  }
  const ordinal = await selectNextOrdinal(db.work, row.id);
  const samples = startSamples(await selectSampleCounts(db.work, row.id));
  await updateDetected(db.work, row.id, detected);
  const counters = { framed: 0, isToldFeed: false, ordinal, stored: 0, rejected: 0 };
  return Object.assign(progress, counters, { row, running, conversion, samples, ...how });
}

function throwIfFatal(fatal: Fatal | null): void {
  if (fatal !== null) throw Object.assign(new Error(fatal.message), { fatal });
}

// While PostgreSQL takes one batch in, the next one is read and made.
async function storeAll(job: Job): Promise<void> {
  const write = startWriting(job.row);
  let passOver = job.row.records_done;
  let batch: Settling[] = [];
  let chars = 0;
  let saving: Promise<void> = Promise.resolve();
  for await (const made of job.conversion.batches) {
    const fresh = passOver > 0 ? made.slice(Math.min(passOver, made.length)) : made;
    const passed = made.slice(0, made.length - fresh.length);
    passOver -= passed.length;
    await job.repeats.add(passed.flatMap((one) => write(one).candidate ?? []));
    for (const one of fresh) {
      const written = write(one);
      chars += written.candidate?.body.length ?? 0;
      batch.push(written);
    }
    if (batch.length >= BATCH || chars >= BATCH_CHARS) {
      const full = batch;
      batch = [];
      chars = 0;
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

async function storeBatch(job: Job, batch: readonly Settling[]): Promise<void> {
  const { row, running } = job;
  if (!job.isDry && batch.some(({ kind }) => kind === 'object')) await storeNewFrame(job);
  const { candidates, revise, results } = prepare(batch);
  const outcomes = await settleBatch(job, candidates, {
    accountId: row.account_id,
    importId: row.id,
    revise: job.samples.watch(revise),
    also: (client, settled) => recordBatch(job, batch, results(settled), client),
  });
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
  const progress = { counts, records: batch.length, bytes_read: job.bytesRead };
  if (!(await updateProgress(client, job.row.id, progress))) throw CANCELLED;
  // The first records tell the feed.
  if (!job.isToldFeed) await updateDetected(client, job.row.id, job.conversion.records.detected);
  job.isToldFeed = true;
  job.ordinal += findings.length;
  job.rejected += counts.rejected;
}
