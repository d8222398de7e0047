// The reads of a poll: one statement a page, limit + 1 rows through an index, bodies as text that
// is never parsed. OASIS TAXII 2.1 sections 3.3 to 3.5.
import { createHash } from 'node:crypto';
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
 * Reads one page of bodies, up to `limit` of them and up to `maxBytes` octets (one always fits). They
 * come as rows: joined by PostgreSQL into one, a page takes half as long again.
 */
export async function selectObjectsPage(
  db: Database,
  query: PageQuery,
  maxBytes: number,
): Promise<ObjectsPage> {
  const { text, values } = objectsStatement(query, maxBytes);
  const name = `objects-${createHash('sha256').update(text).digest('base64url')}`;
  const found = await db.polls.query<ObjectCells>({ name, text, values, rowMode: 'array' });
  const dates: number[] = [];
  // A rope: the bodies are copied once, when the answer is encoded.
  let bodies = '';
  for (const [date_added, body] of found.rows) {
    if (body === null || dates.length === query.limit) break;
    bodies += dates.length === 0 ? body : `,${body}`;
    dates.push(date_added);
  }
  return { ...spanOf(dates, found.rows.length), text: bodies };
}

/** date_added and the body; null where that body would make the page too large. */
type ObjectCells = [date_added: number, body: string | null];

/** The statement of selectObjectsPage, apart so that its plan can be looked at. */
export function objectsStatement(
  query: PageQuery,
  maxBytes: number,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const found = pageStatement(query, 'o.body', bind);
  const text = `
    select r.date_added, case when r.n = 1 or r.bytes <= ${bind(maxBytes)} then r.body end
    from (
      select p.date_added, p.body, row_number() over w as n, sum(octet_length(p.body)) over w as bytes
      from (${found}) p
      window w as (order by p.date_added rows unbounded preceding)
    ) r
    order by r.date_added`;
  return { text, values };
}

/** Reads one page of manifest records; never touches a body. */
export async function selectRecordsPage(db: Database, query: PageQuery): Promise<RecordsPage> {
  const { text, values } = recordsStatement(query);
  const { rows } = await db.polls.query(text, values);
  const records: VersionRecord[] = rows.slice(0, query.limit);
  return {
    ...spanOf(
      records.map((record) => record.date_added),
      rows.length,
    ),
    records,
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

function spanOf(dates: readonly number[], seen: number): PageSpan {
  const fold = createHash('sha256').update(new Float64Array(dates));
  return {
    count: dates.length,
    more: seen > dates.length,
    first: dates[0] ?? 0,
    last: dates.at(-1) ?? 0,
    fingerprint: fold.digest('base64url').slice(0, 16),
  };
}
