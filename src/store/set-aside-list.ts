// What waits for a decision, in the eyes of those who may decide: whoever may write to the collection.
import type { Viewer } from './collections.ts';
import type { Queryable } from './database.ts';

/** Which of the waiting objects are meant. */
export interface WaitingFilter {
  readonly ids: readonly number[] | null;
  readonly collectionId: string | null;
  readonly importId: string | null;
}

/** A waiting object as it is listed. */
export interface WaitingItem {
  readonly id: number;
  readonly collection_id: string;
  readonly stix_type: string;
  readonly stix_uuid: string;
  /** Null where it is too long for a list. */
  readonly body: string | null;
  readonly reason_code: string;
  readonly reason_message: string;
  readonly account: string | null;
  readonly import_id: string | null;
  readonly import_line: number | null;
  readonly at: string;
}

// $1 the account, $2 whether an administrator, $3 ids, $4 the collection, $5 the import, $6 after.
const MEANT = `($2 or exists (select from collection_grant g
    where g.collection_id = s.collection_id and g.account_id = $1 and g.can_write))
  and ($3::bigint[] is null or s.id = any($3)) and ($4::uuid is null or s.collection_id = $4)
  and ($5::uuid is null or s.import_id = $5) and s.id > $6`;

function values({ account_id, role }: Viewer, filter: WaitingFilter, after: number): unknown[] {
  return [account_id, role === 'admin', filter.ids, filter.collectionId, filter.importId, after];
}

/** What waits, the longest first; bodies of up to `maxChars` characters. */
export async function selectWaitingItems(
  db: Queryable,
  viewer: Viewer,
  filter: WaitingFilter,
  { after, limit, maxChars }: { after: number; limit: number; maxChars: number | null },
): Promise<WaitingItem[]> {
  const { rows } = await db.query<WaitingItem>(
    `select s.id, s.collection_id, s.stix_type, s.stix_uuid,
        case when $8::int is null or length(s.body) <= $8 then s.body end as body,
        s.reason_code, s.reason_message, a.name as account, s.import_id, s.import_line, s.at
      from set_aside s left join account a on a.id = s.account_id
      where ${MEANT} order by s.id limit $7`,
    [...values(viewer, filter, after), limit, maxChars],
  );
  return rows;
}

/** A waiting object that is meant by a decision. */
export interface WaitingKey {
  readonly id: number;
  readonly collection_id: string;
  readonly account_id: string | null;
  readonly import_id: string | null;
}

/** The next ones to be decided on. */
export async function selectWaitingKeys(
  db: Queryable,
  viewer: Viewer,
  filter: WaitingFilter,
  { after, limit }: { after: number; limit: number },
): Promise<WaitingKey[]> {
  const { rows } = await db.query<WaitingKey>(
    `select s.id, s.collection_id, s.account_id, s.import_id from set_aside s
      where ${MEANT} order by s.id limit $7`,
    [...values(viewer, filter, after), limit],
  );
  return rows;
}
