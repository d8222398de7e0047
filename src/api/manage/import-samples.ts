// Samples of an import: records of each kind, and the objects that they make; or any one record.
import { ApiError } from '../../errors.ts';
import { resolveCollection } from '../../store/collections.ts';
import { type SampleRow, selectSamples } from '../../store/import-samples.ts';
import type { ImportRow } from '../../store/imports.ts';
import { selectIsKept } from '../../store/uploads.ts';
import type { Context, Handler, Input } from '../operation.ts';
import { findImport } from './import-resource.ts';

const ORDER = ['new', 'changed', 'unchanged', 'duplicate', 'warned', 'rejected', 'skipped'];

/** The first records of each kind, also while the import runs; or the record on a line. */
export const listSamples: Handler = async (input, context) => {
  const row = await findImport(input, context, input.path.id ?? '');
  const { kind, line } = input.query;
  const rows =
    typeof line === 'number'
      ? [await readLine(row, line, context)]
      : await selectSamples(context.db.work, row.id, typeof kind === 'string' ? kind : null);
  rows.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const describe = await sampleDescriber(input, context, row);
  return { status: 200, body: { items: rows.map(describe), more: false } };
};

// Any record is in the upload only, which is read up to it.
async function readLine(row: ImportRow, line: number, context: Context): Promise<SampleRow> {
  if (!(await selectIsKept(context.db.work, row.upload_id)))
    throw new ApiError(
      'GONE',
      `The uploaded file is not kept any more (IMPORT_RETENTION_HOURS is ${context.settings.importRetentionHours}).`,
    );
  let text = '';
  for await (const piece of await context.openErrorFile(row.id, { what: 'record', line }))
    text += piece;
  if (text === '') throw new ApiError('NOT_FOUND', `No record begins on line ${line}.`);
  return JSON.parse(text);
}

type Shown = Pick<SampleRow, 'object' | 'differences' | 'findings'> & {
  readonly kind: SampleRow['kind'] | null;
};

/**
 * How samples of an import are shown to the caller. A record is compared with what is stored, which an
 * account that may only write, or whose grant was taken away, does not get to see that way.
 */
export async function sampleDescriber(
  { principal }: Pick<Input, 'principal'>,
  { db }: Context,
  row: Pick<ImportRow, 'collection_id'>,
): Promise<(sample: Shown) => object> {
  const collection = await resolveCollection(db.work, principal, row.collection_id);
  const mayRead = collection !== null && collection !== 'ambiguous' && collection.can_read;
  return ({ differences, object, ...sample }) => ({
    ...sample,
    object: mayRead || sample.kind === 'new' ? object : null,
    findings: sample.findings.map(withoutNull),
    ...(differences !== null && mayRead && { differences }),
  });
}

function withoutNull(finding: SampleRow['findings'][number]): object {
  const { first_line, ...shared } = finding;
  return first_line == null ? shared : finding;
}
