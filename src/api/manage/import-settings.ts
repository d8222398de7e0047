// The settings of an import as query parameters: which are taken.
import { ApiError } from '../../errors.ts';
import type { Input } from '../operation.ts';

const TAKEN = [
  'now',
  'mode',
  'dry_run',
  'snapshot',
  'default_tlp',
  'default_confidence',
  'default_valid_days',
  'default_indicator_types',
  'add_labels',
  'tlp_version',
  'confidence_scale',
  'date_order',
  'cidr_operator',
  'port_mode',
  'row_source',
  'max_row_chars',
  'max_value_chars',
] as const;

/** What was asked for, to be kept with the import. */
export function readAskedSettings(query: Input['query']): Record<string, unknown> {
  const asked: Record<string, unknown> = {};
  for (const name of TAKEN) if (query[name] !== undefined) asked[name] = query[name];
  if (typeof query.columns === 'string') asked.columns = readColumns(query.columns);
  return asked;
}

function readColumns(text: string): Record<string, string> {
  const columns = parse(text);
  const isMap =
    typeof columns === 'object' &&
    columns !== null &&
    !Array.isArray(columns) &&
    Object.values(columns).every((field) => typeof field === 'string');
  if (!isMap)
    throw new ApiError(
      'BAD_QUERY',
      '`columns` must be a JSON object from a column to a field, such as {"Address":"ip"}.',
    );
  return columns as Record<string, string>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
