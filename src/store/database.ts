// The connections to PostgreSQL: three pools, transactions, and the one place where a fault of
// PostgreSQL becomes an error of ours.
import pg from 'pg';
import { ApiError } from '../errors.ts';

/** Something that runs a statement: a pool, or the client of an open transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** An open transaction. */
export type Transaction = pg.PoolClient;

/** How to reach PostgreSQL: a URL, or the embedded one's socket. */
export type Connection = string | pg.PoolConfig;

export interface Database {
  /** For everything but polls. */
  readonly work: pg.Pool;
  /** For polls alone: its sessions never sort or build bitmaps (see POLL_SETTINGS). */
  readonly polls: pg.Pool;
  /** For searches alone: a scan of all there is by several processes, and for so long only. */
  readonly searches: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  readonly connection: Connection;
  readonly poolSize: number;
  readonly pollPoolSize: number;
  /** Without it a few; threads, which search nothing, open none of them. */
  readonly searchPoolSize?: number;
  readonly statementTimeoutMs: number;
  /** Told when an idle connection breaks, so that it can be logged. */
  readonly onLost?: (message: string) => void;
}

// A page reads limit + 1 rows through the primary key, whatever the statistics say. Right after a
// bulk load PostgreSQL would else answer with a bitmap scan and a top-N sort over all the rest:
// 95 ms instead of 3 at 100,000 rows, and growing.
const POLL_SETTINGS =
  'set enable_bitmapscan = off; set enable_sort = off; set enable_seqscan = off; set enable_incremental_sort = off; set jit = off; set max_parallel_workers_per_gather = 0';

// Writers look up the versions of a batch by key; without statistics a sequential scan looks cheap.
const WORK_SETTINGS = 'set jit = off';

// A search scans a narrow table, for which planning twice as long to compile it does not pay. What it
// finds by values is held in memory; work_mem is taken a few times over by each of few connections.
const SEARCH_SETTINGS =
  "set jit = off; set work_mem = '64MB'; set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 200; set random_page_cost = 1.5";
const SEARCH_TIMEOUT_MS = 10_000;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.TIMESTAMPTZ)
      return (text: string) => new Date(text).toISOString();
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Opens the pools; connects lazily, so it also succeeds while PostgreSQL is away. */
export function openDatabase(settings: DatabaseSettings): Database {
  const work = openPool(settings, settings.poolSize, WORK_SETTINGS);
  const polls = openPool(settings, settings.pollPoolSize, POLL_SETTINGS);
  const statementTimeoutMs = Math.min(settings.statementTimeoutMs, SEARCH_TIMEOUT_MS);
  const searches = openPool(
    { ...settings, statementTimeoutMs },
    settings.searchPoolSize ?? 4,
    SEARCH_SETTINGS,
  );
  return {
    work,
    polls,
    searches,
    close: async () => {
      await Promise.all([work.end(), polls.end(), searches.end()]);
    },
  };
}

/**
 * Runs `run` in a transaction of its own: committed when it returns, rolled back when it throws.
 * @throws ApiError STORE_UNAVAILABLE or TOO_SLOW for faults of PostgreSQL; else what `run` throws
 */
export async function inTransaction<T>(
  db: Database,
  run: (client: Transaction) => Promise<T>,
): Promise<T> {
  const client = await db.work.connect();
  let broken: Error | undefined;
  // The pool listens to idle connections only: one that breaks while it is lent would end the process.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on('error', lost);
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(lost);
    throw error;
  } finally {
    client.removeListener('error', lost);
    client.release(broken);
  }
}

// SQLSTATE classes and socket faults which mean that PostgreSQL is away, starting or full.
const AWAY = /^(08|57P0|53)/;
const SOCKET = /^(ECONN|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)/;
const LOST = /Connection terminated|timeout exceeded when trying to connect|Client has encountered/;

/** Turns a fault of PostgreSQL into the error a client gets; anything else comes back as it is. */
export function readFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ApiError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === '57014')
    return new ApiError(
      'TOO_SLOW',
      'The database took too long. Ask for less at once, or try again.',
      {
        headers: { 'Retry-After': '10' },
      },
    );
  // A row that this one refers to went away in the same instant.
  if (code === '23503') return new ApiError('CONFLICT', 'Something that this needs was deleted.');
  if (AWAY.test(code) || SOCKET.test(code) || LOST.test(error.message))
    return new ApiError(
      'STORE_UNAVAILABLE',
      'The database cannot be reached just now. Try again.',
      {
        headers: { 'Retry-After': '5' },
      },
    );
  return error;
}

/** Whether the database answers, within two seconds. */
export async function isReachable(db: Database): Promise<boolean> {
  try {
    await db.work.query({ text: 'select 1', query_timeout: 2000 } as pg.QueryConfig);
    return true;
  } catch {
    return false;
  }
}

function openPool(settings: DatabaseSettings, max: number, sessionSettings: string): pg.Pool {
  const { connection } = settings;
  const options: pg.PoolConfig & { onConnect: (client: pg.Client) => Promise<unknown> } = {
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max,
    types,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    statement_timeout: settings.statementTimeoutMs,
    application_name: 'taxiway',
    // Awaited before the connection is handed out; the types do not know it yet.
    onConnect: (client) => client.query(sessionSettings),
  };
  const pool = new pg.Pool(options);
  pool.on('error', (error) => settings.onLost?.(error.message));
  return pool;
}
