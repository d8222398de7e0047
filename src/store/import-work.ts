// Who works on an import: one process at a time, and another one when that has died.
import type { Database, Queryable } from './database.ts';

/**
 * Makes sure that one process alone runs an import or a change. `onLost` is told when the session that has
 * the lock breaks; whoever gives none, a thread, ends with it.
 * @returns how to let it go; null when another one runs it
 */
export async function lockImport(
  db: Database,
  id: string,
  onLost?: () => void,
): Promise<(() => Promise<void>) | null> {
  const client = await db.work.connect();
  // The pool listens to idle connections only.
  if (onLost !== undefined) client.on('error', onLost);
  // The lock belongs to the session, which ends here.
  const unlock = async () => client.release(true);
  try {
    const { rows } = await client.query<{ is_mine: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as is_mine',
      [`import ${id}`],
    );
    if (rows[0]?.is_mine === true) return unlock;
    await unlock();
    return null;
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** An import that nobody works on. */
export interface Abandoned {
  readonly id: string;
  /** Its process has died as often as a job is tried. */
  readonly is_worn_out: boolean;
}

/** Imports that wait or run though no worker holds their job or will take it now. */
export async function selectAbandoned(db: Queryable): Promise<readonly Abandoned[]> {
  const { rows } = await db.query<Abandoned>(
    `select i.id, exists (select from graphile_worker.jobs j
          where j.key = i.id::text and j.attempts >= j.max_attempts) as is_worn_out
       from import i where i.state in ('waiting', 'running', 'undoing')
        and not exists (select from graphile_worker.jobs j
          where j.key = i.id::text and (j.locked_at is not null
            or j.run_at <= now() and j.attempts < j.max_attempts))
      order by i.created_at`,
  );
  return rows;
}
