// What was stored before `intel` and `observable` were there, by collection: it is read once, in order.
import type { Queryable, Transaction } from './database.ts';

/** A stored version whose summary is still to be written. */
export interface Unsummarised {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly superseded_at: number | null;
  readonly import_id: string | null;
  readonly import_line: number | null;
  readonly body: string;
}

/** The collections that have such versions. */
export async function selectBacklogs(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ collection_id: string }>(
    'select b.collection_id from intel_backlog b order by b.collection_id',
  );
  return rows.map((row) => row.collection_id);
}

/** The next of them. Call it with the collection's clock locked, so that none is superseded meanwhile. */
export async function selectUnsummarised(
  client: Transaction,
  collectionId: string,
  limit: number,
): Promise<Unsummarised[]> {
  const { rows } = await client.query(
    `select o.date_added, o.stix_type, o.stix_uuid, o.superseded_at, o.import_id, o.import_line, o.body
      from intel_backlog b join object o on o.collection_id = b.collection_id
        and o.date_added > b.position and o.date_added <= b.up_to
      where b.collection_id = $1 order by o.date_added limit $2`,
    [collectionId, limit],
  );
  return rows;
}

/** Notes how far it was read; null: to the end. */
export async function updateBacklog(
  client: Transaction,
  collectionId: string,
  position: number | null,
): Promise<void> {
  await client.query(
    position === null
      ? 'delete from intel_backlog b where b.collection_id = $1'
      : 'update intel_backlog b set position = $2 where b.collection_id = $1',
    position === null ? [collectionId] : [collectionId, position],
  );
}
