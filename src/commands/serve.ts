// taxiway serve: starts everything in order, waits for a signal, stops everything in reverse.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { startHttp } from '../http/start.ts';
import { startJobs } from '../ingest/import/jobs.ts';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { Observe } from '../observation.ts';
import { type Connection, type Database, openDatabase } from '../store/database.ts';
import { startEmbedded } from '../store/embedded/embedded.ts';
import { selectClockLead, waitForPostgres } from '../store/first-start.ts';
import { migrate } from '../store/migrate.ts';
import {
  type Administrator,
  FIRST_COLLECTION,
  FIRST_ROOT,
  prepareFirstStart,
} from './first-start.ts';
import { print } from './output.ts';
import { readSettings } from './store.ts';

const PATIENCE_MS = 30_000;
const ECHO_MS = 1000;

type Stop = () => Promise<void>;

/** Adds the command. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('start the server')
    .action(async (_options: unknown, command: Command) => {
      await serve(readSettings(), command);
    });
}

async function serve(config: Config, command: Command): Promise<void> {
  const log = createLog({ level: config.logLevel, format: config.logFormat });
  const signal = catchSignals();
  const stops: Stop[] = [];
  try {
    await startAll({ config, command, observe: log.observe, stops, signal });
    if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done));
  } catch (error) {
    if (!signal.aborted) throw explain(error, config);
  } finally {
    if (signal.aborted) log.observe({ kind: 'stopping', signal: String(signal.reason) });
    await stopAll(stops, log.observe);
  }
}

interface Starting {
  readonly config: Config;
  readonly command: Command;
  readonly observe: Observe;
  /** Grows with each part that runs; worked off from its end. */
  readonly stops: Stop[];
  readonly signal: AbortSignal;
}

async function startAll({
  config,
  command,
  observe: tell,
  stops,
  signal,
}: Starting): Promise<void> {
  const connection = await reachPostgres({ config, observe: tell, stops, signal });
  const { applied } = await migrate(connection);
  if (applied.length > 0)
    tell({ kind: 'database', event: 'migrated', message: applied.join(', ') });
  const db = openDatabase({
    connection,
    poolSize: config.databasePoolSize,
    pollPoolSize: config.pollPoolSize,
    searchPoolSize: config.searchPoolSize,
    statementTimeoutMs: config.statementTimeoutMs,
    // While stopping, the last connections break as they should.
    onLost: (message) => {
      if (!signal.aborted) tell({ kind: 'database', event: 'lost', message });
    },
  });
  stops.push(() => db.close());
  const metrics = createMetrics({
    poolStats: () => readPools(db),
    clockLead: () => selectClockLead(db.work),
  });
  const observe: Observe = (observation) => {
    metrics.observe(observation);
    tell(observation);
  };
  const jobs = await startJobs({ db, connection, config, observe });
  stops.push(() => jobs.stop());
  const http = await startHttp({ config, db, observe, metrics, jobs });
  stops.push(() => http.stop());
  // Last, so that a start which fails leaves no administrator whose password nobody was told.
  const administrator = await prepareFirstStart(db, config);
  greet(command, config, http.url, administrator);
  observe({ kind: 'started', url: http.url });
}

async function reachPostgres({
  config,
  observe,
  stops,
  signal,
}: Omit<Starting, 'command'>): Promise<Connection> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl !== undefined) {
    const onAway = (fault: string) => {
      const message = `waiting up to ${PATIENCE_MS / 1000} seconds for DATABASE_URL: ${fault}`;
      observe({ kind: 'database', event: 'notice', message });
    };
    await waitForPostgres(databaseUrl, { milliseconds: PATIENCE_MS, signal, onAway });
    return databaseUrl;
  }
  const embedded = await startEmbedded({ dataDir, observe });
  stops.push(() => embedded.stop());
  return embedded.connection;
}

function greet(command: Command, config: Config, url: string, administrator?: Administrator): void {
  const database = config.databaseUrl === undefined ? resolve(config.dataDir) : undefined;
  const credentials = administrator?.password
    ? `${administrator.name}:${administrator.password}`
    : (administrator?.name ?? config.adminUser);
  const path = `/taxii2/${FIRST_ROOT}/collections/${FIRST_COLLECTION}/objects/`;
  const curl = `curl -u ${quote(credentials)} -H 'Accept: application/taxii+json;version=2.1' ${url}${path}`;
  const made = administrator && [
    `  account   ${administrator.name} (administrator)`,
    `  password  ${administrator.password ?? 'as set by ADMIN_PASSWORD'}${administrator.password ? '  (shown only now)' : ''}`,
  ];
  print(command, { url, data: database ?? null, administrator: administrator ?? null, curl }, [
    `Taxiway listens on ${url}`,
    `  data      ${database === undefined ? 'in the PostgreSQL of DATABASE_URL' : `${database} (embedded PostgreSQL)`}`,
    ...(made ?? []),
    '',
    `  ${curl}`,
    '',
  ]);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function readPools({ work, polls, searches }: Database) {
  return Object.entries({ work, polls, searches }).map(
    ([pool, { totalCount, idleCount, waitingCount }]) => ({
      pool,
      total: totalCount,
      idle: idleCount,
      waiting: waitingCount,
    }),
  );
}

// The first signal stops in order; whoever sends a second one does not want to wait. Ctrl-C on
// `npm start` comes twice at once: from the terminal, and from npm, which passes it on.
function catchSignals(): AbortSignal {
  const controller = new AbortController();
  let caughtAt = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted && Date.now() - caughtAt > ECHO_MS) process.exit(1);
      if (controller.signal.aborted) return;
      caughtAt = Date.now();
      controller.abort(name);
    });
  return controller.signal;
}

async function stopAll(stops: Stop[], observe: Observe): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop())
    await stop().catch((fault: unknown) =>
      observe({ kind: 'fault', message: 'something did not stop cleanly', fault }),
    );
  observe({ kind: 'stopped' });
}

// What an operator can do about it, instead of a system call's name.
function explain(error: unknown, { host, port, tlsCertFile, tlsKeyFile, tlsClientCaFile }: Config) {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const syscall = 'syscall' in error ? error.syscall : undefined;
  const path = 'path' in error ? error.path : undefined;
  if (syscall === 'listen' && error.code === 'EADDRINUSE')
    return new Error(
      `Port ${port} of ${host} is taken: stop what listens there, or set PORT to another one.`,
    );
  if (syscall === 'listen' || syscall === 'getaddrinfo')
    return new Error(`Cannot listen on HOST ${host}, PORT ${port}: ${error.message}`);
  if (path !== undefined && [tlsCertFile, tlsKeyFile, tlsClientCaFile].includes(String(path)))
    return new Error(`A file of the TLS settings cannot be read: ${error.message}`);
  if (String(error.code).startsWith('ERR_OSSL'))
    return new Error(
      `TLS_CERT_FILE and TLS_KEY_FILE are no certificate and key that fit: ${error.message}`,
    );
  return error;
}
