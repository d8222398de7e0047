// The rejected records of an import, to be mended and imported again.
import { ApiError } from '../../errors.ts';
import type { ImportRow } from '../../store/imports.ts';
import type { Handler } from '../operation.ts';
import { demandFile, demandSight } from './import-file.ts';
import { findImport, UNDER_WAY } from './import-resource.ts';

/** Reads the uploaded file once more, and gives what was rejected of it. */
export const getErrorFile: Handler = async (input, context) => {
  const row = await findImport(input, context, input.path.id ?? '');
  if (UNDER_WAY.has(row.state))
    throw new ApiError(
      'CONFLICT',
      'The import has not ended yet; then its error file is complete.',
    );
  await demandSight(input, context, row);
  if (row.rejected === 0) return { status: 204 };
  await demandFile(input, context, row);
  const isJson = row.format === 'json' || row.format === 'ndjson';
  return {
    status: 200,
    type: isJson ? 'application/x-ndjson' : 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': `attachment; filename="${nameOf(row, isJson)}"` },
    stream: await context.openErrorFile(row.id),
  };
};

// Headers take ASCII, and some letters mean something in them or to a file system.
function nameOf({ file_name, id }: ImportRow, isJson: boolean): string {
  const bare = (file_name ?? id).replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|xlsx|gz|zip))+$/i, '');
  const safe = bare.replace(/[^\w. -]+/g, '_').slice(0, 100);
  return `${safe}.errors.${isJson ? 'ndjson' : 'csv'}`;
}
