// The orders of what searches find, and where a page of one goes on.
import { TLP_LEVELS } from '../stix/tlp.ts';
import type { Bind } from './page-statement.ts';

/** What a page can be ordered by; `-` before it in the other direction. */
export type SortName = keyof typeof SORT_KEYS;

/** An order. What has no such value comes last, either way. */
export interface Sort {
  readonly by: SortName;
  readonly isDescending: boolean;
}

/** Where a page ended. */
export interface Position {
  /** What it is ordered by, of its last row. */
  readonly key: string | null;
  readonly date_added: number;
  readonly collection_id: string;
}

/**
 * The key of an order, and its type. Names are cut, so that a position fits into a URL; those that are
// short anyway are spared it, because `left` counts characters for as long as `lower` takes. Adding 0
 * keeps an index of the column from being followed in the hope of an early end.
 */
const SORT_KEYS = {
  added: ['(i.date_added + 0)', 'bigint'],
  modified: ['(i.modified + 0)', 'bigint'],
  created: ['i.created', 'bigint'],
  valid_from: ['i.valid_from', 'bigint'],
  valid_until: ['i.valid_until', 'bigint'],
  confidence: ['i.confidence', 'int'],
  tlp: [`array_position('{${TLP_LEVELS.join(',')}}'::text[], i.tlp)`, 'int'],
  type: ['i.stix_type collate "C"', 'text collate "C"'],
  name: [
    'case when octet_length(i.name) <= 100 then lower(i.name) else left(lower(i.name), 100) end collate "C"',
    'text collate "C"',
  ],
} as const;

/** The names of all orders. */
export const SORT_NAMES = Object.keys(SORT_KEYS) as readonly SortName[];

/** What pages are ordered by, over `intel i`. */
export function keySql(sort: Sort): string {
  return SORT_KEYS[sort.by][0];
}

/** The order of a page, over `intel i`. */
export function orderSql({ by, isDescending }: Sort): string {
  const order = isDescending ? 'desc' : 'asc';
  return `${SORT_KEYS[by][0]} ${order} nulls last, (i.date_added + 0) ${order}, i.collection_id ${order}`;
}

/** What comes after a position in an order, over `intel i`. */
export function afterSql({ by, isDescending }: Sort, after: Position, bind: Bind): string {
  const sign = isDescending ? '<' : '>';
  const behind = `(i.date_added, i.collection_id) ${sign} (${bind(after.date_added)}::bigint, ${bind(after.collection_id)}::uuid)`;
  const [key, type] = SORT_KEYS[by];
  if (after.key === null) return `${key} is null and ${behind}`;
  const last = `${bind(after.key)}::${type}`;
  return `(${key} ${sign} ${last} or ${key} is null or ${key} = ${last} and ${behind})`;
}
