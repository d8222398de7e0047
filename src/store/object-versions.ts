// One object and its versions, as people look at it.
import type { Queryable } from './database.ts';
import type { VersionRecord } from './poll.ts';

/** An object of a collection. */
export interface ObjectKey {
  readonly type: string;
  readonly uuid: string;
}

/** The last version of an object. */
export interface LastVersion extends VersionRecord {
  readonly body: string;
}

/** A version of an object, without its body. */
export interface VersionSummary extends VersionRecord {
  /** Who stored it: the name of an account that is still there. */
  readonly account: string | null;
  readonly import_id: string | null;
}

const VERSION = `o.date_added, o.stix_type, o.stix_uuid, o.version, o.version_as_sent, o.spec_version`;

/** The last versions of some objects: a look-up in object_version each. */
export function selectLastVersions(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<LastVersion[]> {
  const which = 'and o.superseded_at is null order by o.version desc limit 1';
  return selectVersionsOf(db, collectionId, objects, which);
}

/** The versions of an object, the latest first, as many as `limit`. */
export async function selectVersions(
  db: Queryable,
  collectionId: string,
  { type, uuid }: ObjectKey,
  limit: number,
): Promise<VersionSummary[]> {
  const { rows } = await db.query<VersionSummary>(
    `select ${VERSION}, a.name as account, o.import_id from object o left join account a on a.id = o.account_id
      where o.collection_id = $1 and o.stix_uuid = $2 and o.stix_type = $3
      order by o.spec_version desc, o.version desc limit $4`,
    [collectionId, uuid, type, limit],
  );
  return rows;
}

/** The body of one version; null when it is not there. */
export async function selectVersionBody(
  db: Queryable,
  collectionId: string,
  { type, uuid }: ObjectKey,
  dateAdded: number,
): Promise<string | null> {
  const { rows } = await db.query<{ body: string }>(
    `select o.body from object o
      where o.collection_id = $1 and o.date_added = $2 and o.stix_uuid = $3 and o.stix_type = $4`,
    [collectionId, dateAdded, uuid, type],
  );
  return rows[0]?.body ?? null;
}

/** The bodies of versions, by date_added. */
export async function selectVersionBodies(
  db: Queryable,
  collectionId: string,
  dates: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await db.query<{ date_added: number; body: string }>(
    `select o.date_added, o.body from unnest($2::bigint[]) as wanted (date_added)
      join object o on o.collection_id = $1 and o.date_added = wanted.date_added`,
    [collectionId, dates],
  );
  return new Map(rows.map((row) => [row.date_added, row.body]));
}

/** All versions of some objects, with their bodies, in the order in which they came. */
export function selectAllVersions(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<LastVersion[]> {
  return selectVersionsOf(db, collectionId, objects, 'order by o.version');
}

// `which` is SQL of ours: what of an object is meant, and its order.
async function selectVersionsOf(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
  which: string,
): Promise<LastVersion[]> {
  const { rows } = await db.query<LastVersion>(
    `select v.* from unnest($2::text[], $3::uuid[]) as wanted (stix_type, stix_uuid)
     cross join lateral (
       select ${VERSION}, o.body from object o
        where o.collection_id = $1 and o.stix_uuid = wanted.stix_uuid and o.stix_type = wanted.stix_type
          ${which}
     ) v`,
    [collectionId, objects.map((one) => one.type), objects.map((one) => one.uuid)],
  );
  return rows;
}
