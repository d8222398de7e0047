// The columns of what a search finds value by value.
import { Link } from 'wouter';
import { Ago } from './ago.tsx';
import { type Column, valuePath } from './columns.tsx';
import { Confidence, Validity } from './marks.tsx';
import type { ValueItem } from './shapes.ts';
import { counted, kindWords, typeWords } from './words.ts';

export const VALUE_COLUMNS: readonly Column<ValueItem>[] = [
  { id: 'value', words: 'Value', cell: (row) => <ValueCell row={row} /> },
  { id: 'kind', words: 'Kind', cell: (row) => kindWords(row.kind) },
  { id: 'sources', words: 'Sources', cell: (row) => row.sources.join(', ') },
  { id: 'objects', words: 'Objects', cell: (row) => counted(row.objects, 'object') },
  {
    id: 'confidence',
    words: 'Highest confidence',
    sort: { by: 'confidence', first: '-' },
    cell: (row) => <Confidence value={row.confidence} />,
  },
  {
    id: 'valid_until',
    words: 'Valid until',
    sort: { by: 'valid_until', first: '' },
    cell: (row) => <Validity item={validityOf(row)} />,
  },
  { id: 'first_added', words: 'First seen', cell: (row) => <Ago value={row.first_added} /> },
  {
    id: 'last_added',
    words: 'Last seen',
    sort: { by: 'added', first: '-' },
    cell: (row) => <Ago value={row.last_added} />,
  },
  { id: 'types', words: 'Types', cell: (row) => row.types.map(typeWords).join(', ') },
];

export const VALUE_DEFAULTS: readonly string[] = [
  'value',
  'kind',
  'sources',
  'objects',
  'confidence',
  'valid_until',
  'last_added',
];

function ValueCell({ row }: { readonly row: ValueItem }) {
  return (
    <span className="what">
      <Link href={valuePath(row.value)} className="what-link">
        <code className="value" title={row.value}>
          {row.value}
        </code>
      </Link>
    </span>
  );
}

// Values that no indicator tells of have no end to speak of.
function validityOf({ valid_until, revoked, types }: ValueItem) {
  const expired = valid_until !== null && Date.parse(valid_until) < Date.now();
  const type = types.includes('indicator') ? 'indicator' : '';
  return { type, revoked, expired, valid_until };
}
