// The columns that a search can show: what is found object by object, and value by value.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Ago } from './ago.tsx';
import { Confidence, Labels, TlpChip, Validity } from './marks.tsx';
import { searchPath } from './search/search.ts';
import type { Item } from './shapes.ts';
import { TypeIcon } from './type-icon.tsx';
import { spaced, typeWords } from './words.ts';

export interface Column<Row> {
  readonly id: string;
  readonly words: string;
  /** What the server can sort by, and the direction that comes first. */
  readonly sort?: { readonly by: string; readonly first: '' | '-' };
  readonly cell: (row: Row) => ReactNode;
}

/** The address of an object's page. */
export function objectPath(collection: string, id: string): string {
  return `/collections/${collection}/objects/${id}`;
}

const NONE = <span className="quiet">–</span>;

function ago(value: string | null): ReactNode {
  return value === null ? NONE : <Ago value={value} />;
}

export const ITEM_COLUMNS: readonly Column<Item>[] = [
  {
    id: 'object',
    words: 'Object',
    sort: { by: 'name', first: '' },
    cell: (item) => <What item={item} />,
  },
  {
    id: 'type',
    words: 'Type',
    sort: { by: 'type', first: '' },
    cell: (row) => typeWords(row.type),
  },
  { id: 'source', words: 'Source', cell: (row) => row.source ?? NONE },
  {
    id: 'confidence',
    words: 'Confidence',
    sort: { by: 'confidence', first: '-' },
    cell: (row) => <Confidence value={row.confidence} />,
  },
  {
    id: 'tlp',
    words: 'TLP',
    sort: { by: 'tlp', first: '-' },
    cell: (row) => <TlpChip level={row.tlp} />,
  },
  { id: 'labels', words: 'Labels', cell: (row) => <Labels labels={row.labels} /> },
  { id: 'kinds', words: 'Kinds', cell: (row) => row.kinds.map(spaced).join(', ') || NONE },
  {
    id: 'valid_until',
    words: 'Valid until',
    sort: { by: 'valid_until', first: '' },
    cell: (row) => <Validity item={row} />,
  },
  {
    id: 'valid_from',
    words: 'Valid from',
    sort: { by: 'valid_from', first: '-' },
    cell: (row) => ago(row.valid_from),
  },
  {
    id: 'added',
    words: 'Added',
    sort: { by: 'added', first: '-' },
    cell: (row) => <Ago value={row.added} />,
  },
  {
    id: 'modified',
    words: 'Modified',
    sort: { by: 'modified', first: '-' },
    cell: (row) => ago(row.modified),
  },
  {
    id: 'created',
    words: 'Created',
    sort: { by: 'created', first: '-' },
    cell: (row) => ago(row.created),
  },
  { id: 'collection', words: 'Collection', cell: (row) => row.collection.title },
  { id: 'name', words: 'Name', cell: (row) => row.name ?? NONE },
  { id: 'id', words: 'STIX id', cell: (row) => <code className="value">{row.id}</code> },
];

export const ITEM_DEFAULTS: readonly string[] = [
  'object',
  'source',
  'confidence',
  'tlp',
  'labels',
  'valid_until',
  'added',
];

/** The address of all objects that have a value. */
export function valuePath(value: string): string {
  return searchPath({ where: { all: [{ field: 'value', op: 'is', value }] } });
}

/** What stands for an object without a name: its type and the beginning of its id. */
export function nameless({ id, type }: Pick<Item, 'id' | 'type'>): string {
  return `${typeWords(type)} ${id.slice(-36, -28)}`;
}

function What({ item }: { readonly item: Item }) {
  const [first] = item.values;
  return (
    <span className="what">
      <TypeIcon type={item.type} />
      <Link href={objectPath(item.collection.id, item.id)} className="what-link">
        {first === undefined ? (
          <span className="what-name" title={item.id}>
            {item.name ?? nameless(item)}
          </span>
        ) : (
          <code className="value" title={first.value}>
            {first.value}
          </code>
        )}
      </Link>
      {item.value_count > 1 && <span className="quiet">+{item.value_count - 1}</span>}
      {first !== undefined && item.name !== null && item.name !== first.value && (
        <span className="what-more" title={item.name}>
          {item.name}
        </span>
      )}
    </span>
  );
}
