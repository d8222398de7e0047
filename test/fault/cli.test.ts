// The command line over the built program: beside a running server, and on its data folder when the
// server has died. Exit codes: 0 done, 1 refused, 2 misuse, 3 partly.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ServerProcess, startProcess } from '../support/process.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const TIMES = '"created":"2020-01-01T00:00:00.000Z","modified":"2020-01-01T00:00:00.000Z"';

let server: ServerProcess;
let folder: string;
let token: string;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taxiway-cli-'));
  server = await startProcess({ PAGE_SIZE_DEFAULT: '2' });
  token = JSON.parse((await run('token', 'add', 'admin', '--json')).out).token;
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      DATA_DIR: dirname(server.cluster),
      TAXIWAY_URL: server.url,
      ...(token === undefined ? {} : { TAXIWAY_TOKEN: token }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, out, said };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A collection of its own, known by its alias. */
async function collection(alias: string): Promise<string> {
  const made = await fetch(`${server.url}/api/v1/collections`, {
    method: 'POST',
    headers: { authorization: server.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ api_root: 'intel', title: `Of ${alias}`, alias }),
  });
  expect(made.status).toBe(201);
  return alias;
}

function malware(n: number, more = ''): string {
  return `{"type":"malware", "spec_version":"2.1","id":"malware--0a0a0a0a-0000-4000-8000-00000000000${n}",${TIMES},"is_family":false,"name":"m ${n}"${more}}`;
}

describe('taxiway set-aside', () => {
  test('lists what an import has set aside, releases a part and discards the rest', async () => {
    const path = file('doubt.csv', 'value\nevil.org/1\nevil.org/2\n198.51.100.1\n');
    const into = await collection('doubt');
    const one = await run('import', path, '-c', into, '-s', 'A', '--mode', 'set-aside');
    expect([one.code, one.out]).toEqual([0, expect.stringContaining('2 set_aside')]);
    const id = /set-aside list --import (\S+)/.exec(one.out)?.[1] ?? '';
    const listed = await run('set-aside', 'list', '--import', id);
    expect(listed.out).toMatch(/^(\d+) +http:\/\/evil.org\/1 +URL_SCHEME_ASSUMED/);
    const [first = ''] = listed.out.split(' ');
    expect((await run('set-aside', 'release', first)).out).toBe('1 released, 1 created\n');
    expect((await run('set-aside', 'discard', '-c', into)).out).toBe('1 discarded\n');
    expect((await run('set-aside', 'list', '-c', into)).out).toBe('nothing waits\n');
    expect((await run('set-aside', 'release')).code).toBe(2);
    const replayed = await run('import', '--replay', id, '--mode', 'valid-only', '--json');
    expect(JSON.parse(replayed.out)).toMatchObject([{ counts: { created: 1, unchanged: 2 } }]);
  });
});

describe('taxiway warning-list', () => {
  test('keeps a list, shows and removes it', async () => {
    const path = file('names.txt', '# ours\n.corp.example\n\nwww.example.com\n');
    const put = ['warning-list', 'put', 'our-names', path, '--type', 'hostname'];
    expect((await run(...put)).out).toBe('our-names: 2 values, tag\n');
    expect((await run('warning-list', 'list')).out).toMatch(/our-names +hostname +tag +2 values/);
    const shown = await run('warning-list', 'show', 'our-names');
    expect(shown.out).toBe('.corp.example\nwww.example.com\n');
    expect((await run('warning-list', 'remove', 'our-names')).code).toBe(0);
    expect((await run('warning-list', 'show', 'our-names')).code).toBe(1);
    expect((await run('warning-list', 'put', 'x', path)).code).toBe(2);
  });
});

