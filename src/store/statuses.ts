// The TAXII status resources, kept as they were sent. OASIS TAXII 2.1 section 4.3.
import type { Queryable } from './database.ts';

/** Keeps a status, in the transaction that stores its objects. */
export async function insertStatus(
  db: Queryable,
  status: {
    readonly id: string;
    readonly api_root: string;
    readonly account_id: string;
    readonly resource: string;
  },
): Promise<void> {
  await db.query(
    'insert into status (id, api_root, account_id, resource) values ($1, $2, $3, $4)',
    [status.id, status.api_root, status.account_id, status.resource],
  );
}

/** The status as it was sent, if it belongs to the API root and to the account. */
export async function selectStatus(
  db: Queryable,
  id: string,
  apiRoot: string,
  accountId: string,
): Promise<string | null> {
  const { rows } = await db.query(
    'select s.resource from status s where s.id = $1 and s.api_root = $2 and s.account_id = $3',
    [id, apiRoot, accountId],
  );
  return rows[0]?.resource ?? null;
}

/** Forgets statuses older than the given hours. Returns how many. */
export async function deleteOldStatuses(db: Queryable, hours: number): Promise<number> {
  const result = await db.query(
    'delete from status where created_at < now() - make_interval(hours => $1)',
    [hours],
  );
  return result.rowCount ?? 0;
}
