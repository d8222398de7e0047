// The queue of jobs (graphile-worker). It frees the jobs of a dead worker only after four hours, so
// each process holds a session's advisory lock for its workers' ids; whoever finds such a lock gone
// frees their jobs at once.
import { EventEmitter } from 'node:events';
import { type AddJobFunction, Logger, makeWorkerUtils, parseCronItems, run } from 'graphile-worker';
import pg from 'pg';
import type { Connection, Queryable } from './database.ts';

/** What runs a job; throwing has it tried again later. */
export type RunJob = (payload: unknown, attempt: number) => Promise<void>;

export interface QueueSettings {
  readonly connection: Connection;
  readonly concurrency: number;
  readonly tasks: Readonly<Record<string, RunJob>>;
  /** Task → cron pattern. */
  readonly schedule: Readonly<Record<string, string>>;
  readonly onFault: (message: string, fault: unknown) => void;
}

export interface Queue {
  /** Adds a job; one with the same key that waits is replaced. */
  readonly add: (task: string, payload: object, key: string) => Promise<void>;
  readonly freeDeadWorkers: () => Promise<void>;
  stop(): Promise<void>;
}

const LOCK_SPACE = 0x7461;

/** Starts to work on jobs. */
export async function startQueue(settings: QueueSettings): Promise<Queue> {
  const poolSettings =
    typeof settings.connection === 'string'
      ? { connectionString: settings.connection }
      : settings.connection;
  const pool = new pg.Pool({ ...poolSettings, max: settings.concurrency + 3 });
  pool.on('error', () => undefined);
  const holder = await holdLocks(poolSettings, settings.onFault);
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  const runner = await run({
    pgPool: pool,
    logger,
    concurrency: settings.concurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: Object.fromEntries(
      Object.entries(settings.tasks).map(([name, runJob]) => [
        name,
        (payload: unknown, helpers) => runJob(payload, helpers.job.attempts),
      ]),
    ),
    parsedCronItems: parseCronItems(
      Object.entries(settings.schedule).map(([task, match]) => ({ task, match })),
    ),
    events: holder.events,
  });
  runner.promise.catch((fault: unknown) => settings.onFault('the queue has stopped', fault));
  return {
    add: async (task, payload, key) => {
      await addJob(utils.addJob, task, payload, key);
    },
    freeDeadWorkers: async () => {
      const dead = await selectDeadWorkers(pool);
      if (dead.length > 0) await utils.forceUnlockWorkers(dead);
    },
    stop: async () => {
      await runner.stop().catch(() => undefined);
      await utils.release();
      await holder.release();
      await pool.end();
    },
  };
}

async function addJob(
  add: AddJobFunction,
  task: string,
  payload: object,
  key: string,
): Promise<void> {
  await add(task, payload, { jobKey: key, jobKeyMode: 'replace', maxAttempts: 10 });
}

// One session for the locks of all workers of this process; when it breaks (PostgreSQL went away),
// it is made anew, so that nobody takes these workers for dead for long.
async function holdLocks(
  settings: pg.PoolConfig,
  onFault: QueueSettings['onFault'],
): Promise<{ readonly events: EventEmitter; release(): Promise<void> }> {
  const events = new EventEmitter();
  const workers: string[] = [];
  let isReleased = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({ ...settings, application_name: 'taxiway workers' });
    made.on('error', () => undefined);
    made.on('end', () => {
      if (!isReleased) setTimeout(() => void reconnect(), 1000).unref();
    });
    await made.connect();
    for (const worker of workers) await lock(made, worker);
    return made;
  }

  async function reconnect(): Promise<void> {
    try {
      if (!isReleased) client = await connect();
    } catch {
      // 'end' follows a failed connect too, so there is a next time.
    }
  }

  events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
    workers.push(worker.workerId);
    lock(client, worker.workerId).catch((fault: unknown) =>
      onFault('the lock of a worker was not taken', fault),
    );
  });
  return {
    events,
    release: async () => {
      isReleased = true;
      await client.end().catch(() => undefined);
    },
  };
}

async function lock(client: pg.Client, worker: string): Promise<void> {
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_SPACE, worker]);
}

// A worker takes its lock a moment after it starts, so young claims are left alone.
async function selectDeadWorkers(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ worker: string }>(
    `select j.locked_by as worker from graphile_worker.jobs j
      where j.locked_by is not null and j.locked_at < now() - interval '3 seconds'
        and not exists (select from pg_locks l
          where l.locktype = 'advisory' and l.granted and l.objsubid = 2
            and l.database = (select oid from pg_database where datname = current_database())
            and l.classid = $1::bigint::oid and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid)
      group by j.locked_by`,
    [LOCK_SPACE],
  );
  return rows.map((row) => row.worker);
}
