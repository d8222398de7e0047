// A running import: its bytes, its progress and its end. Progress is written in the transaction that
// stores the objects, so that a crash leaves them in step.
import type { Queryable } from './database.ts';

export type ImportState =
  | 'uploading'
  | 'waiting'
  | 'running'
  | 'completed'
  | 'completed_with_errors'
  | 'rejected'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

/** What was asked of an undo, and how far it is. */
export interface Undo {
  /** Whether what was created is removed instead of revoked. */
  readonly remove: boolean;
  /** The state of the import before. */
  readonly before: ImportState;
  /** The date_added up to which everything is taken back. */
  readonly position: number;
  readonly revoked: number;
  readonly restored: number;
  readonly removed: number;
  /** Left alone: somebody has changed them since. */
  readonly kept: number;
  /** Objects that the import had set aside. */
  readonly discarded?: number;
  readonly requested_at: string;
  readonly finished_at: string | null;
}

/** The counters of an import. */
export interface Counts {
  readonly total: number;
  readonly valid: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly warned: number;
  readonly set_aside: number;
}

/** An import as stored. */
export interface ImportRow extends Counts {
  readonly id: string;
  readonly collection_id: string;
  readonly account_id: string | null;
  readonly source: string | null;
  readonly file_name: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly state: ImportState;
  readonly format: string | null;
  readonly feed: string | null;
  readonly detected: Readonly<Record<string, unknown>> | null;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  } | null;
  readonly bytes_read: number;
  readonly bytes_total: number;
  readonly records_done: number;
  /** All or nothing: the file was read through, and nothing of it was rejected. */
  readonly is_rehearsed: boolean;
  /** Objects that a snapshot no longer had. */
  readonly revoked: number;
  /** All that the import stored lies between these values of the collection's clock. */
  readonly clock_from: number | null;
  readonly clock_to: number | null;
  readonly undo: Undo | null;
  /** The import whose upload is read: this one, or the one that this one replays. */
  readonly upload_id: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** From its start until its end, or until now. */
  readonly elapsed_seconds: number | null;
}

/** The columns of an import, of the table `import i`. */
export const IMPORT = `i.id, i.collection_id, i.account_id, i.source, i.file_name, i.settings, i.state, i.format,
  i.feed, i.detected, i.error, i.total, i.valid, i.created, i.updated, i.unchanged, i.duplicate,
  i.rejected, i.skipped, i.warned, i.set_aside, i.bytes_read, i.bytes_total, i.records_done, i.is_rehearsed, i.revoked,
  i.clock_from, i.clock_to, i.undo, coalesce(i.upload_of, i.id) as upload_id, i.created_at, i.started_at, i.finished_at,
  extract(epoch from coalesce(i.finished_at, now()) - i.started_at)::float8 as elapsed_seconds`;

/** An import as it is now. */
export async function selectImport(db: Queryable, importId: string): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(`select ${IMPORT} from import i where i.id = $1`, [
    importId,
  ]);
  return rows[0] ?? null;
}

/** Marks the import as running; null when it has ended or was cancelled. */
export async function updateStarted(db: Queryable, importId: string): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `update import i set state = 'running', started_at = coalesce(i.started_at, now()),
        clock_from = coalesce(i.clock_from,
          (select c.last_date_added from collection_clock c where c.collection_id = i.collection_id))
      where i.id = $1 and i.state in ('waiting', 'running') returning ${IMPORT}`,
    [importId],
  );
  return rows[0] ?? null;
}

/** All or nothing: nothing was rejected, so the file is read anew and stored; null when cancelled. */
export async function updateRehearsed(db: Queryable, importId: string): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `with gone as (delete from import_finding f where f.import_id = $1),
        forgotten as (delete from import_sample s where s.import_id = $1)
     update import i set is_rehearsed = true, total = 0, valid = 0, created = 0, updated = 0, unchanged = 0,
        duplicate = 0, rejected = 0, skipped = 0, warned = 0, set_aside = 0, records_done = 0, bytes_read = 0
      where i.id = $1 and i.state = 'running' returning ${IMPORT}`,
    [importId],
  );
  return rows[0] ?? null;
}

/** What a batch adds to an import's progress. */
export interface Progress {
  readonly counts: Counts;
  readonly records: number;
  readonly bytes_read: number;
}

const COUNTED = [
  ...(['total', 'valid', 'created', 'updated', 'unchanged', 'duplicate', 'rejected'] as const),
  ...(['skipped', 'warned', 'set_aside'] as const),
];
const ADDED = COUNTED.map((name, at) => `${name} = ${name} + $${at + 4}`).join(', ');

/**
 * Adds a batch to the progress, in the transaction that stores its objects.
 * @returns false when the import is no longer running: it was cancelled
 */
export async function updateProgress(
  db: Queryable,
  importId: string,
  { counts, records, bytes_read }: Progress,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'update-import-progress',
    text: `update import set ${ADDED}, records_done = records_done + $2, bytes_read = greatest(bytes_read, $3),
        clock_to = (select c.last_date_added from collection_clock c where c.collection_id = import.collection_id)
      where id = $1 and state = 'running'`,
    values: [importId, records, bytes_read, ...COUNTED.map((name) => counts[name])],
  });
  return rowCount === 1;
}

/** Says what was found out about the file. */
export async function updateDetected(
  db: Queryable,
  importId: string,
  detected: { readonly format: string; readonly feed: string | null },
): Promise<void> {
  await db.query('update import set format = $2, feed = $3, detected = $4 where id = $1', [
    importId,
    detected.format,
    detected.feed,
    JSON.stringify(detected),
  ]);
}

/** Ends an import that is running or waiting. Of a rejected one nothing was stored. */
export async function updateFinished(
  db: Queryable,
  importId: string,
  state: ImportState,
  error: ImportRow['error'] = null,
): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `update import i set state = $2, error = $3, finished_at = now(),
        created = case when $2 = 'rejected' then 0 else i.created end,
        updated = case when $2 = 'rejected' then 0 else i.updated end,
        unchanged = case when $2 = 'rejected' then 0 else i.unchanged end,
        set_aside = case when $2 = 'rejected' then 0 else i.set_aside end,
        revoked = case when $2 = 'rejected' then 0 else i.revoked end,
        bytes_read = case when $2 in ('completed', 'completed_with_errors', 'rejected') then i.bytes_total else i.bytes_read end
      where i.id = $1 and i.state in ('waiting', 'running') returning ${IMPORT}`,
    [importId, state, error === null ? null : JSON.stringify(error)],
  );
  return rows[0] ?? null;
}

/** Remembers which sources speak in a collection, and which identities stand for them. */
export async function insertSources(
  db: Queryable,
  collectionId: string,
  sources: readonly { readonly name: string; readonly identityId: string }[],
): Promise<void> {
  await db.query(
    `insert into source (collection_id, name, identity_id)
      select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing`,
    [collectionId, sources.map(({ name }) => name), sources.map(({ identityId }) => identityId)],
  );
}

/** Gathers statistics after many rows came: without them the planner guesses. */
export async function analyzeObjects(db: Queryable): Promise<void> {
  await db.query('analyze object');
}
