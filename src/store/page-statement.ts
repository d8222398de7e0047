// Builds the statement that finds the rows of one page: limit + 1 rows, ascending by date_added.
// Filters in the order of OASIS TAXII 2.1 section 3.4.1; where its two defaults meet, the explicit
// timestamps are taken first, then the newest spec_version of each object, then first or last.

/** What a page is asked to hold. Times in microseconds since 1970 UTC. */
export interface PageQuery {
  readonly collection_id: string;
  /** The request's own `added_after`: versions up to it do not count as first or last. */
  readonly added_after: number;
  /** Where the page begins: rows after this. At least `added_after`. */
  readonly after: number;
  /** Where it ends: used where a page must not overtake the time that its header names. */
  readonly until: number | null;
  readonly limit: number;
  readonly ids: readonly { readonly type: string; readonly uuid: string }[] | null;
  readonly types: readonly string[] | null;
  readonly spec_versions: readonly string[] | null;
  readonly keywords: readonly ('first' | 'last' | 'all')[];
  /** Instants in their normal form. */
  readonly versions: readonly string[];
  /** List each version once, though it is stored in two spec versions (the versions resource). */
  readonly distinct_versions: boolean;
}

/** Collects the values of a statement and hands out their placeholders. */
export type Bind = (value: unknown) => string;

/** A statement's text; the values went through `bind`. `columns` are of `object o`. */
export function pageStatement(query: PageQuery, columns: string, bind: Bind): string {
  const limit = bind(query.limit + 1);
  if (query.ids !== null) return idsStatement(query, query.ids, columns, limit, bind);
  if (query.types !== null && !query.types.includes('indicator'))
    return otherTypesStatement(query, columns, limit, bind);
  return `select o.date_added, ${columns} from object o
    where ${conditions(query, bind).join(' and ')}
    order by o.date_added limit ${limit}`;
}

// Each id is one look-up in object_version. The inner order is there for the planner alone: only
// that index has it, and sorting is off. Without it, and without statistics, the planner takes the
// primary key for as good and reads the whole collection.
function idsStatement(
  query: PageQuery,
  ids: NonNullable<PageQuery['ids']>,
  columns: string,
  limit: string,
  bind: Bind,
): string {
  const types = bind(ids.map((id) => id.type));
  const uuids = bind(ids.map((id) => id.uuid));
  return `select found.*
    from unnest(${types}::text[], ${uuids}::uuid[]) as wanted (stix_type, stix_uuid)
    cross join lateral (
      select o.date_added, ${columns} from object o
      where o.stix_uuid = wanted.stix_uuid and o.stix_type = wanted.stix_type
        and ${conditions(query, bind).join(' and ')}
      order by o.version
    ) found
    order by found.date_added limit ${limit}`;
}

// Few rows among many: each type walks object_other_types in order, then the walks are merged. The
// type is compared as a range and sorted by, so that no other index will do (see idsStatement).
function otherTypesStatement(query: PageQuery, columns: string, limit: string, bind: Bind): string {
  const types = bind(query.types);
  const after = bind(startOf(query));
  const where = conditions({ ...query, types: null }, bind).join(' and ');
  return `select walk.*
    from unnest(${types}::text[]) as wanted (stix_type)
    cross join lateral (
      select o.date_added, ${columns} from object o
      where (o.stix_type, o.date_added) > (wanted.stix_type, ${after}::bigint)
        and o.stix_type <= wanted.stix_type and o.stix_type <> 'indicator' and ${where}
      order by o.stix_type, o.date_added limit ${limit}
    ) walk
    order by walk.date_added limit ${limit}`;
}

function startOf(query: PageQuery): number {
  return Math.max(query.after, query.added_after);
}

function conditions(query: PageQuery, bind: Bind): string[] {
  const parts = [
    `o.collection_id = ${bind(query.collection_id)}`,
    `o.date_added > ${bind(startOf(query))}`,
  ];
  if (query.until !== null) parts.push(`o.date_added <= ${bind(query.until)}`);
  if (query.types !== null) parts.push(`o.stix_type = any(${bind(query.types)}::text[])`);
  if (query.spec_versions !== null)
    parts.push(`o.spec_version = any(${bind(query.spec_versions)}::text[])`);
  parts.push(matchesVersion(query, bind));
  if (query.distinct_versions && query.spec_versions !== null)
    parts.push(noOther(query, 'n.version = o.version and n.date_added < o.date_added', bind));
  return parts;
}

// The union of what the timestamps name and what the keywords pick.
function matchesVersion(query: PageQuery, bind: Bind): string {
  const ways = query.keywords.map((keyword) => picks[keyword](query, bind));
  if (query.versions.length > 0) ways.push(namedVersion(query, bind));
  return `(${ways.join(' or ')})`;
}

function namedVersion(query: PageQuery, bind: Bind): string {
  const versions = `${bind(query.versions)}::text[]`;
  const named = `o.version = any(${versions})`;
  if (query.spec_versions !== null) return named;
  const newer = `n.version = any(${versions}) and n.spec_version > o.spec_version`;
  return `${named} and ${noOther(query, newer, bind)}`;
}

const picks = {
  // superseded_at is the greatest date_added among the versions that come after this one by
  // (spec_version, version). So without it, or with one that `added_after` leaves out, this is the
  // last of its object among what passes: no self-join. 2.1 is the greatest spec_version there is.
  last: (query: PageQuery, bind: Bind): string => {
    const onlyNewest = query.spec_versions?.every((spec) => spec === '2.1') ?? true;
    if (onlyNewest)
      return `o.superseded_at is null or o.superseded_at <= ${bind(query.added_after)}`;
    return noOther(query, '(n.version, n.spec_version) > (o.version, o.spec_version)', bind);
  },
  first: (query: PageQuery, bind: Bind): string => {
    const earlier =
      query.spec_versions === null
        ? `(n.spec_version > o.spec_version
            or n.spec_version = o.spec_version and n.version < o.version)`
        : `(n.version < o.version or n.version = o.version and n.spec_version > o.spec_version)`;
    return noOther(query, earlier, bind);
  },
  all: (query: PageQuery, bind: Bind): string =>
    query.spec_versions === null ? noOther(query, 'n.spec_version > o.spec_version', bind) : 'true',
};

// One look-up in object_version a row: a scalar query, so that it never becomes a join, in the order
// that only this index has (see idsStatement).
function noOther(query: PageQuery, condition: string, bind: Bind): string {
  const specs =
    query.spec_versions === null
      ? ''
      : `and n.spec_version = any(${bind(query.spec_versions)}::text[])`;
  return `(select 1 from object n
    where n.collection_id = o.collection_id and n.stix_uuid = o.stix_uuid and n.stix_type = o.stix_type
      and n.date_added > ${bind(query.added_after)} ${specs} and (${condition})
    order by n.version limit 1) is null`;
}