describe('taxiway import', () => {
  const importFile = (path: string, into: string, ...more: string[]) =>
    run('import', path, '-c', into, '-s', 'A source', ...more);

  test('a good file ends with 0, lines of progress and a summary', async () => {
    const into = await collection('good');
    const path = file('good.csv', 'type,value\nip,192.0.2.1\nip,192.0.2.2\n');
    const { code, out, said } = await importFile(path, into);
    expect(out).toContain('good.csv: completed\n  2 total, 2 valid, 2 created');
    expect(said).toMatch(/^good\.csv: 37 octets uploaded\n/);
    expect(said).toContain('good.csv: 100 % read, 2 records');
    expect(code).toBe(0);
  });

  test('a file with a bad row ends with 3 and tells the row', async () => {
    const path = file('mixed.csv', 'type,value\nip,192.0.2.1\nip,999.0.2.1\n');
    const { code, out } = await importFile(path, await collection('mixed'));
    expect(out).toContain('mixed.csv: completed_with_errors');
    expect(out).toMatch(/rejection +line 3 +value/);
    expect(code).toBe(3);
  });

  test('a file that cannot be read ends with 1, and so does a collection that is not there', async () => {
    const path = file('table.csv', 'a,b\nc,d\n');
    const unread = await importFile(path, await collection('unread'));
    expect(unread.out).toContain('FILE_NO_VALUE_COLUMN');
    expect(unread.code).toBe(1);
    const nowhere = await importFile(path, 'nowhere');
    expect(nowhere.said).toContain('nowhere');
    expect(nowhere.code).toBe(1);
  });

  test('a command line that cannot be meant ends with 2', async () => {
    expect(await importFile(join(folder, 'none.csv'), 'good')).toMatchObject({ code: 2, out: '' });
    const path = file('a.csv', 'value\n192.0.2.1\n');
    expect((await importFile(path, 'good', '--set', 'nothing')).code).toBe(2);
    expect((await importFile(path, 'good', '--findings', 'many')).code).toBe(2);
    expect((await run('import', path)).code).toBe(2);
    expect((await run('nonsense')).code).toBe(2);
    expect((await importFile(folder, 'good')).said).toContain('is no file');
    expect((await importFile(path, 'good', '--token', '')).said).toContain('TAXIWAY_TOKEN');
    expect((await importFile(path, 'good', '--user', 'admin')).said).toContain('--password');
  });

  test('--json prints one value, with counts and findings, and nothing else', async () => {
    const path = file('json.csv', 'type,value\nip,192.0.2.1\nip,nonsense\n');
    const { code, out, said } = await importFile(path, await collection('json'), '--json');
    const [one] = JSON.parse(out);
    expect(one).toMatchObject({
      state: 'completed_with_errors',
      counts: { total: 2, created: 1, rejected: 1 },
      findings: [{ kind: 'rejection', line: 3 }],
    });
    expect(said).toBe('');
    expect(code).toBe(3);
  });

  test('--no-wait ends as soon as the file is taken', async () => {
    const path = file('later.csv', 'type,value\nip,192.0.2.1\n');
    const { code, out } = await importFile(path, await collection('later'), '--no-wait', '--json');
    expect(JSON.parse(out)[0].state).toMatch(/^(waiting|running|completed)$/);
    expect(code).toBe(0);
  });
});

