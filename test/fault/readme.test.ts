// The README's tour, word by word: its commands are taken out of the page and run against a built
// server on an empty folder.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const main = join(root, 'dist/main.js');
const page = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language,
  text: text ?? '',
}));
const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
const [shown = '', judged = ''] = blocks
  .filter(({ language }) => language === '')
  .map(({ text }) => text);

const dataDir = mkdtempSync(join(tmpdir(), 'taxiway-readme-'));
const environment = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_FORMAT: 'json' };
let server: ChildProcess;
let greeting = '';

beforeAll(async () => {
  server = spawn(process.execPath, [main, 'serve'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  server.stdout?.setEncoding('utf8');
  for await (const piece of server.stdout ?? []) {
    greeting += piece;
    if (greeting.includes('curl')) break;
  }
});

afterAll(async () => {
  server.kill('SIGTERM');
  if (server.exitCode === null) await once(server, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs shell text as the page has it, but for the port, and for npm in front of the command. */
async function run(text: string): Promise<string> {
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)?.[0] ?? '';
  const script = text
    .replaceAll('http://127.0.0.1:8080', url)
    .replaceAll('npx taxiway', `"${process.execPath}" "${main}"`);
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: root,
    env: environment,
  }).catch((fault) => {
    // Some of the examples are wrong on purpose: exit code 3, partly, or 1, refused.
    if (fault.code === 3 || fault.code === 1) return fault;
    throw fault;
  });
  return stdout;
}

describe("the README's tour", () => {
  test('begins with a curl line that works as it is printed', async () => {
    const line = /^ +(curl .*)$/m.exec(greeting)?.[1] ?? '';
    expect(await run(`${line} --silent --fail-with-body`)).toBe('{}');
  });

  test('has five steps behind the token', () => {
    expect(commands).toHaveLength(6);
  });

  test('imports, imports again, polls, validates and grants as the page says', async () => {
    const [token = '', upload = '', again = '', poll = '', validate = '', client = ''] = commands;
    expect(JSON.parse(await run(token + upload))).toMatchObject({ state: 'waiting' });
    expect(await run(token + again)).toBe(shown);

    const [envelope = '', ...lines] = (await run(token + poll)).trim().split(/\n|(?<=\]\})(?=\{)/);
    const { more, objects } = JSON.parse(envelope);
    expect(more).toBe(true);
    expect(objects).toHaveLength(5);
    expect(lines.map((line) => JSON.parse(line))).toEqual(objects);

    expect(await run(validate)).toBe(judged);

    const told = await run(client);
    expect(told).toMatch(/siem \(member\)[\s\S]*siem: read[\s\S]*intel {2}indicators/);
  }, 180_000);
});
