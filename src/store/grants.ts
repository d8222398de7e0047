// Grants: which account may read from a collection and write to it. Rights are looked up with each
// request, so a change holds from the next one on, on every node.
import type { Queryable } from './database.ts';

export interface GrantRow {
  /** The collection's id. */
  readonly collection: string;
  /** The account's name. */
  readonly account: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
}

/** Up to `limit` grants on a collection by account, after the account named `after`. */
export async function selectGrants(
  db: Queryable,
  collectionId: string,
  after: string | null,
  limit: number,
): Promise<GrantRow[]> {
  const { rows } = await db.query<GrantRow>(
    `select g.collection_id as collection, a.name as account, g.can_read, g.can_write
      from collection_grant g join account a on a.id = g.account_id
      where g.collection_id = $1 and ($2::text is null or a.name collate "C" > $2)
      order by a.name collate "C" limit $3`,
    [collectionId, after, limit],
  );
  return rows;
}

/** Up to `limit` grants by collection and account, after that pair; of one account where told. */
export async function selectAllGrants(
  db: Queryable,
  account: string | null,
  after: readonly string[] | null,
  limit: number,
): Promise<GrantRow[]> {
  const { rows } = await db.query<GrantRow>(
    `select g.collection_id as collection, a.name as account, g.can_read, g.can_write
      from collection_grant g join account a on a.id = g.account_id
      where ($1::text is null or a.name = $1)
        and ($2::uuid is null or (g.collection_id, a.name collate "C") > ($2, $3))
      order by g.collection_id, a.name collate "C" limit $4`,
    [account, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

/** Sets the rights of an account on a collection; null when there is no such account. */
export async function upsertGrant(db: Queryable, grant: GrantRow): Promise<GrantRow | null> {
  const { rows } = await db.query<{ can_read: boolean; can_write: boolean }>(
    `insert into collection_grant as g (collection_id, account_id, can_read, can_write)
      select $1, a.id, $3, $4 from account a where a.name = $2
      on conflict (collection_id, account_id)
        do update set can_read = excluded.can_read, can_write = excluded.can_write
      returning g.can_read, g.can_write`,
    [grant.collection, grant.account, grant.can_read, grant.can_write],
  );
  const [row] = rows;
  return row === undefined ? null : { ...grant, ...row };
}

/** Takes a grant away. False: there was none. */
export async function deleteGrant(
  db: Queryable,
  collectionId: string,
  account: string,
): Promise<boolean> {
  const result = await db.query(
    `delete from collection_grant g using account a
      where g.collection_id = $1 and a.id = g.account_id and a.name = $2`,
    [collectionId, account],
  );
  return result.rowCount === 1;
}
