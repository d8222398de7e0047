// What refers to what: written with the objects, read from both sides.
import {
  type Copying,
  copyAll,
  type Piece,
  putFieldCount,
  putHex,
  putInteger,
  putNumber,
  putText,
} from './copy-piece.ts';
import type { Queryable } from './database.ts';
import type { ObjectKey } from './object-versions.ts';

/** A reference, ready to be written. */
interface ReferenceRow {
  readonly date_added: number;
  readonly ordinal: number;
  readonly property: string;
  readonly type: string;
  readonly uuid: string;
}

const FIELDS = 6;
// More than a row takes besides its texts, of which UTF-8 takes three octets a UTF-16 unit at most.
const HEAD = 128;

/** The stream of COPY for `reference`. */
export function copyReferenceRows(collectionId: string, rows: readonly ReferenceRow[]): Copying {
  return copyAll(
    rows,
    ({ property, type }) => HEAD + 3 * (property.length + type.length),
    (piece: Piece, row) => {
      putFieldCount(piece, FIELDS);
      putHex(piece, collectionId);
      putNumber(piece, row.date_added);
      putInteger(piece, row.ordinal);
      putText(piece, row.property);
      putText(piece, row.type);
      putHex(piece, row.uuid);
    },
  );
}

/** An object that refers to another one, or is referred to. */
export interface Related {
  readonly direction: 'out' | 'in';
  readonly property: string;
  readonly stix_type: string;
  readonly stix_uuid: string;
  /** The body of a relationship; null for everything else. */
  readonly body: string | null;
}

/** What the last version of an object refers to, and the last versions that refer to it. */
export async function selectRelated(
  db: Queryable,
  collectionId: string,
  { type, uuid }: ObjectKey,
  limit: number,
): Promise<Related[]> {
  const { rows } = await db.query<Related>(
    `(select 'out' as direction, r.property, r.stix_type, r.stix_uuid, null as body
        from object o join reference r on r.collection_id = o.collection_id and r.date_added = o.date_added
        where o.collection_id = $1 and o.stix_uuid = $3 and o.stix_type = $2 and o.superseded_at is null
        order by r.ordinal limit $4)
     union all
     (select 'in', r.property, o.stix_type, o.stix_uuid,
          case when o.stix_type = 'relationship' then o.body end
        from reference r join object o on o.collection_id = r.collection_id and o.date_added = r.date_added
        where r.collection_id = $1 and r.stix_uuid = $3 and r.stix_type = $2 and o.superseded_at is null
        order by o.date_added desc limit $4)`,
    [collectionId, type, uuid, limit],
  );
  return rows;
}

/** A few words of an object, as a list shows it. */
export interface Named extends ObjectKey {
  readonly name: string | null;
  readonly revoked: boolean;
}

/** The names of objects that are there. */
export async function selectNames(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<Named[]> {
  const { rows } = await db.query<Named>(
    `select o.stix_type as type, o.stix_uuid as uuid, i.name, i.revoked
      from unnest($2::text[], $3::uuid[]) as wanted (stix_type, stix_uuid)
      join object o on o.collection_id = $1 and o.stix_uuid = wanted.stix_uuid
        and o.stix_type = wanted.stix_type and o.superseded_at is null
      join intel i on i.collection_id = $1 and i.date_added = o.date_added`,
    [collectionId, objects.map((one) => one.type), objects.map((one) => one.uuid)],
  );
  return rows;
}
