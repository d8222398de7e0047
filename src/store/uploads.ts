// An uploaded file before its import runs: the import begins, its bytes come piece by piece, and in
// the end they are forgotten.
import { type Database, inTransaction, type Queryable } from './database.ts';
import type { ImportRow } from './imports.ts';

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

/** Whether an uploaded file is still there. */
export async function selectIsKept(db: Queryable, uploadId: string): Promise<boolean> {
  const { rows } = await db.query<{ is_kept: boolean }>(
    'select exists (select from import_chunk c where c.import_id = $1) as is_kept',
    [uploadId],
  );
  return rows[0]?.is_kept ?? false;
}

/** The account that has uploaded a file. */
export async function selectUploader(db: Queryable, uploadId: string): Promise<string | null> {
  const { rows } = await db.query<{ account_id: string | null }>(
    'select i.account_id from import i where i.id = $1',
    [uploadId],
  );
  return rows[0]?.account_id ?? null;
}

/** Forgets an import, with its bytes and findings. */
export async function deleteImport(db: Queryable, importId: string): Promise<void> {
  await db.query('delete from import where id = $1', [importId]);
}

/**
 * Begins an import of a file that is there already, that of another one; inside a transaction.
 * @returns false when the file is not kept any more
 */
export async function insertReplay(
  client: Queryable,
  one: Pick<ImportRow, 'id' | 'collection_id' | 'account_id' | 'source' | 'settings' | 'upload_id'>,
): Promise<boolean> {
  // Held until the commit, so that the purge finds this import, or this the file gone.
  await client.query('select from import i where i.id = $1 for share', [one.upload_id]);
  const { rowCount } = await client.query(
    `insert into import (id, collection_id, account_id, source, settings, upload_of, file_name, bytes_total, state)
     select $1, $2, $3, $4, $5, i.id, i.file_name, i.bytes_total, 'waiting' from import i
      where i.id = $6 and (i.bytes_total = 0 or exists (select from import_chunk c where c.import_id = i.id))`,
    [
      one.id,
      one.collection_id,
      one.account_id,
      one.source,
      JSON.stringify(one.settings),
      one.upload_id,
    ],
  );
  return rowCount === 1;
}

/** Forgets the bytes of imports that ended `hours` ago, and uploads that never came to their end. */
export async function deleteOldUploads(db: Database, hours: number): Promise<void> {
  await inTransaction(db, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select i.id from import i where i.finished_at < now() - make_interval(hours => $1)
          and exists (select from import_chunk c where c.import_id = i.id) for update`,
      [hours],
    );
    // Looked at once more, now that nobody begins another replay.
    await client.query(
      `delete from import_chunk c where c.import_id = any($2::uuid[])
          and not exists (select from import r where r.upload_of = c.import_id
            and (r.finished_at is null or r.finished_at >= now() - make_interval(hours => $1)))`,
      [hours, rows.map(({ id }) => id)],
    );
  });
  await db.work.query(
    `delete from import i where i.state = 'uploading' and i.created_at < now() - interval '1 day'`,
  );
}
