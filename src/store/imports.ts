// Imports: their uploaded bytes, their progress, what they found. Progress and findings are written
// in the transaction that stores the objects, so that a crash leaves them in step.
import type { Database, Queryable } from './database.ts';

export type ImportState =
  | 'uploading'
  | 'waiting'
  | 'running'
  | 'completed'
  | 'completed_with_errors'
  | 'rejected'
  | 'failed'
  | 'cancelled'
  | 'undone';

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
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

const IMPORT = `i.id, i.collection_id, i.account_id, i.source, i.file_name, i.settings, i.state, i.format,
  i.feed, i.detected, i.error, i.total, i.valid, i.created, i.updated, i.unchanged, i.duplicate,
  i.rejected, i.skipped, i.warned, i.set_aside, i.bytes_read, i.bytes_total, i.records_done,
  i.created_at, i.started_at, i.finished_at`;

/** Who may see an import: its uploader, administrators, whoever may write to its collection. */
export interface ImportViewer {
  readonly account_id: string;
  readonly role: 'admin' | 'member';
}

// $1 the account, $2 whether an administrator.
const VISIBLE = `($2 or i.account_id = $1 or exists (select from collection_grant g
  where g.collection_id = i.collection_id and g.account_id = $1 and g.can_write))`;

/** Begins an import: its bytes are still to come. */
export async function insertImport(
  db: Queryable,
  one: Pick<ImportRow, 'id' | 'collection_id' | 'account_id' | 'source' | 'file_name' | 'settings'>,
): Promise<void> {
  await db.query(
    `insert into import (id, collection_id, account_id, source, file_name, settings, state)
     values ($1, $2, $3, $4, $5, $6, 'uploading')`,
    [
      one.id,
      one.collection_id,
      one.account_id,
      one.source,
      one.file_name,
      JSON.stringify(one.settings),
    ],
  );
}

/** Keeps a piece of the uploaded file. */
export async function insertChunk(
  db: Queryable,
  importId: string,
  position: number,
  bytes: Buffer,
): Promise<void> {
  await db.query({
    name: 'insert-import-chunk',
    text: 'insert into import_chunk (import_id, position, bytes) values ($1, $2, $3)',
    values: [importId, position, bytes],
  });
}

/** The file is whole: the import may be read. */
export async function updateUploaded(
  db: Queryable,
  importId: string,
  upload: { readonly bytes: number; readonly fileName: string | null },
): Promise<void> {
  await db.query(
    `update import set state = 'waiting', bytes_total = $2, file_name = coalesce(file_name, $3)
      where id = $1 and state = 'uploading'`,
    [importId, upload.bytes, upload.fileName],
  );
}

/** Forgets an import, with its bytes and findings. */
export async function deleteImport(db: Queryable, importId: string): Promise<void> {
  await db.query('delete from import where id = $1', [importId]);
}

/** An import that the viewer may see. */
export async function selectVisibleImport(
  db: Queryable,
  viewer: ImportViewer,
  importId: string,
): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `select ${IMPORT} from import i where i.id = $3 and i.state <> 'uploading' and ${VISIBLE}`,
    [viewer.account_id, viewer.role === 'admin', importId],
  );
  return rows[0] ?? null;
}

/** The imports that the viewer may see, newest first. */
export async function selectVisibleImports(
  db: Queryable,
  viewer: ImportViewer,
  filter: {
    readonly collectionId: string | null;
    readonly state: string | null;
    readonly after: readonly [createdAt: string, id: string] | null;
  },
  limit: number,
): Promise<(ImportRow & { readonly created_micros: string })[]> {
  const { rows } = await db.query<ImportRow & { created_micros: string }>(
    `select ${IMPORT}, i.created_at::text as created_micros from import i
      where i.state <> 'uploading' and ${VISIBLE}
        and ($3::uuid is null or i.collection_id = $3) and ($4::text is null or i.state = $4)
        and ($5::timestamptz is null or (i.created_at, i.id) < ($5, $6::uuid))
      order by i.created_at desc, i.id desc limit $7`,
    [
      viewer.account_id,
      viewer.role === 'admin',
      filter.collectionId,
      filter.state,
      filter.after?.[0] ?? null,
      filter.after?.[1] ?? null,
      limit,
    ],
  );
  return rows;
}

