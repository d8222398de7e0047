// Counts what a snapshot has revoked.
import type { Queryable } from './database.ts';

/**
 * Adds to the objects revoked, in the transaction that stores them.
 * @returns false when the import is no longer running: it was cancelled
 */
export async function updateRevoked(
  db: Queryable,
  importId: string,
  count: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update import set revoked = revoked + $2,
        clock_to = (select c.last_date_added from collection_clock c where c.collection_id = import.collection_id)
      where id = $1 and state = 'running'`,
    [importId, count],
  );
  return rowCount === 1;
}
