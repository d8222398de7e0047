// The names of who made what is stored: sources of imports, and identities that were pushed.
import type { Queryable } from './database.ts';

/** Who is behind a created_by_ref in a collection. */
export interface SourceName {
  readonly collection_id: string;
  /** The UUID of the identity. */
  readonly creator: string;
  readonly name: string;
}

/**
 * All names in these collections; where a collection has both, its source's name goes before that of
 * the identity object. A few look-ups: identities are few, and object_other_types has their places.
 */
export async function selectSourceNames(
  db: Queryable,
  collections: readonly string[],
): Promise<SourceName[]> {
  const { rows } = await db.query<SourceName>({
    name: 'source-names',
    text: `select distinct on (n.collection_id, n.creator) n.collection_id, n.creator, n.name from (
        select s.collection_id, right(s.identity_id, 36)::uuid as creator, s.name, 0 as place,
          s.created_at::text as at
          from source s where s.collection_id = any($1::uuid[])
        union all
        select i.collection_id, i.stix_uuid, i.name, 1, ''
          from object o join intel i on i.collection_id = o.collection_id and i.date_added = o.date_added
          where o.collection_id = any($1::uuid[]) and o.stix_type = 'identity'
            and o.superseded_at is null and i.name is not null
      ) n
      order by n.collection_id, n.creator, n.place, n.at`,
    values: [collections],
  });
  return rows;
}