// Below the size of a stored chunk: a thread that parses gets to its socket in between.
const PIECE_BYTES = 128 * 1024;

/** The uploaded bytes in order; `onRead` hears how many were taken so far. */
export async function* selectBytes(
  db: Queryable,
  importId: string,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  let total = 0;
  for (let position = 0; ; position += 1) {
    const { rows } = await db.query<{ bytes: Buffer }>({
      name: 'select-import-chunk',
      text: 'select c.bytes from import_chunk c where c.import_id = $1 and c.position = $2',
      values: [importId, position],
    });
    const bytes = rows[0]?.bytes;
    if (bytes === undefined) return;
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      total += piece.length;
      onRead(total);
      yield piece;
    }
  }
}

/** Marks the import as running; null when it has ended or was cancelled. */
export async function updateStarted(db: Queryable, importId: string): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `update import i set state = 'running', started_at = coalesce(i.started_at, now())
      where i.id = $1 and i.state in ('waiting', 'running') returning ${IMPORT}`,
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

/** Adds a batch to the progress; false when the import is no longer running: it was cancelled. */
export async function updateProgress(
  db: Queryable,
  importId: string,
  { counts, records, bytes_read }: Progress,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'update-import-progress',
    text: `update import set total = total + $2, valid = valid + $3, created = created + $4,
        updated = updated + $5, unchanged = unchanged + $6, duplicate = duplicate + $7,
        rejected = rejected + $8, skipped = skipped + $9, warned = warned + $10,
        records_done = records_done + $11, bytes_read = greatest(bytes_read, $12)
      where id = $1 and state = 'running'`,
    values: [
      importId,
      counts.total,
      counts.valid,
      counts.created,
      counts.updated,
      counts.unchanged,
      counts.duplicate,
      counts.rejected,
      counts.skipped,
      counts.warned,
      records,
      bytes_read,
    ],
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

/** Ends an import that is running or waiting. */
export async function updateFinished(
  db: Queryable,
  importId: string,
  state: ImportState,
  error: ImportRow['error'] = null,
): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `update import i set state = $2, error = $3, finished_at = now(),
        bytes_read = case when $2 in ('completed', 'completed_with_errors') then i.bytes_total else i.bytes_read end
      where i.id = $1 and i.state in ('waiting', 'running') returning ${IMPORT}`,
    [importId, state, error === null ? null : JSON.stringify(error)],
  );
  return rows[0] ?? null;
}

/** Remembers that a source speaks in a collection, and which identity stands for it. */
export async function insertSource(
  db: Queryable,
  collectionId: string,
  name: string,
  identityId: string,
): Promise<void> {
  await db.query(
    `insert into source (collection_id, name, identity_id) values ($1, $2, $3) on conflict do nothing`,
    [collectionId, name, identityId],
  );
}

/**
 * Makes sure that one process alone runs an import.
 * @returns how to let it go; null when another one runs it
 */
export async function lockImport(
  db: Database,
  importId: string,
): Promise<(() => Promise<void>) | null> {
  const client = await db.work.connect();
  const { rows } = await client.query<{ is_mine: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as is_mine',
    [`import ${importId}`],
  );
  if (rows[0]?.is_mine !== true) {
    client.release();
    return null;
  }
  // The lock belongs to the session, which ends here.
  return async () => client.release(true);
}

/** Imports that wait or run though no worker holds their job: their process has died. */
export async function selectAbandoned(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select i.id from import i where i.state in ('waiting', 'running')
        and not exists (select from graphile_worker.jobs j
          where j.key = i.id::text and (j.locked_at is not null or j.run_at <= now()))
      order by i.created_at`,
  );
  return rows.map((row) => row.id);
}

/** Gathers statistics after many rows came: without them the planner guesses. */
export async function analyzeObjects(db: Queryable): Promise<void> {
  await db.query('analyze object');
}

/** Forgets the bytes of imports that ended `hours` ago, and uploads that never came to their end. */
export async function deleteOldUploads(db: Queryable, hours: number): Promise<void> {
  await db.query(
    `delete from import_chunk c using import i
      where c.import_id = i.id and i.finished_at < now() - make_interval(hours => $1)`,
    [hours],
  );
  await db.query(
    `delete from import i where i.state = 'uploading' and i.created_at < now() - interval '1 day'`,
  );
}
