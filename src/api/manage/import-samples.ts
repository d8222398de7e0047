// Samples of an import: records of each kind, and the objects that they make; or any one record.
import { ApiError } from '../../errors.ts';
import { type SampleRow, selectSamples } from '../../store/import-samples.ts';
import type { ImportRow } from '../../store/imports.ts';
import { selectIsKept } from '../../store/uploads.ts';
import type { Context, Handler } from '../operation.ts';
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
  return { status: 200, body: { items: rows.map(describeSample), more: false } };
};

// Any record is in the upload only, which is read up to it.
async function readLine(row: ImportRow, line: number, context: Context): Promise<SampleRow> {
  if (!(await selectIsKept(context.db.work, row.upload_id)))
    throw new ApiError(
      'GONE',
      `The uploaded file is not kept any more (IMPORT_RETENTION_HOURS is ${context.settings.importRetentionHours}).`,
    );
  let text = '';
  for await (const piece of context.openErrorFile(row.id, { what: 'record', line })) text += piece;
  if (text === '') throw new ApiError('NOT_FOUND', `No record begins on line ${line}.`);
  return JSON.parse(text);
}

/** A sample as callers see it. */
export function describeSample({
  differences,
  ...sample
}: Pick<SampleRow, 'differences' | 'findings'>): object {
  const findings = sample.findings.map(withoutNull);
  return { ...sample, findings, ...(differences !== null && { differences }) };
}

function withoutNull(finding: SampleRow['findings'][number]): object {
  const { first_line, ...shared } = finding;
  return first_line == null ? shared : finding;
}
