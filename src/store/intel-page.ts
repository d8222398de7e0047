// Pages of what a search finds, in the order asked for, and how many there are. Two ways to a page:
// an order that an index has is walked through while that can be enough; else all is scanned, by all
// processors.
import type { Summary } from '../intel/summary.ts';
import type { Database } from './database.ts';
import { isNarrow, keysSql, restOf, withCommon } from './intel-keys.ts';
import { afterSql, keySql, orderSql, type Position, type Sort } from './intel-order.ts';
import { conditionSql, type Manner, type Search } from './intel-search.ts';
import { type Edge, isWalked, isWhole, selectEdge, walkSql } from './intel-walk.ts';
import type { Bind } from './page-statement.ts';

/** A stored version as lists show it. */
export interface IntelRow extends Position, Omit<Summary, 'content' | 'observables'> {
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly import_id: string | null;
  /** The first few of them. */
  readonly values: readonly { readonly kind: string; readonly value: string }[];
  readonly value_count: number;
}

/** Up to `limit` rows of what the search finds, after a position. */
export async function selectIntelPage(
  db: Database,
  asked: Search,
  sort: Sort,
  after: Position | null,
  limit: number,
): Promise<IntelRow[]> {
  const search = await withCommon(db, asked);
  if (isWalked(sort, after) && !isNarrow(search)) {
    const edge = await selectEdge(db, search.scope, sort, after);
    const rows = await selectRows(db, pageStatement(search, sort, after, limit, { edge }));
    if (rows.length === limit || isWhole(sort, edge)) return rows;
  }
  return selectRows(db, pageStatement(search, sort, after, limit, null));
}

/** How many a search finds. */
export async function selectIntelCount(db: Database, asked: Search): Promise<number> {
  const search = await withCommon(db, asked);
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
  if (!isNarrow(search)) return `from intel i where ${whereSql(search, 'scan', bind)}`;
  return `from (${keysSql(search, bind)} offset 0) k
    cross join lateral (
      select * from intel n where n.collection_id = k.collection_id and n.date_added = k.date_added
      offset 0) i
    where ${whereSql({ scope: search.scope, condition: restOf(search) }, 'walk', bind)}`;
}

/** What is current in the collections of a search and what its condition holds of: over `intel i`. */
export function whereSql(search: Search, manner: Manner, bind: Bind): string {
  const { scope, condition, common } = search;
  const collections = bind(scope.collections.map(({ id }) => id));
  const holds = conditionSql(condition, { scope, common, manner, bind });
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

/** The statement of a page: a walk up to an edge, or a scan. Apart so that its plan can be looked at. */
export function pageStatement(
  search: Search,
  sort: Sort,
  after: Position | null,
  limit: number,
  walk: { readonly edge: Edge } | null,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const order = sort.isDescending ? 'desc' : 'asc';
  const most = bind(limit);
  const found =
    walk === null
      ? scanSql(search, sort, after, most, bind)
      : walkSql(search, sort, { after, edge: walk.edge }, most, bind);
  const text = `select p.collection_id, p.date_added, p.key::text as key, ${INTEL_COLUMNS}
    from (${found}) p
    join lateral (
      select * from intel n where n.collection_id = p.collection_id and n.date_added = p.date_added
      offset 0) i on true
    order by p.key ${order} nulls last, p.date_added ${order}, p.collection_id ${order}`;
  return { text, values };
}

function scanSql(
  search: Search,
  sort: Sort,
  after: Position | null,
  limit: string,
  bind: Bind,
): string {
  const from = after === null ? 'true' : afterSql(sort, after, bind);
  return `select i.collection_id, i.date_added, ${keySql(sort)} as key
    ${foundSql(search, bind)} and ${from}
    order by ${orderSql(sort)}
    limit ${limit}`;
}
