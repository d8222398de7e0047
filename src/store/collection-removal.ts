// Deleting a collection with all it holds. Objects have no foreign key to their collection, so they
// go first: in bounded batches while others still write, the rest under the collection's clock.
import { type Database, inTransaction, type Queryable } from './database.ts';

const BATCH = 10_000;

/**
 * Deletes a collection, its objects, grants, sources, imports and what they set aside. Returns how many objects went.
 * Until the last batch the collection is still there, only emptier; repeating after a fault carries
 * on where it stopped. `also` runs in the transaction that ends it.
 */
export async function deleteCollection(
  db: Database,
  id: string,
  also: (db: Queryable) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (let deleted = BATCH; deleted === BATCH; count += deleted)
    deleted = await deleteObjectBatch(db.work, id);
  return inTransaction(db, async (transaction) => {
    // Whoever writes waits here, and then finds no clock.
    await transaction.query(
      'select k.last_date_added from collection_clock k where k.collection_id = $1 for update',
      [id],
    );
    for (let deleted = BATCH; deleted === BATCH; count += deleted)
      deleted = await deleteObjectBatch(transaction, id);
    await transaction.query('delete from collection c where c.id = $1', [id]);
    await also(transaction);
    return count;
  });
}

/** Whether an import into the collection is waiting or running. */
export async function selectIsImporting(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query(
    `select from import i where i.collection_id = $1 and i.state in ('waiting', 'running') limit 1`,
    [id],
  );
  return rows.length > 0;
}

async function deleteObjectBatch(db: Queryable, id: string): Promise<number> {
  // What they are looked for by goes with them, in the same statement.
  const result = await db.query(
    `with gone as materialized (
        select p.date_added from object p where p.collection_id = $1
        order by p.date_added limit $2),
      intel_gone as (
        delete from intel i where i.collection_id = $1 and i.date_added in (select g.date_added from gone g)),
      observable_gone as (
        delete from observable b where b.collection_id = $1
          and b.date_added in (select g.date_added from gone g)),
      reference_gone as (
        delete from reference r where r.collection_id = $1
          and r.date_added in (select g.date_added from gone g))
      delete from object o where o.collection_id = $1
        and o.date_added in (select g.date_added from gone g)`,
    [id, BATCH],
  );
  return result.rowCount ?? 0;
}
