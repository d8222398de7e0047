// Orders that an index has are walked through from their beginning, or from a position, while that can
// be enough: the first page of a frequent thing is found without looking at all there is.
import type { Database } from './database.ts';
import type { Position, Sort } from './intel-order.ts';
import { conditionSql, type Scope, type Search } from './intel-search.ts';
import type { Bind } from './page-statement.ts';

/** How far each collection is walked: the columns of the order there; null: to its end. */
export type Edge = readonly (number | string)[] | null;

interface Way {
  /** As the index has them, after the collection. */
  readonly columns: readonly string[];
  /** Of all collections together. */
  readonly rows: number;
}

// Reading 20,000 rows in the order they are stored in takes about as long as starting to scan with several
// processes. In another order each is on another page of the table.
const WAYS: Partial<Record<Sort['by'], Way>> = {
  added: { columns: ['i.date_added'], rows: 20_000 },
  modified: { columns: ['i.modified', 'i.date_added'], rows: 5000 },
};

/** Whether pages in an order can be walked to from a position. What has no key comes last, in no index. */
export function isWalked({ by }: Sort, after: Position | null): boolean {
  return WAYS[by] !== undefined && !(by === 'modified' && after?.key === null);
}

/** Whether a walk to an edge has seen all that the order holds. */
export function isWhole({ by }: Sort, edge: Edge): boolean {
  return edge === null && by === 'added';
}

/** Up to here each collection has no more than its share of rows to walk through. */
export async function selectEdge(
  db: Database,
  { collections }: Scope,
  sort: Sort,
  after: Position | null,
): Promise<Edge> {
  const { rows: most, columns } = wayOf(sort);
  const share = Math.max(500, Math.ceil(most / Math.max(collections.length, 1)));
  const values: unknown[] = [collections.map(({ id }) => id), share];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const order = sort.isDescending ? 'desc' : 'asc';
  const { rows } = await db.searches.query<{ edge: string[] | null }>(
    `select ${sort.isDescending ? 'max' : 'min'}(e.at) as edge from unnest($1::uuid[]) as c (id)
      left join lateral (
        select array[${columns.join(', ')}] as at from intel i
          where i.collection_id = c.id and ${fromSql(sort, after, bind)}
          order by ${columns.map((column) => `${column} ${order}`).join(', ')}
          offset $2 limit 1) e on true`,
    values,
  );
  return rows[0]?.edge ?? null;
}

/** The rows of a page, each with its `key`, as far as the walk goes. */
export function walkSql(
  { scope, condition }: Search,
  sort: Sort,
  { after, edge }: { readonly after: Position | null; readonly edge: Edge },
  limit: string,
  bind: Bind,
): string {
  const { columns } = wayOf(sort);
  const order = sort.isDescending ? 'desc' : 'asc';
  const collections = bind(scope.collections.map(({ id }) => id));
  const holds = conditionSql(condition, { scope, manner: 'walk', bind });
  const upTo =
    edge === null
      ? 'true'
      : `${rowOf(columns)} ${sort.isDescending ? '>=' : '<='} ${places(edge, bind)}`;
  return `select w.* from unnest(${collections}::uuid[]) as c (id)
    cross join lateral (
      select i.collection_id, i.date_added, ${columns[0]} as key from intel i
      where i.collection_id = c.id and not i.is_superseded
        and ${upTo} and ${fromSql(sort, after, bind)} and ${holds}
      order by ${columns.map((column) => `${column} ${order}`).join(', ')} limit ${limit}) w
    order by w.key ${order}, w.date_added ${order}, w.collection_id ${order} limit ${limit}`;
}

function wayOf({ by }: Sort): Way {
  const way = WAYS[by];
  if (way === undefined) throw new Error(`No index has the order of ${by}.`);
  return way;
}

// Where a walk begins. The first comparison is what the index is followed by.
function fromSql({ by, isDescending }: Sort, after: Position | null, bind: Bind): string {
  const { columns } = wayOf({ by, isDescending });
  // Else PostgreSQL begins with those that have no key.
  if (after === null) return `${columns[0]} is not null`;
  const sign = isDescending ? '<' : '>';
  const places = by === 'added' ? [after.date_added] : [after.key, after.date_added];
  const start = places.map((place) => `${bind(place)}::bigint`);
  const id = `${bind(after.collection_id)}::uuid`;
  return `${rowOf(columns)} ${sign}= (${start.join(', ')})
    and ${rowOf([...columns, 'i.collection_id'])} ${sign} (${[...start, id].join(', ')})`;
}

function places(edge: readonly (number | string)[], bind: Bind): string {
  return rowOf(edge.map((place) => `${bind(place)}::bigint`));
}

function rowOf(columns: readonly string[]): string {
  return `(${columns.join(', ')})`;
}
