// What the very first start needs to know, and how long to wait for a database that is away.

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ApiError } from '../errors.ts';
import { type Connection, type Queryable, readFault } from './database.ts';

/**
 * Whether there is neither an account nor an API root yet. Holds the installation's row until the
 * transaction ends, so that of several processes that start at once only one finds it so.
 */
export async function selectIsFirstStart(transaction: Queryable): Promise<boolean> {
  await transaction.query('select i.only_row from installation i for update');
  const { rows } = await transaction.query<{ is_first: boolean }>(
    'select not exists (select from account) and not exists (select from api_root) as is_first',
  );
  return rows[0]?.is_first === true;
}

/** Whether there is an account yet: until the very first start is done, nobody can be let in. */
export async function hasAccounts(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    'select exists (select from account) as found',
  );
  return rows[0]?.found === true;
}

/** The greatest lead of any collection's clock over the database's time, in seconds. */
export async function selectClockLead(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ seconds: number }>(
    `select greatest(0, max(k.last_date_added) / 1e6 - extract(epoch from clock_timestamp()))::float8
        as seconds
      from collection_clock k`,
  );
  return rows[0]?.seconds ?? 0;
}

const OLDEST_VERSION = 140_000;

/**
 * Waits until PostgreSQL answers.
 * @throws Error in one sentence when it stays away, refuses the credentials or is too old
 */
export async function waitForPostgres(
  connection: Connection,
  patience: {
    readonly milliseconds: number;
    readonly signal: AbortSignal;
    /** Told once, when the first attempt finds nobody. */
    readonly onAway?: (message: string) => void;
  },
): Promise<void> {
  const deadline = Date.now() + patience.milliseconds;
  let isTold = false;
  for (;;) {
    const fault = await tryOnce(connection);
    if (fault === undefined) return;
    const isAway = readFault(fault) instanceof ApiError;
    if (!isAway)
      throw new Error(`PostgreSQL refuses the connection of DATABASE_URL: ${fault.message}`);
    if (Date.now() > deadline)
      throw new Error(
        `PostgreSQL at DATABASE_URL did not answer for ${patience.milliseconds / 1000} seconds: ${fault.message || 'connection refused'}`,
      );
    if (!isTold) patience.onAway?.(fault.message || 'connection refused');
    isTold = true;
    await sleep(500, undefined, { signal: patience.signal });
  }
}

async function tryOnce(connection: Connection): Promise<Error | undefined> {
  const settings = typeof connection === 'string' ? { connectionString: connection } : connection;
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      "select current_setting('server_version_num')::int as version",
    );
    if (rows[0]?.version < OLDEST_VERSION)
      return new Error('it is older than PostgreSQL 14, the oldest that Taxiway works with');
    return undefined;
  } catch (fault) {
    return firstFault(fault);
  } finally {
    await client.end().catch(() => undefined);
  }
}

// Where a name has several addresses, Node tells all their faults in one without a text.
function firstFault(fault: unknown): Error {
  if (fault instanceof AggregateError && fault.errors[0] instanceof Error) return fault.errors[0];
  return fault instanceof Error ? fault : new Error(String(fault));
}
