// Samples of an import: records of each kind, and the objects that they make.
import { type SampleRow, selectSamples } from '../../store/import-samples.ts';
import type { Handler } from '../operation.ts';
import { findImport } from './import-resource.ts';

const ORDER = ['new', 'changed', 'unchanged', 'duplicate', 'warned', 'rejected', 'skipped'];

/** The first records of each kind, also while the import runs. */
export const listSamples: Handler = async (input, context) => {
  const { id } = await findImport(input, context, input.path.id ?? '');
  const { kind } = input.query;
  const rows = await selectSamples(context.db.work, id, typeof kind === 'string' ? kind : null);
  rows.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return { status: 200, body: { items: rows.map(describe), more: false } };
};

function describe({ differences, ...sample }: SampleRow): object {
  return differences === null ? sample : { ...sample, differences };
}