describe('a table from a spreadsheet in German', () => {
  const path = join(import.meta.dirname, '..', 'samples', 'excel-de-1252.csv');

  test('is tried without storing anything, and counts as it will', async () => {
    const there = ['-c', await collection('tried'), '-s', 'A source', '--json'];
    const counts = async (...more: string[]) => {
      const { code, out } = await run('import', path, ...there, ...more);
      expect(code).toBe(3);
      return JSON.parse(out)[0].counts;
    };
    const tried = await counts('--dry-run');
    expect(tried).toMatchObject({ total: 12, created: 5, rejected: 7 });
    expect(await counts()).toEqual(tried);
    expect(await counts()).toMatchObject({ created: 0, unchanged: 5, rejected: 7 });
  });

  test('goes in with one command; its error file says of each row what to do', async () => {
    const there = ['-c', await collection('german'), '-s', 'A source'];
    const errors = join(folder, 'german.csv');
    expect((await run('import', path, ...there, '--errors', errors)).code).toBe(3);
    const [head = '', ...rows] = readFileSync(errors, 'utf8').trimEnd().split(/\r?\n/);
    expect(head).toBe(
      '\ufefftype;value;description;confidence;valid_from;valid_until;tags;tlp;import_line;import_column;import_value;import_code;import_message;import_hint',
    );
    expect(rows).toEqual([
      expect.stringMatching(
        /;5;confidence;hoch;.*no known word.*Use a number from 0 to 100, or low/,
      ),
      expect.stringMatching(/;7;value;198\.51\.100\.300;.*no IP address.*from 0 to 255/),
      expect.stringMatching(
        /;9;valid_until;01\.05\.2026;.*not later than the start.*Correct the end/,
      ),
      expect.stringMatching(
        /;10;valid_from;05\/06\/2026;.*day first or month first.*date_order=dmy/,
      ),
      expect.stringMatching(/;11;;;.*9 cells; the header has 8.*Put quotes around cells/),
      expect.stringMatching(/;12;value;.*31 hex digits; md5 has 32.*Correct the value/),
      expect.stringMatching(/;13;confidence \| tlp;.*from 0 to 100.*no known TLP level.*Use clear/),
    ]);
  });
});

