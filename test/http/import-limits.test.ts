// Limits of imports: size and pace of an upload, an end in the middle, and what is forgotten later.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { basic, sendRaw } from '../support/raw.ts';
import { startServer, type TestServer } from '../support/server.ts';

const MAX_BYTES = 4 * 1024 * 1024;
const IDLE_MS = 250;

let server: TestServer;
let root: string;
let collection: string;

beforeAll(async () => {
  server = await startServer({
    IMPORT_MAX_BYTES: String(MAX_BYTES),
    BODY_IDLE_TIMEOUT_MS: String(IDLE_MS),
  });
  root = await server.makeRoot();
  collection = await server.makeCollection(root);
});
afterAll(() => server.stop());

const target = (into = collection) =>
  `/api/v1/imports?${new URLSearchParams({ collection: into, source: 'Test Source' })}`;

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(25);
}

async function countImports(): Promise<number> {
  const { rows } = await server.database.db.work.query('select count(*) as n from import');
  return Number(rows[0].n);
}

function head(headers: readonly string[]): string {
  const lines = [`POST ${target()} HTTP/1.1`, 'Host: a', `Authorization: ${basic(server.admin)}`];
  return [...lines, ...headers, '', ''].join('\r\n');
}

describe('an upload over IMPORT_MAX_BYTES', () => {
  test('is refused by its Content-Length, before a byte of it is read', async () => {
    const before = await countImports();
    const length = `Content-Length: ${MAX_BYTES + 1}`;
    const answer = await sendRaw(server.url, head([length, 'Expect: 100-continue']));
    expect(answer.status).toBe(413);
    expect(await countImports()).toBe(before);
  });

  test('is refused when it turns out so, and leaves nothing behind', async () => {
    const before = await countImports();
    const piece = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const body = piece.repeat(MAX_BYTES / 0x10000 + 1);
    const text = `${head(['Transfer-Encoding: chunked'])}${body}0\r\n\r\n`;
    const answer = await sendRaw(server.url, text);
    expect(answer.status).toBe(413);
    expect(answer.json).toMatchObject({ code: 'FILE_TOO_LARGE', import_max_bytes: MAX_BYTES });
    expect(await countImports()).toBe(before);
  });
});

describe('an upload that never ends', () => {
  test('is given up in the end, however steadily it drips, and leaves nothing behind', async () => {
    const hasty = await startServer({ UPLOAD_TIMEOUT_MS: '600', BODY_IDLE_TIMEOUT_MS: '5000' });
    const into = await hasty.makeCollection(await hasty.makeRoot());
    const { hostname, port } = new URL(hasty.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (piece) => {
      answer += String(piece);
    });
    socket.on('error', () => undefined);
    const lines = [
      `POST ${target(into)} HTTP/1.1`,
      'Host: a',
      `Authorization: ${basic(hasty.admin)}`,
    ];
    socket.write([...lines, 'Content-Length: 100000', '', 'value\n'].join('\r\n'));
    const drip = setInterval(() => socket.write('192.0.2.1\n'), 50);
    await until(async () => answer.includes('UPLOAD_TIMEOUT_MS'));
    clearInterval(drip);
    socket.destroy();
    expect(answer).toContain('HTTP/1.1 408');
    await until(async () => {
      const { rows } = await hasty.database.db.work.query('select count(*) as n from import');
      return Number(rows[0].n) === 0;
    });
    await hasty.stop();
  });
});

describe('an upload that stands still', () => {
  const form =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nvalue\n';

  test.each([
    ['raw', 'text/csv', 'type,value\n'],
    ['in the middle of a form', 'multipart/form-data; boundary=b', form],
  ])('%s: gets 408 and leaves nothing behind', async (_name, type, begin) => {
    const before = await countImports();
    const headers = ['Content-Length: 1000', `Content-Type: ${type}`];
    const answer = await sendRaw(server.url, head(headers) + begin);
    expect(answer.status).toBe(408);
    expect(answer.json.detail).toContain(`${IDLE_MS / 1000} seconds`);
    expect(await countImports()).toBe(before);
  });
});

test('an import that is cancelled while it runs stops, and keeps what it has counted', async () => {
  const into = await server.makeCollection(root);
  const rows = Array.from(
    { length: 120_000 },
    (_, n) => `ip,10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
  );
  const begun = await server.request(target(into), {
    method: 'POST',
    body: `type,value\n${rows.join('\n')}\n`,
  });
  const path = String(begun.headers.location);
  await until(async () => (await server.request(path)).json.counts.created > 0);
  const cancelled = await server.request(path, { method: 'DELETE' });
  expect(cancelled.json).toMatchObject({ id: begun.json.id, state: 'cancelled' });
  expect(cancelled.json.counts.created).toBeLessThan(rows.length);
  expect((await server.request(path, { method: 'DELETE' })).status).toBe(409);
  // Nothing more is stored: the next import into the collection takes the lock after this one's end.
  const next = await server.request(target(into), { method: 'POST', body: 'value\n192.0.2.1\n' });
  await until(async () => {
    const { json } = await server.request(String(next.headers.location));
    return json.state === 'completed';
  });
  const { rows: stored } = await server.database.db.work.query(
    'select count(*) as n from object where import_id = $1 and import_line is not null',
    [begun.json.id],
  );
  const { json } = await server.request(path);
  expect(json.state).toBe('cancelled');
  expect(json.counts).toEqual(cancelled.json.counts);
  expect(Number(stored[0].n)).toBe(json.counts.created);
});

describe('the hourly purge', () => {
  const query = async (text: string, values: readonly unknown[] = []) =>
    (await server.database.db.work.query(text, [...values])).rows;
  const ids = async (text: string) => (await query(text)).map(({ id }) => id);

  test('forgets old statuses, bytes of imports that ended, and uploads that never did', async () => {
    const [oldStatus, youngStatus] = [randomUUID(), randomUUID()];
    for (const [id, hours] of [
      [oldStatus, 49],
      [youngStatus, 47],
    ])
      await query(
        `insert into status (id, api_root, resource, created_at)
         values ($1, $2, '{}', now() - make_interval(hours => $3))`,
        [id, root, hours],
      );
    const keepBytes = async (state: string, age: string, finished: boolean) => {
      const [row] = await query(
        `insert into import (id, collection_id, state, created_at, finished_at)
         values (gen_random_uuid(), $1, $2, now() - $3::interval,
           case when $4 then now() - $3::interval end) returning id`,
        [collection, state, age, finished],
      );
      await query(`insert into import_chunk values ($1, 0, 'a')`, [row.id]);
      return row.id;
    };
    const ended = await keepBytes('completed', '25 hours', true);
    const justEnded = await keepBytes('completed', '23 hours', true);
    const abandoned = await keepBytes('uploading', '25 hours', false);
    const coming = await keepBytes('uploading', '1 hour', false);
    await query(`select graphile_worker.add_job('purge', '{}'::json)`);
    await until(async () => !(await ids('select id from import')).includes(abandoned));
    expect(await ids('select id from status')).toEqual([youngStatus]);
    const imports = await ids('select id from import');
    expect(imports).toEqual(expect.arrayContaining([ended, justEnded, coming]));
    const withBytes = await ids('select import_id as id from import_chunk');
    expect(withBytes).toEqual(expect.arrayContaining([justEnded, coming]));
    expect(withBytes).not.toContain(ended);
    expect(withBytes).not.toContain(abandoned);
  });
});
