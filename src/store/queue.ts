// The queue of jobs (graphile-worker). It frees the jobs of a dead worker only after four hours, so
// each process holds a session's advisory lock for its workers' ids; whoever finds such a lock gone
// frees their jobs at once.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AddJobFunction,
  Logger,
  makeWorkerUtils,
  parseCronItems,
  type Runner,
  type RunnerOptions,
  run,
} from 'graphile-worker';
import pg from 'pg';
import type { Connection, Queryable } from './database.ts';

/** What runs a job; throwing has it tried again later. */
export type RunJob = (payload: unknown) => Promise<void>;

/** Workers that take certain jobs alone: none of them waits for a job of another lane. */
export interface Lane {
  readonly concurrency: number;
  readonly tasks: Readonly<Record<string, RunJob>>;
  /** Task → cron pattern. */
  readonly schedule?: Readonly<Record<string, string>>;
}

export interface QueueSettings {
  readonly connection: Connection;
  readonly lanes: readonly Lane[];
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
  const lanes = settings.lanes.flatMap((lane) =>
    // One worker of each minds the schedule.
    Array.from({ length: lane.concurrency }, (_, n) => (n === 0 ? lane : { tasks: lane.tasks })),
  );
  // Each worker listens over a connection of its own.
  const pool = new pg.Pool({ ...poolSettings, max: 2 * lanes.length + 2 });
  pool.on('error', () => undefined);
  const locks = await holdLocks(poolSettings, settings.onFault);
  const utils = await makeWorkerUtils({ pgPool: pool, logger: SILENT });
  const workers: Stoppable[] = [];
  for (const lane of lanes)
    workers.push(await keepWorker(pool, { ...lane, onFault: settings.onFault }, locks));
  return {
    add: async (task, payload, key) => {
      await addJob(utils.addJob, task, payload, key);
    },
    freeDeadWorkers: async () => {
      const dead = await selectDeadWorkers(pool);
      if (dead.length > 0) await utils.forceUnlockWorkers(dead);
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await utils.release();
      await locks.release();
      await pool.end();
    },
  };
}

interface Stoppable {
  stop(): Promise<void>;
}

type WorkerSettings = Omit<Lane, 'concurrency'> & Pick<QueueSettings, 'onFault'>;

const SILENT = new Logger(() => () => undefined);
const AGAIN_MS = 1000;

// A worker that cannot say what became of its job, because PostgreSQL is away, ends for good, and
// nobody would take another job; so a new one takes its place.
async function keepWorker(
  pool: pg.Pool,
  settings: WorkerSettings,
  locks: Locks,
): Promise<Stoppable> {
  let isStopping = false;
  let runner = await begin();

  async function begin(): Promise<Runner> {
    const events = new EventEmitter();
    events.on('worker:create', ({ worker }: WorkerEvent) => locks.take(worker.workerId));
    events.on('worker:fatalError', ({ worker }: WorkerEvent) => {
      // Its job is free for others as soon as its lock is gone.
      locks.drop(worker.workerId);
      void replace();
    });
    const begun = await run(runnerOptions(pool, settings, events));
    begun.promise.catch((fault: unknown) => settings.onFault('a worker has stopped', fault));
    return begun;
  }

  async function replace(): Promise<void> {
    await runner.stop().catch(() => undefined);
    while (!isStopping) {
      try {
        runner = await begin();
        return;
      } catch {
        await sleep(AGAIN_MS);
      }
    }
  }

  return {
    stop: async () => {
      isStopping = true;
      await runner.stop().catch(() => undefined);
    },
  };
}

interface WorkerEvent {
  readonly worker: { readonly workerId: string };
}

function runnerOptions(
  pool: pg.Pool,
  { tasks, schedule = {} }: WorkerSettings,
  events: EventEmitter,
): RunnerOptions {
  return {
    pgPool: pool,
    logger: SILENT,
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: { ...tasks },
    parsedCronItems: parseCronItems(
      Object.entries(schedule).map(([task, match]) => ({ task, match })),
    ),
    events,
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

interface Locks {
  readonly take: (worker: string) => void;
  readonly drop: (worker: string) => void;
  readonly release: () => Promise<void>;
}

// One session for the locks of all workers of this process; when it breaks (PostgreSQL went away),
// it is made anew, so that nobody takes these workers for dead for long.
async function holdLocks(
  settings: pg.PoolConfig,
  onFault: QueueSettings['onFault'],
): Promise<Locks> {
  const workers = new Set<string>();
  let isReleased = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({ ...settings, application_name: 'taxiway workers' });
    made.on('error', () => undefined);
    made.on('end', () => {
      if (!isReleased) setTimeout(() => void reconnect(), AGAIN_MS).unref();
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

  return {
    take: (worker) => {
      workers.add(worker);
      lock(client, worker).catch((fault: unknown) =>
        onFault('the lock of a worker was not taken', fault),
      );
    },
    drop: (worker) => {
      workers.delete(worker);
      // Where this fails the session has ended, and the lock with it.
      unlock(client, worker).catch(() => undefined);
    },
    release: async () => {
      isReleased = true;
      await client.end().catch(() => undefined);
    },
  };
}

async function lock(client: pg.Client, worker: string): Promise<void> {
  await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_SPACE, worker]);
}

async function unlock(client: pg.Client, worker: string): Promise<void> {
  await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_SPACE, worker]);
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