describe('taxiway import, to and fro', () => {
  const bad = 'type,value\nip,192.0.2.1\nip,999.0.2.1\n';

  test('--errors saves what was rejected; mended, it goes in', async () => {
    const into = await collection('mended');
    const errors = join(folder, 'mend.csv');
    const there = ['-c', into, '-s', 'A source'];
    const { code, out } = await run('import', file('bad.csv', bad), ...there, '--errors', errors);
    expect(out).toContain(`rejected records saved in ${errors}`);
    expect(code).toBe(3);
    writeFileSync(errors, readFileSync(errors, 'utf8').replace('999.0.2.1', '198.51.100.1'));
    const mended = await run('import', errors, ...there, '--errors', join(folder, 'no.csv'));
    expect(mended.out).toContain('1 total, 1 valid, 1 created');
    expect(mended.out).not.toContain('saved');
    expect(mended.code).toBe(0);
  });

  test('--undo takes an import back, once', async () => {
    const into = await collection('undone');
    const path = file('undo.csv', 'type,value\nip,192.0.2.1\nip,192.0.2.2\n');
    const { out } = await run('import', path, '-c', into, '-s', 'A source', '--json');
    const [{ id }] = JSON.parse(out);
    const undone = await run('import', '--undo', id);
    expect([undone.out, undone.code]).toEqual(['undo.csv: undone\n  2 revoked\n', 0]);
    const again = await run('import', '--undo', id);
    expect(again.said).toContain('409');
    expect(again.code).toBe(1);
  });

  test('--watch imports what is put into a folder, moves it away, and stops when told', async () => {
    const into = await collection('watched');
    const watched = mkdtempSync(join(folder, 'watched-'));
    writeFileSync(join(watched, 'bad.csv'), bad);
    writeFileSync(join(watched, 'half.csv.part'), bad);
    const child = spawn(
      process.execPath,
      [MAIN, 'import', '--watch', watched, '-c', into, '-s', 'A source'],
      { env: { ...process.env, TAXIWAY_URL: server.url, TAXIWAY_TOKEN: token } },
    );
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const isThere = (...path: string[]) => existsSync(join(watched, ...path));
    while (!isThere('imported', 'bad.csv')) await sleep(50);
    writeFileSync(join(watched, 'bad.csv'), '\u0000'.repeat(5000));
    while (!isThere('refused', 'bad.csv')) await sleep(50);
    expect(isThere('errors', 'bad.errors.csv')).toBe(true);
    expect(isThere('half.csv.part')).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('what is on a warning list is refused where that is asked for', async () => {
    const path = file('resolver.csv', 'value\n8.8.8.8\n203.0.113.77\n');
    await collection('lists');
    const into = ['-c', 'lists', '-s', 'A source', '--warning-list'];
    const refused = await run('import', path, ...into, 'public-resolvers=refuse');
    expect([refused.code, refused.out]).toEqual([3, expect.stringContaining('public-resolvers')]);
    expect((await run('import', path, ...into, 'public-resolvers')).code).toBe(2);
  });

  test('rows of which nobody says who they come from are refused', async () => {
    await collection('nobody');
    const rows = await run('import', file('b.csv', bad), '-c', 'nobody');
    expect([rows.code, rows.out]).toEqual([1, expect.stringContaining('who they come from')]);
  });

  test('a command line that cannot be meant ends with 2', async () => {
    const path = file('b.csv', bad);
    const into = ['-c', 'good', '-s', 'A source'];
    expect((await run('import')).code).toBe(2);
    expect((await run('import', path, '--undo', 'x', ...into)).code).toBe(2);
    expect((await run('import', path, path, ...into, '--errors', 'none.csv')).code).toBe(2);
    expect((await run('import', '--watch', join(folder, 'nowhere'), ...into)).code).toBe(2);
  });
});

describe('taxiway push and taxiway poll', () => {
  const texts = [1, 2, 3, 4, 5].map((n) => malware(n, ', "x_score" : 1.0'));

  test('what was pushed comes back page after page, byte for byte', async () => {
    const into = await collection('bytes');
    const path = file('bundle.json', `{"objects": [${texts.join(' ,\n')}]}`);
    const pushed = await run('push', path, '-c', into);
    expect(pushed.out).toContain('bundle.json: complete, 5 stored, 0 failed');
    expect(pushed.code).toBe(0);
    const lines = await run('poll', into);
    expect(lines).toMatchObject({ code: 0, out: `${texts.join('\n')}\n` });
    const envelope = await run('poll', into, '--json');
    expect(envelope.out).toBe(`{"objects":[\n${texts.join(',\n')}]}\n`);
    const out = join(folder, 'out.json');
    const written = await run('poll', into, '--out', out, '--limit', '3');
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(out, 'utf8')).toBe(`${texts.slice(0, 3).join('\n')}\n`);
  });

  test('an object that was sent on several lines stays one line, or as it was in an envelope', async () => {
    const into = await collection('wide');
    const text = malware(6).replaceAll(',"', ',\n  "');
    await run('push', file('wide.json', `[${text}]`), '-c', into);
    expect((await run('poll', into)).out).toBe(`${text.replaceAll('\n', ' ')}\n`);
    expect((await run('poll', into, '--json')).out).toContain(text);
  });

  test('a poll takes filters, and refuses what is none', async () => {
    const into = await collection('filters');
    const other = texts[0]?.replaceAll('malware', 'tool');
    await run('push', file('two.json', `[${texts[1]},${other}]`), '-c', into);
    expect((await run('poll', into, '--match', 'type=tool')).out).toBe(`${other}\n`);
    const none = await run('poll', into, '--added-after', '2200-01-01T00:00:00Z');
    expect(none).toMatchObject({ code: 0, out: '' });
    expect((await run('poll', into, '--match', 'type')).code).toBe(2);
    expect((await run('poll', into, '--match', 'name=x')).said).toContain('spec_version');
    expect((await run('poll', into, '--limit', '0')).code).toBe(2);
    expect((await run('poll', 'nowhere')).code).toBe(1);
  });

  test('a failure among good objects ends a push with 3, nothing but failures with 1', async () => {
    const into = await collection('failures');
    const bad = '{"type":"malware","id":"malware--no-uuid"}';
    const some = await run('push', file('some.json', `[${texts[0]},${bad}]`), '-c', into);
    expect(some.out).toContain('some.json: complete, 1 stored, 1 failed\n  malware--no-uuid: ');
    expect(some.code).toBe(3);
    const all = await run('push', file('all.json', `[${bad}]`), '-c', into, '--json');
    expect(JSON.parse(all.out)).toMatchObject([{ success_count: 0, failure_count: 1 }]);
    expect(all.code).toBe(1);
    const none = await run('push', file('none.json', '{}'), '-c', into);
    expect(none).toMatchObject({ code: 1, out: '' });
  });
});

describe('commands of the operator', () => {
  test('accounts are made, renamed in their role, given passwords, removed', async () => {
    const made = await run('account', 'add', 'reader', '--json');
    const { password } = JSON.parse(made.out);
    const ask = (secret: string) =>
      fetch(`${server.url}/api/v1/me`, {
        headers: { authorization: `Basic ${Buffer.from(`reader:${secret}`).toString('base64')}` },
      });
    expect((await ask(password)).status).toBe(200);
    expect((await run('account', 'add', 'reader')).code).toBe(1);
    expect((await run('account', 'add', 'a:b')).code).toBe(2);
    const renewed = JSON.parse((await run('account', 'password', 'reader', '--json')).out);
    expect((await ask(renewed.password)).status).toBe(200);
    expect((await run('account', 'role', 'reader', 'admin')).out).toBe('reader is now admin\n');
    expect((await run('account', 'list')).out).toMatch(/^reader +admin/m);
    expect((await run('account', 'remove', 'reader')).code).toBe(0);
    expect((await run('account', 'remove', 'reader')).code).toBe(1);
    expect((await run('account', 'remove', 'admin')).said).toContain('last administrator');
  });

  test('tokens are made and revoked, grants given and taken', async () => {
    const into = await collection('granted');
    await run('account', 'add', 'siem', '--no-password');
    const made = JSON.parse((await run('token', 'add', 'siem', '--json')).out);
    expect((await run('token', 'list', 'siem')).out).toContain(made.id);
    expect((await run('token', 'add', 'siem', '--expires', '2020-01-01')).code).toBe(2);
    const poll = () => run('poll', into, '--token', made.token);
    expect((await poll()).code).toBe(1);
    expect((await run('collection', 'grant', into, 'siem', '--read')).out).toBe('siem: read\n');
    expect((await poll()).code).toBe(0);
    expect((await run('collection', 'grants', into)).out).toBe('siem  read\n');
    await run('collection', 'revoke', into, 'siem');
    expect((await poll()).code).toBe(1);
    expect((await run('token', 'revoke', 'siem', made.id)).code).toBe(0);
    expect((await poll()).said).toContain('401');
  });

  test('an API root has collections of its own', async () => {
    expect((await run('api-root', 'add', 'partners', '--title', 'Partners')).code).toBe(0);
    expect((await run('api-root', 'add', 'partners')).code).toBe(1);
    expect((await run('api-root', 'list')).out).toMatch(/^partners +Partners$/m);
    const shared = ['collection', 'add', 'Shared', '--api-root', 'partners', '--alias', 'good'];
    expect((await run(...shared)).code).toBe(0);
    expect((await run(...shared)).code).toBe(1);
    expect((await run('collection', 'list')).out).toMatch(/partners +good +Shared$/m);
    expect((await run('poll', 'partners/good')).code).toBe(0);
    expect((await run('poll', 'good')).said).toContain('409');
  });

  test('config shows what is in effect and no secret', async () => {
    const { code, out } = await run('config');
    expect(code).toBe(0);
    expect(out).toMatch(/^DATA_DIR +\S+ +set$/m);
    expect(JSON.parse((await run('config', '--json')).out)).toMatchObject({ PORT: 8080 });
  });

  test('they work on the folder of a server that has died, and the next server has what they did', async () => {
    await server.kill();
    expect((await run('account', 'add', 'late')).code).toBe(0);
    expect((await run('account', 'list')).out).toMatch(/^late +member/m);
    expect((await run('poll', 'bytes')).said).toContain('cannot be reached');
    await server.start();
    expect((await run('account', 'list')).out).toMatch(/^late +member/m);
    expect((await run('poll', 'bytes', '--limit', '1')).code).toBe(0);
  });
});
