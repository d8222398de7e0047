// The built server as a process of its own on a DATA_DIR and a port of its own: to be killed and
// started again. Needs dist/, as npm test makes it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerProcess {
  readonly url: string;
  /** Of the administrator. */
  readonly authorization: string;
  /** PostgreSQL's own files. */
  readonly cluster: string;
  /** Starts it, or starts it again, and waits until it is ready. */
  start(): Promise<void>;
  /** kill -9; settles when it has ended. PostgreSQL runs on, as after any crash. */
  kill(): Promise<void>;
  /** kill -9 of PostgreSQL alone. */
  killPostgres(): void;
  /** Ends the threads of that name in the middle of whatever they do; for one that was started with MORTAL_THREADS. */
  killThreads(name: 'import' | 'make'): void;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const PASSWORD = 'delivery-only-password';

/** Settings of a server whose threads can be killed from outside. */
export const MORTAL_THREADS = {
  NODE_OPTIONS: `--import=${new URL('thread-death.mjs', import.meta.url).href}`,
};

/** Starts a server. `env` are settings as variables. */
export async function startProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-process-'));
  const cluster = join(folder, 'data', 'postgres');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = '';
  const settings = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    ADMIN_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
    ...env,
  };
  const start = async (): Promise<void> => {
    const started = spawn(process.execPath, [MAIN, 'serve'], {
      cwd: folder,
      env: settings,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    child = started;
    await until(async () => {
      if (started.exitCode !== null) throw new Error(said);
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      await answer?.arrayBuffer();
      return answer?.ok === true;
    });
  };
  const server: ServerProcess = {
    url,
    cluster,
    authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`,
    start,
    kill: () => end(child, 'SIGKILL'),
    killPostgres: () => process.kill(readPostmaster(cluster), 'SIGKILL'),
    killThreads: (name) => child?.send(name),
    stop: async () => {
      await end(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await start();
  return server;
}

/** Waits for a condition. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(25);
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  // Not `close`: PostgreSQL may hold the pipes of a server that was killed.
  const ended = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await ended;
}

function readPostmaster(cluster: string): number {
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
