// The reads of a poll: one statement a page, limit + 1 rows through an index, bodies as text that
// is never parsed. OASIS TAXII 2.1 sections 3.3 to 3.5.
import type { Database } from './database.ts';
import { type PageQuery, pageStatement } from './page-statement.ts';

/** What every page says of itself. */
export interface PageSpan {
  readonly count: number;
  readonly more: boolean;
  /** date_added of the first and the last row; 0 when there is none. */
  readonly first: number;
  readonly last: number;
  /** Differs when the set of rows differs: their dates, folded. */
  readonly fingerprint: string;
}

/** A page of objects: the bodies joined by commas, ready to send. */
export interface ObjectsPage extends PageSpan {
  readonly text: string;
}

/** What the manifest and the versions resource say of a stored version. */
export interface VersionRecord {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly version: string;
  readonly version_as_sent: string | null;
  readonly spec_version: string;
}

/** A page of manifest records. */
export interface RecordsPage extends PageSpan {
  readonly records: readonly VersionRecord[];
}

/**
 * Reads one page of bodies, up to `limit` of them and up to `maxBytes` octets (one always fits).
 * PostgreSQL joins them, so a page is one row for the driver instead of a thousand.
 */
export async function selectObjectsPage(
  db: Database,
  query: PageQuery,
  maxBytes: number,
): Promise<ObjectsPage> {
  const { text, values } = objectsStatement(query, maxBytes);
  const { rows } = await db.polls.query(text, values);
  const { seen, ...row } = rows[0];
  return { ...row, more: seen > row.count };
}

/** The statement of selectObjectsPage, apart so that its plan can be looked at. */
export function objectsStatement(
  query: PageQuery,
  maxBytes: number,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const found = pageStatement(query, 'o.body', bind);
  const text = `
    with page as (
      select r.date_added, r.body, r.n <= ${bind(query.limit)} and (r.n = 1 or r.bytes <= ${bind(maxBytes)}) as fits
      from (
        select p.date_added, p.body, row_number() over w as n, sum(octet_length(p.body)) over w as bytes
        from (${found}) p
        window w as (order by p.date_added rows unbounded preceding)
      ) r
    )
    select count(*) as seen,
      count(*) filter (where fits) as count,
      coalesce(min(date_added), 0) as first,
      coalesce(max(date_added) filter (where fits), 0) as last,
      coalesce(bit_xor(hashint8extended(date_added, 0)) filter (where fits), 0)::text as fingerprint,
      coalesce(string_agg(body, ',') filter (where fits), '') as text
    from page`;
  return { text, values };
}

/** Reads one page of manifest records; never touches a body. */
export async function selectRecordsPage(db: Database, query: PageQuery): Promise<RecordsPage> {
  const { text, values } = recordsStatement(query);
  const { rows } = await db.polls.query(text, values);
  const records: VersionRecord[] = rows.slice(0, query.limit);
  return {
    records,
    count: records.length,
    more: rows.length > records.length,
    first: records[0]?.date_added ?? 0,
    last: records.at(-1)?.date_added ?? 0,
    fingerprint: records.reduce((sum, r) => sum + BigInt(r.date_added) ** 2n, 0n).toString(36),
  };
}

/** The statement of selectRecordsPage. */
export function recordsStatement(query: PageQuery): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const columns = 'o.stix_type, o.stix_uuid, o.version, o.version_as_sent, o.spec_version';
  const text = pageStatement(query, columns, (value) => `$${values.push(value)}`);
  return { text, values };
}

/** The newest date_added in a collection, 0 when it is empty. Reads one entry of the primary key. */
export async function selectNewest(db: Database, collectionId: string): Promise<number> {
  const { rows } = await db.polls.query(
    'select o.date_added from object o where o.collection_id = $1 order by o.date_added desc limit 1',
    [collectionId],
  );
  return rows[0]?.date_added ?? 0;
}

/** Whether any version of the object is stored, or any of the given ones (normal form). */
export async function hasObject(
  db: Database,
  collectionId: string,
  id: { readonly type: string; readonly uuid: string },
  versions: readonly string[] | null,
): Promise<boolean> {
  const { rows } = await db.polls.query(
    `select 1 from object o
     where o.collection_id = $1 and o.stix_uuid = $2 and o.stix_type = $3
       and ($4::text[] is null or o.version = any($4))
     order by o.version limit 1`,
    [collectionId, id.uuid, id.type, versions],
  );
  return rows.length > 0;
}
