// The built server as its own process on a DATA_DIR of its own: what becomes of the embedded
// PostgreSQL when the server or PostgreSQL itself is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

interface Running {
  readonly child: ChildProcess;
  /** All that it printed so far. */
  text(): string;
  readonly exit: Promise<number | null>;
}

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

let folder: string;
let running: Running[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taxiway-fault-'));
  running = [];
});

afterEach(async () => {
  for (const { child, exit } of running) {
    child.kill('SIGTERM');
    await exit;
  }
  const orphan = postgresPid();
  if (orphan !== undefined && isAlive(orphan)) process.kill(orphan, 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

describe('the embedded PostgreSQL', () => {
  test('the first start makes the administrator and prints a curl line that works', async () => {
    const server = await serve();
    expect(server.text()).toContain(folder);
    const { user, url } = readGreeting(server);
    const answer = await fetch(url, { headers: headers(user) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('{}');
  });

  test('the second start prints no password, and the first one still holds', async () => {
    const { user } = readGreeting(await serve());
    await stop('SIGTERM');
    const again = await serve();
    expect(again.text()).not.toContain('password ');
    expect(await discoveryStatus(again, user)).toBe(200);
  });

  test('a second server on the same folder is refused and told whose it is', async () => {
    const first = await serve();
    const second = run('serve');
    expect(await second.exit).toBe(1);
    expect(second.text()).toContain(`process ${first.child.pid}`);
    expect(second.text()).toContain(join(folder, 'data'));
  });

  test('a command beside the running server uses its database', async () => {
    const server = await serve();
    const command = run('account', 'list');
    expect(await command.exit).toBe(0);
    expect(command.text()).toMatch(/^admin +admin/m);
    const { user } = readGreeting(server);
    expect(await discoveryStatus(server, user)).toBe(200);
  });

  test('after kill -9 of the server the next start recovers by itself', async () => {
    const { user } = readGreeting(await serve());
    const orphan = postgresPid() ?? 0;
    await stop('SIGKILL');
    expect(isAlive(orphan)).toBe(true);
    const again = await serve();
    expect(postgresPid()).not.toBe(orphan);
    expect(await discoveryStatus(again, user)).toBe(200);
  });

  test('after kill -9 of both the next start recovers by itself', async () => {
    const { user } = readGreeting(await serve());
    const postgres = postgresPid() ?? 0;
    await stop('SIGKILL');
    process.kill(postgres, 'SIGKILL');
    const again = await serve();
    expect(await discoveryStatus(again, user)).toBe(200);
  });

  test('a signal that comes twice, as Ctrl-C does through npm, stops in order once', async () => {
    const { child, exit, text } = await serve();
    const postgres = postgresPid() ?? 0;
    child.kill('SIGINT');
    while (!text().includes('stopping')) await sleep(1);
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(isAlive(postgres)).toBe(false);
  });

  test('SIGTERM stops PostgreSQL too', async () => {
    await serve();
    const postgres = postgresPid() ?? 0;
    expect(await stop('SIGTERM')).toBe(0);
    expect(isAlive(postgres)).toBe(false);
    expect(postgresPid()).toBeUndefined();
  });

  test('a PostgreSQL that is killed while serving comes back', async () => {
    const server = await serve();
    const { user } = readGreeting(server);
    const postgres = postgresPid() ?? 0;
    process.kill(postgres, 'SIGKILL');
    await until(() => ![undefined, postgres].includes(postgresPid()));
    await until(async () => (await discoveryStatus(server, user)) === 200);
  });

  test('a setting that cannot be read ends the start with exit code 2', async () => {
    const server = run('serve', { PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(await server.exit).toBe(2);
    expect(server.text()).toMatch(/PORT.*LOG_LEVEL/s);
  });
});

function run(...given: readonly (string | Record<string, string>)[]): Running {
  const args = given.filter((one) => typeof one === 'string');
  const settings = given.filter((one) => typeof one !== 'string');
  const env = Object.assign(
    { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0' },
    ...settings,
  );
  const child = spawn(process.execPath, [MAIN, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const keep = (chunk: Buffer): void => {
    said += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exit = new Promise<number | null>((done) => {
    child.once('close', (code) => done(code));
  });
  const one = { child, text: () => said, exit };
  running.push(one);
  return one;
}

async function serve(): Promise<Running> {
  const server = run('serve');
  await until(() => {
    if (server.child.exitCode !== null) throw new Error(server.text());
    return server.text().includes('curl ');
  });
  return server;
}

async function stop(signal: NodeJS.Signals): Promise<number | null> {
  const server = running.pop();
  server?.child.kill(signal);
  return (await server?.exit) ?? null;
}

function readGreeting(server: Running): { readonly user: string; readonly url: string } {
  const [, user = '', url = ''] = /curl -u '([^']+)' .* (http\S+)/.exec(server.text()) ?? [];
  return { user, url };
}

function headers(user: string): Record<string, string> {
  const authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  return { accept: 'application/taxii+json;version=2.1', authorization };
}

async function discoveryStatus(server: Running, user: string): Promise<number> {
  const { url } = readGreeting(server);
  return (await fetch(new URL('/taxii2/', url), { headers: headers(user) })).status;
}

function postgresPid(): number | undefined {
  try {
    const [first] = readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8').split(
      '\n',
    );
    return Number(first);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}
