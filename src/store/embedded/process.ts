// One run of the embedded PostgreSQL: made ready, started, waited for, stopped. And the end of one
// that a killed server left behind.
import { execFile, spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { commandFor, type Identity } from './user.ts';

const run = promisify(execFile);

/** A PostgreSQL that accepts connections. */
export interface PostgresProcess {
  readonly pid: number;
  /** Settles when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** A fast shutdown; settles when it has ended. */
  stop(): Promise<void>;
}

const MAJOR_VERSION = '18';
const USER = 'taxiway';
const LONGEST_LOG = 16 * 1024 ** 2;
// Above the greatest process id of any system: surely nobody's.
const NOBODYS_PID = 2_147_483_646;

/** How to connect to the PostgreSQL behind a socket folder. */
export function connectionThrough(sockets: string): pg.PoolConfig {
  return { host: sockets, port: 5432, user: USER, database: USER, password: '', ssl: false };
}

/** Makes the database's files if there are none yet. */
export async function prepareCluster(identity: Identity): Promise<void> {
  const { cluster, binaries } = identity;
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === MAJOR_VERSION) return;
    throw new Error(
      `The database in ${cluster} was made by PostgreSQL ${version.trim()}, and this is ${MAJOR_VERSION}: ` +
        'move it with pg_dump, or set DATABASE_URL to a server of its version.',
    );
  }
  // Made aside and renamed, so that a start which is cut off leaves no half-made database.
  const aside = `${cluster}.new`;
  await rm(aside, { recursive: true, force: true });
  const { file, args, options } = commandFor(identity, binaries.initdb, [
    `--pgdata=${aside}`,
    `--username=${USER}`,
    // Whoever can enter the socket's folder, which is its owner's alone, may connect.
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]);
  await run(file, args, options).catch((error: { stderr?: string; message: string }) => {
    throw new Error(
      `The embedded PostgreSQL could not be set up: ${error.stderr || error.message}`,
    );
  });
  await rename(aside, cluster);
}

/** Starts PostgreSQL and waits until it accepts connections. */
export async function startPostgres(identity: Identity, logFile: string): Promise<PostgresProcess> {
  await shortenLog(logFile);
  const log = await open(logFile, 'a', 0o600);
  const { size: start } = await log.stat();
  const { file, args, options } = commandFor(identity, identity.binaries.postgres, [
    ...['-D', identity.cluster],
    ...Object.entries(serverSettings(identity)).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
  ]);
  // Detached: a Ctrl-C on the terminal is for the server, which then stops PostgreSQL in order.
  const child = spawn(file, args, {
    ...options,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  await log.close();
  let hasEnded = false;
  // Whoever ends the server at once, with a second signal, is not left with a PostgreSQL.
  const leave = () => child.kill('SIGINT');
  process.on('exit', leave);
  void ended.then(() => {
    hasEnded = true;
    process.removeListener('exit', leave);
  });
  while (!(await accepts(identity.sockets))) {
    if (hasEnded) throw new Error(`PostgreSQL did not start: ${await lastFault(logFile, start)}`);
    await sleep(25);
  }
  return {
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      if (!hasEnded) child.kill('SIGINT');
      await ended;
    },
  };
}

/** Makes the database itself, if it is not there yet. */
export async function createDatabase(sockets: string): Promise<void> {
  const client = new pg.Client({ ...connectionThrough(sockets), database: 'postgres' });
  await client.connect();
  try {
    const known = await client.query('select from pg_database where datname = $1', [USER]);
    if (known.rowCount === 0) await client.query(`create database ${USER}`);
  } finally {
    await client.end();
  }
}

/**
 * Stops a PostgreSQL that a killed server left behind on these files, and sees to it that its lock
 * file does not stop the next start.
 * @returns whether there was one
 */
export async function stopOrphan({ cluster, sockets }: Identity): Promise<boolean> {
  const wasThere = await stopLeftBehind(cluster);
  // The lock on DATA_DIR is ours, so this one guards nothing, and it too names a process by number.
  await rm(join(sockets, '.s.PGSQL.5432.lock'), { force: true });
  return wasThere;
}

async function stopLeftBehind(cluster: string): Promise<boolean> {
  const lockFile = join(cluster, 'postmaster.pid');
  const lines = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 1) || !isAlive(pid)) return false;
  if (!(await runsOn(pid, cluster))) {
    // The number went to another process, and PostgreSQL would take that for its twin. The rest of
    // the file stays: by it PostgreSQL finds backends of the old run that are still alive.
    await writeFile(lockFile, [NOBODYS_PID, ...lines.slice(1)].join('\n'));
    return false;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && (await runsOn(pid, cluster)); waited += 50) {
    if (waited === 60_000) process.kill(pid, 'SIGQUIT');
    await sleep(50);
  }
  return true;
}

// For a small machine that also runs the server. Durability is PostgreSQL's default: synchronous.
function serverSettings({ sockets }: Identity): Readonly<Record<string, string | number>> {
  const mebibytes = Math.floor(totalmem() / 1024 ** 2);
  const share = Math.min(512, Math.max(128, Math.floor(mebibytes / 64)));
  return {
    listen_addresses: '',
    port: 5432,
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: 60,
    shared_buffers: `${share}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(mebibytes / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    random_page_cost: 1.1,
    jit: 'off',
    // What is searched lies in the system's cache: to have other processes read it takes longer.
    io_method: 'sync',
    synchronous_commit: 'on',
    wal_compression: 'on',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    logging_collector: 'off',
  };
}

async function shortenLog(logFile: string): Promise<void> {
  const known = await stat(logFile).catch(() => undefined);
  if (known && known.size > LONGEST_LOG) await rename(logFile, `${logFile}.1`);
}

async function accepts(sockets: string): Promise<boolean> {
  const client = new pg.Client({ ...connectionThrough(sockets), database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function lastFault(logFile: string, start: number): Promise<string> {
  const text = (await readFile(logFile)).subarray(start).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const faults = lines.filter((line) => /FATAL|PANIC|HINT/.test(line));
  const told = (faults.length > 0 ? faults : lines).slice(-3).join(' ');
  return `${told || 'it said nothing'} (see ${logFile})`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// A process's number says little: it is asked for its command line, which names its files.
async function runsOn(pid: number, cluster: string): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    .then((text) => text.replaceAll('\0', ' '))
    .catch(() => run('ps', ['-o', 'command=', '-p', String(pid)]).then(({ stdout }) => stdout))
    .catch(() => '');
  return line.includes('postgres') && line.includes(cluster);
}
