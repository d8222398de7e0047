// Who works on an import: one process at a time, and another one when that has died.
import type { Database, Queryable } from './database.ts';

/**
 * Makes sure that one process alone runs an import.
 * @returns how to let it go; null when another one runs it
 */
export async function lockImport(
  db: Database,
  importId: string,
): Promise<(() => Promise<void>) | null> {
  const client = await db.work.connect();
  const { rows } = await client.query<{ is_mine: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as is_mine',
    [`import ${importId}`],
  );
  if (rows[0]?.is_mine !== true) {
    client.release();
    return null;
  }
  // The lock belongs to the session, which ends here.
  return async () => client.release(true);
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
