// Pages of what a search finds, in the order asked for, and how many there are. Two ways to a page:
// the newest are walked through while that can be enough; else all is scanned, by all processors.
import type { Condition } from '../intel/condition.ts';
import type { Summary } from '../intel/summary.ts';
import { TLP_LEVELS } from '../stix/tlp.ts';
import type { Database } from './database.ts';
import { isNarrow, keysSql, restOf } from './intel-keys.ts';
import { conditionSql, type Manner, type Scope } from './intel-search.ts';
import type { Bind } from './page-statement.ts';

/** What is looked for, and where. */
export interface Search {
  readonly scope: Scope;
  readonly condition: Condition;
}

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

/** A stored version as lists show it. */
export interface IntelRow extends Position, Omit<Summary, 'content' | 'observables'> {
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly import_id: string | null;
  /** The first few of them. */
  readonly values: readonly { readonly kind: string; readonly value: string }[];
  readonly value_count: number;
}

// The key of an order, and its type. Names are cut, so that a position fits into a URL; those that are
// short anyway are spared it, because `left` counts characters for as long as `lower` takes.
const SORT_KEYS = {
  added: ['i.date_added', 'bigint'],
  modified: ['i.modified', 'bigint'],
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

// Reading so many rows takes about as long as starting to scan with several processes.
const WALK = 20_000;

/** Up to `limit` rows of what the search finds, after a position. */
export async function selectIntelPage(
  db: Database,
  search: Search,
  sort: Sort,
  after: Position | null,
  limit: number,
): Promise<IntelRow[]> {
  if (sort.by === 'added' && !isNarrow(search.condition)) {
    const edge = await selectEdge(db, search.scope, sort, after);
    const rows = await selectRows(db, pageStatement(search, sort, after, limit, { edge }));
    if (edge === null || rows.length === limit) return rows;
  }
  return selectRows(db, pageStatement(search, sort, after, limit, null));
}

/** How many a search finds. */
export async function selectIntelCount(db: Database, search: Search): Promise<number> {
  const values: unknown[] = [];
  const found = foundSql(search, (value) => `$${values.push(value)}`);
  const { rows } = await db.searches.query<{ count: number }>(
    `select count(*) as count ${found}`,
    values,
  );
  return rows[0]?.count ?? 0;
}

/**
 * From what and where to find all of a search, as `intel i`. What values or ids narrow begins with them
 * and goes on to each row, whatever the statistics say: `offset 0` leaves the planner no other way.
 */
export function foundSql(search: Search, bind: Bind): string {
  const { scope, condition } = search;
  if (!isNarrow(condition)) return `from intel i where ${whereSql(search, 'scan', bind)}`;
  return `from (${keysSql(condition, scope, bind)} offset 0) k
    cross join lateral (
      select * from intel n where n.collection_id = k.collection_id and n.date_added = k.date_added
      offset 0) i
    where ${whereSql({ scope, condition: restOf(condition) }, 'walk', bind)}`;
}

/** What is current in the collections of a search and what its condition holds of: over `intel i`. */
export function whereSql({ scope, condition }: Search, manner: Manner, bind: Bind): string {
  const collections = bind(scope.collections.map(({ id }) => id));
  const holds = conditionSql(condition, { scope, manner, bind });
  return `i.collection_id = any(${collections}::uuid[]) and not i.is_superseded and ${holds}`;
}

/** The columns of an IntelRow, but for its key and position, of `intel i`. */
export const INTEL_COLUMNS = `i.stix_type, i.stix_uuid, i.import_id, i.creator, i.name, i.created, i.modified,
    i.valid_from, i.valid_until, i.confidence, i.tlp, i.revoked, i.labels, i.kinds,
    (select count(*) from observable v
      where v.collection_id = i.collection_id and v.date_added = i.date_added) as value_count,
    (select coalesce(json_agg(json_build_object('kind', f.kind, 'value', f.value)), '[]') from (
      select v.kind, v.value from observable v
        where v.collection_id = i.collection_id and v.date_added = i.date_added
        order by v.ordinal limit 5) f) as "values"`;

/** One version as lists show it; null when it is not there. */
export async function selectIntelRow(
  db: Database,
  collectionId: string,
  dateAdded: number,
): Promise<IntelRow | null> {
  const values = [collectionId, dateAdded];
  const text = `select i.collection_id, i.date_added, null as key, ${INTEL_COLUMNS} from intel i
    where i.collection_id = $1 and i.date_added = $2`;
  return (await selectRows(db, { text, values }))[0] ?? null;
}

async function selectRows(
  db: Database,
  { text, values }: { text: string; values: unknown[] },
): Promise<IntelRow[]> {
  const { rows } = await db.searches.query<IntelRow>(text, values);
  return rows;
}

// Up to here each collection has no more than its share of rows to walk through; null: all of them.
async function selectEdge(
  db: Database,
  { collections }: Scope,
  { isDescending }: Sort,
  after: Position | null,
): Promise<number | null> {
  const share = Math.max(500, Math.ceil(WALK / Math.max(collections.length, 1)));
  const [sign, order, nearest] = isDescending ? ['<=', 'desc', 'max'] : ['>=', 'asc', 'min'];
  const { rows } = await db.searches.query<{ edge: number | null }>(
    `select ${nearest}(e.at) as edge from unnest($1::uuid[]) as c (id)
      left join lateral (
        select i.date_added as at from intel i
          where i.collection_id = c.id and ($2::bigint is null or i.date_added ${sign} $2)
          order by i.date_added ${order} offset $3 limit 1) e on true`,
    [collections.map(({ id }) => id), after?.date_added ?? null, share],
  );
  return rows[0]?.edge ?? null;
}

/** The statement of a page: a walk up to an edge, or a scan. Apart so that its plan can be looked at. */
export function pageStatement(
  search: Search,
  sort: Sort,
  after: Position | null,
  limit: number,
  walk: { readonly edge: number | null } | null,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const order = sort.isDescending ? 'desc' : 'asc';
  const from = after === null ? 'true' : afterSql(sort, after, bind);
  const most = bind(limit);
  const found = walk === null ? scanSql() : walkSql(walk.edge);
  const text = `select p.collection_id, p.date_added, p.key::text as key, ${INTEL_COLUMNS}
    from (${found}) p
    join lateral (
      select * from intel n where n.collection_id = p.collection_id and n.date_added = p.date_added
      offset 0) i on true
    order by p.key ${order} nulls last, p.date_added ${order}, p.collection_id ${order}`;
  return { text, values };

  // Not by an index: its order would be followed in the hope of an early end, however little there is.
  function scanSql(): string {
    return `select i.collection_id, i.date_added, ${SORT_KEYS[sort.by][0]} as key
      ${foundSql(search, bind)} and ${from}
      order by ${orderSql(sort)}
      limit ${most}`;
  }

  function walkSql(edge: number | null): string {
    const { scope, condition } = search;
    const collections = bind(scope.collections.map(({ id }) => id));
    const holds = conditionSql(condition, { scope, manner: 'walk', bind });
    const upTo =
      edge === null
        ? 'true'
        : `i.date_added ${sort.isDescending ? '>=' : '<='} ${bind(edge)}::bigint`;
    return `select w.* from unnest(${collections}::uuid[]) as c (id)
      cross join lateral (
        select i.collection_id, i.date_added, i.date_added as key from intel i
        where i.collection_id = c.id and not i.is_superseded and ${upTo} and ${from} and ${holds}
        order by i.date_added ${order} limit ${most}) w
      order by w.date_added ${order}, w.collection_id ${order} limit ${most}`;
  }
}

/** The order of a page, over `intel i`. */
export function orderSql({ by, isDescending }: Sort): string {
  const order = isDescending ? 'desc' : 'asc';
  return `${SORT_KEYS[by][0]} ${order} nulls last, (i.date_added + 0) ${order}, i.collection_id ${order}`;
}

function afterSql({ by, isDescending }: Sort, after: Position, bind: Bind): string {
  const sign = isDescending ? '<' : '>';
  const date = bind(after.date_added);
  const behind = `(i.date_added, i.collection_id) ${sign} (${date}::bigint, ${bind(after.collection_id)}::uuid)`;
  // The first alone is what the index is walked by.
  if (by === 'added') return `i.date_added ${sign}= ${date}::bigint and ${behind}`;
  const [key, type] = SORT_KEYS[by];
  if (after.key === null) return `${key} is null and ${behind}`;
  const last = `${bind(after.key)}::${type}`;
  return `(${key} ${sign} ${last} or ${key} is null or ${key} = ${last} and ${behind})`;
}
