// Samples of an import: records of each kind, and the objects that they make; or any one record.
import { ApiError } from '../../errors.ts';
import type { FindingRow } from '../../store/findings.ts';
import { type SampleRow, selectSamples } from '../../store/import-samples.ts';
import type { ImportRow } from '../../store/imports.ts';
import type { Context, Handler, Input } from '../operation.ts';
import { demandFile, readSight, type Sight } from './import-file.ts';
import { findImport } from './import-resource.ts';

const ORDER = ['new', 'changed', 'unchanged', 'duplicate', 'warned', 'rejected', 'skipped'];

/** The first records of each kind, also while the import runs; or the record on a line. */
export const listSamples: Handler = async (input, context) => {
  const row = await findImport(input, context, input.path.id ?? '');
  const { kind, line } = input.query;
  const rows =
    typeof line === 'number'
      ? [await readLine(row, line, input, context)]
      : await selectSamples(context.db.work, row.id, typeof kind === 'string' ? kind : null);
  rows.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const describe = await sampleDescriber(input, context, row);
  return { status: 200, body: { items: rows.map(describe), more: false } };
};

// Any record is in the upload only, which is read up to it.
async function readLine(
  row: ImportRow,
  line: number,
  input: Input,
  context: Context,
): Promise<SampleRow> {
  await demandFile(input, context, row);
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
 * account that may only write, or whose grant was taken away, does not get to see that way; nor what is in
 * the file of somebody else.
 */
export async function sampleDescriber(
  input: Pick<Input, 'principal'>,
  context: Context,
  row: Pick<ImportRow, 'id' | 'collection_id' | 'account_id' | 'upload_id'>,
): Promise<(sample: Shown) => object> {
  const sight = await readSight(input, context, row);
  return ({ differences, object, ...sample }) => ({
    ...sample,
    object: sight.collection || (sight.file && sample.kind === 'new') ? object : null,
    findings: sample.findings.map((finding) => describeFinding(finding, sight)),
    ...(differences !== null && sight.collection && { differences }),
  });
}

/** A finding as callers see it: where and what it is alone, where they may not look into the file. */
export function describeFinding(
  { kind, line, column, value, code, message, hint, first_line }: FindingRow,
  { file }: Sight,
): object {
  // The words of a message may be those of the file.
  const told = file ? { value, message, hint } : { value: null, message: UNTOLD, hint: null };
  const shared = { kind, line, column, code, ...told };
  return first_line == null ? shared : { ...shared, first_line };
}

const UNTOLD = 'Not shown: somebody else has uploaded the file.';
