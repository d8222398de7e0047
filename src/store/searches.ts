// Searches that were saved by name. Everybody has names of their own; what is shared has its name alone.
import type { Queryable } from './database.ts';

/** A saved search. */
export interface SavedSearchRow {
  readonly account_id: string;
  /** Whose it is. */
  readonly account: string;
  readonly name: string;
  readonly is_shared: boolean;
  readonly search: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly updated_at: string;
}

const SEARCH =
  's.account_id, a.name as account, s.name, s.is_shared, s.search, s.created_at, s.updated_at';

// One's own goes before what somebody shares by the same name.
const VISIBLE = `from saved_search s join account a on a.id = s.account_id
  where (s.account_id = $1 or s.is_shared and not exists (
    select from saved_search o where o.account_id = $1 and o.name = s.name))`;

/** A page of the searches that an account sees, by name. */
export async function selectSearches(
  db: Queryable,
  accountId: string,
  after: string | null,
  limit: number,
): Promise<SavedSearchRow[]> {
  const { rows } = await db.query<SavedSearchRow>(
    `select ${SEARCH} ${VISIBLE} and ($2::text is null or s.name > $2) order by s.name limit $3`,
    [accountId, after, limit],
  );
  return rows;
}

/** The search that an account means by a name. */
export async function selectSearch(
  db: Queryable,
  accountId: string,
  name: string,
): Promise<SavedSearchRow | null> {
  const { rows } = await db.query<SavedSearchRow>(`select ${SEARCH} ${VISIBLE} and s.name = $2`, [
    accountId,
    name,
  ]);
  return rows[0] ?? null;
}

/** Saves a search of an account; false when another account shares one by that name. */
export async function upsertSearch(
  db: Queryable,
  saved: Pick<SavedSearchRow, 'account_id' | 'name' | 'is_shared' | 'search'>,
): Promise<boolean> {
  const { account_id, name, is_shared, search } = saved;
  const { rowCount } = await db.query(
    `insert into saved_search as s (account_id, name, is_shared, search)
      select $1, $2, $3, $4 where not ($3 and exists (
        select from saved_search o where o.is_shared and o.name = $2 and o.account_id <> $1))
      on conflict (account_id, name) do update
        set is_shared = $3, search = $4, updated_at = now()`,
    [account_id, name, is_shared, JSON.stringify(search)],
  );
  return rowCount === 1;
}

export async function deleteSearch(db: Queryable, accountId: string, name: string): Promise<void> {
  await db.query('delete from saved_search where account_id = $1 and name = $2', [accountId, name]);
}
