// The server that is measured: the built one, a process of its own on an embedded PostgreSQL in a
// temporary folder, logging as it does by default. And the bare one beside it.
import { fork, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const BARE = fileURLToPath(new URL('bare.mjs', import.meta.url));
const TAXII = 'application/taxii+json;version=2.1';
const PASSWORD = 'bench-only-password';
const SAMPLE_MS = 100;

/** Starts everything; `stop` ends it and removes what it wrote. `settings` are variables. */
export async function startServer(nodeOptions = [], settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-bench-'));
  const dataDir = join(folder, 'data');
  const log = join(folder, 'server.log');
  const port = await freePort();
  const out = openSync(log, 'a');
  const child = spawn(process.execPath, [...nodeOptions, MAIN, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      ADMIN_PASSWORD: PASSWORD,
      ...settings,
    },
    stdio: ['ignore', out, out],
    // Not in the terminal's group: a Ctrl-C and then `stop` would be two signals, and the second one
    // makes a server leave at once.
    detached: true,
  });
  const ended = new Promise((done) => child.once('close', done));
  const memory = watchMemory(child.pid ?? 0);
  const bare = [];
  const stop = async () => {
    memory.stop();
    for (const one of bare) one.disconnect();
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, child, log);
    return { ...(await prepare(url)), folder, dataDir, memory, cpu, databaseCpu, stop, startBare };
  } catch (error) {
    await stop();
    throw error;
  }

  /** @returns {number} seconds of processor time that the server has taken; 0 where nothing tells */
  function cpu() {
    return processorTimeOf(child.pid ?? 0);
  }

  /** @returns {number} the same of PostgreSQL and all its processes, those that have ended among them */
  function databaseCpu() {
    const [pid] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    const children = childrenOf(Number(pid));
    const living = children.reduce((sum, child) => sum + processorTimeOf(child), 0);
    return processorTimeOf(Number(pid), true) + living;
  }

  /** @param {Buffer} bytes @returns {Promise<string>} where they are served */
  async function startBare(bytes, type = TAXII) {
    const file = join(folder, `bare-${bare.length}`);
    writeFileSync(file, bytes);
    const one = fork(BARE, [file, type]);
    bare.push(one);
    return new Promise((done) => one.once('message', (message) => done(message.url)));
  }
}

/** The headers of each kind of client. */
async function prepare(url) {
  const basic = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;
  const manage = async (path, body) => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: basic, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { token } = await manage('accounts/admin/tokens', { label: 'bench' });
  return {
    url,
    manage,
    basic: { accept: TAXII, authorization: basic },
    bearer: { accept: TAXII, authorization: `Bearer ${token}` },
    /** @returns {Promise<string>} the id of a new collection */
    makeCollection: async (title) => (await manage('collections', { api_root: 'intel', title })).id,
  };
}

// The highest resident set so far and since the last `mark`, in MiB.
function watchMemory(pid) {
  let highest = 0;
  let sinceMark = 0;
  const look = () => {
    const now = residentOf(pid);
    highest = Math.max(highest, now);
    sinceMark = Math.max(sinceMark, now);
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    peak: () => highest,
    mark: () => {
      const seen = sinceMark;
      sinceMark = 0;
      return seen;
    },
    stop: () => clearInterval(timer),
  };
}

function residentOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    // Not Linux, or it has just ended.
    return 0;
  }
}

// Of all its threads, in hundredths of a second: fields 14 and 15, counted after the name; the two after
// them are of its children that have ended.
function processorTimeOf(pid, withEnded = false) {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const times = fields.split(' ').slice(11, withEnded ? 15 : 13);
    return times.reduce((sum, time) => sum + Number(time), 0) / 100;
  } catch {
    // Not Linux, or it has just ended.
    return 0;
  }
}

function childrenOf(parent) {
  const isChild = (pid) => {
    try {
      const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
      return Number(fields.split(' ')[1]) === parent;
    } catch {
      return false;
    }
  };
  return existsSync('/proc') ? readdirSync('/proc').filter(isChild).map(Number) : [];
}

async function untilReady(url, child, log) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(readFileSync(log, 'utf8'));
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', () => done(undefined)));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
