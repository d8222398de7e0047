// The uploaded file of an import, and who may look into it. Who sees an import may write to its collection,
// and need not be allowed to read there what others have sent.
import { ApiError } from '../../errors.ts';
import { resolveCollection } from '../../store/collections.ts';
import type { ImportRow } from '../../store/imports.ts';
import { selectIsKept, selectUploader } from '../../store/uploads.ts';
import type { Context, Input } from '../operation.ts';

/** What a caller may see beside an import itself. */
export interface Sight {
  /** What is stored in its collection. */
  readonly collection: boolean;
  /** What stands in the file: it is the caller's own, or the collection may be read. */
  readonly file: boolean;
}

type Looking = Pick<ImportRow, 'id' | 'collection_id' | 'account_id' | 'upload_id'>;

/** What the caller may see of what an import has read and stored. */
export async function readSight(
  { principal }: Pick<Input, 'principal'>,
  { db }: Pick<Context, 'db'>,
  row: Looking,
): Promise<Sight> {
  const found = await resolveCollection(db.work, principal, row.collection_id);
  const collection = found !== null && found !== 'ambiguous' && found.can_read;
  // A replay makes nobody the one who has uploaded the file.
  const uploader =
    row.upload_id === row.id ? row.account_id : await selectUploader(db.work, row.upload_id);
  return { collection, file: collection || uploader === principal.account_id };
}

/** @throws ApiError NOT_ALLOWED to look into the file */
export async function demandSight(
  input: Pick<Input, 'principal'>,
  context: Pick<Context, 'db'>,
  row: Looking,
): Promise<void> {
  if (!(await readSight(input, context, row)).file)
    throw new ApiError(
      'NOT_ALLOWED',
      'Somebody else has uploaded the file, and you may not read its collection.',
    );
}

/** @throws ApiError NOT_ALLOWED; GONE when the file is not kept any more */
export async function demandFile(
  input: Pick<Input, 'principal'>,
  context: Context,
  row: Looking & Pick<ImportRow, 'bytes_total'>,
): Promise<void> {
  await demandSight(input, context, row);
  // Of an empty file there was never anything to keep.
  if (row.bytes_total > 0 && !(await selectIsKept(context.db.work, row.upload_id)))
    throw goneFile(context);
}

/** The error for a file that is not kept any more. */
export function goneFile({ settings }: Pick<Context, 'settings'>): ApiError {
  const hours = settings.importRetentionHours;
  return new ApiError(
    'GONE',
    `The uploaded file is not kept any more (IMPORT_RETENTION_HOURS is ${hours}). Upload it again.`,
  );
}
