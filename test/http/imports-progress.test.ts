// Imports while they go on: how far they are, told to whoever asks or listens, and cancelled.
import { type IncomingMessage, request as sendHttp } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createImportWatch } from '../../src/api/manage/import-watch.ts';
import { ended, importFile } from '../support/imports.ts';
import { basic } from '../support/raw.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

const RECORDS = 40_000;
const rows = Array.from({ length: RECORDS }, (_, n) => `url,https://example.com/${n}`);
const longFile = `type,value\n${rows.join('\n')}\n`;

async function begin(target: string, body = longFile): Promise<string> {
  const search = new URLSearchParams({ collection: target, source: 'Test Source' });
  const { json } = await server.request(`/api/v1/imports?${search}`, { method: 'POST', body });
  return json.id;
}

async function get(id: string) {
  const { json } = await server.request(`/api/v1/imports/${id}`);
  return json;
}

async function until(id: string, holds: (one: { counts: { created: number } }) => boolean) {
  for (;;) {
    const one = await get(id);
    if (holds(one)) return one;
    await sleep(10);
  }
}

function listen(id: string): Promise<IncomingMessage> {
  const headers = { authorization: basic(server.admin) };
  return new Promise((resolve, reject) => {
    const url = `${server.url}/api/v1/imports/${id}/events`;
    sendHttp(url, { headers, agent: false }, resolve).on('error', reject).end();
  });
}

async function readEvents(response: IncomingMessage) {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  const blocks = text.split('\n\n').filter((block) => block.startsWith('event: '));
  return blocks.map((block) => {
    const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    return { name, data: JSON.parse(data) };
  });
}

describe('an import that runs', () => {
  test('says how fast it is and how long it will take', async () => {
    const target = await server.makeCollection(root);
    const id = await begin(target);
    const running = await until(id, (one) => one.counts.created > 0);
    expect(running.records_per_second).toBeGreaterThan(0);
    expect(running.seconds_left).toBeGreaterThanOrEqual(0);
    const done = await ended(server, id);
    expect(done).toMatchObject({ records_per_second: null, seconds_left: null });
  });

  test('tells its listeners how it goes on, and closes their streams at its end', async () => {
    const target = await server.makeCollection(root);
    const id = await begin(target);
    const streams = await Promise.all([listen(id), listen(id), listen(id)]);
    expect(streams[0]?.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
    });
    for (const events of await Promise.all(streams.map(readEvents))) {
      expect(events[0]?.name).toBe('progress');
      expect(events.filter(({ name }) => name === 'finished')).toEqual([events.at(-1)]);
      expect(events.at(-1)?.data).toMatchObject({ id, state: 'completed' });
      expect(events.at(-1)?.data.counts.created).toBe(RECORDS);
    }
  });

  test('may be cancelled: what it has stored stays, and nothing is added any more', async () => {
    const target = await server.makeCollection(root);
    const id = await begin(target);
    await until(id, (one) => one.counts.created > 0);
    const path = `/api/v1/imports/${id}`;
    const answer = await server.request(path, { method: 'DELETE' });
    checkAgainstSpec({ method: 'DELETE', path }, answer);
    expect(answer.status).toBe(200);
    const cancelled = await get(id);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.counts.created).toBeLessThan(RECORDS);
    // The next import of the queue waits until the cancelled one has let go.
    await importFile(server, target, 'type,value\nip,192.0.2.1\n');
    expect(await get(id)).toEqual(cancelled);
    const { rows: stored } = await server.database.db.work.query(
      'select count(*) as n from object where import_id = $1 and import_line is not null',
      [id],
    );
    expect(stored[0].n).toBe(cancelled.counts.created);
    expect((await server.request(path, { method: 'DELETE' })).status).toBe(409);
  });

  test('may be cancelled before its turn comes: then nothing of it is stored', async () => {
    const target = await server.makeCollection(root);
    const first = await begin(target);
    const second = await begin(target, 'type,value\nip,192.0.2.1\n');
    const answer = await server.request(`/api/v1/imports/${second}`, { method: 'DELETE' });
    expect(answer.json).toMatchObject({ state: 'cancelled', counts: { total: 0 } });
    await server.request(`/api/v1/imports/${first}`, { method: 'DELETE' });
    await importFile(server, target, 'type,value\nip,192.0.2.2\n');
    expect((await get(second)).counts.total).toBe(0);
  });
});

describe('a feed', () => {
  test('is told while the import runs', async () => {
    const target = await server.makeCollection(root);
    const names = 'ioc_value,ioc_type,threat_type';
    const body = `${names}\n${rows.map((row) => `${row.slice(4)},url,botnet_cc`).join('\n')}\n`;
    const id = await begin(target, body);
    const running = await until(id, (one) => one.counts.created > 0);
    expect(running).toMatchObject({ feed: 'threatfox', detected: { feed: 'threatfox' } });
    await server.request(`/api/v1/imports/${id}`, { method: 'DELETE' });
  });
});

describe('those who follow an import', () => {
  test('share one question to PostgreSQL, and are only so many', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value\nip,192.0.2.1\n');
    let asked = 0;
    const { work } = server.database.db;
    const query = ((...args: Parameters<typeof work.query>) => {
      asked += 1;
      return work.query(...args);
    }) as typeof work.query;
    const watch = createImportWatch({ db: { query }, stepMs: 20, maxListeners: 3 });
    const followers = [1, 2, 3].map(() => watch.follow(one.id));
    expect(watch.isFull()).toBe(false);
    for (let step = 1; step <= 5; step += 1) {
      const told = await Promise.all(followers.map((follower) => follower.next()));
      expect(told.map(({ value }) => value?.id)).toEqual([one.id, one.id, one.id]);
      expect(asked).toBe(step);
    }
    expect(watch.isFull()).toBe(true);
    await followers[0]?.return(undefined);
    expect(watch.isFull()).toBe(false);
    watch.close();
    expect((await followers[1]?.next())?.done).toBe(true);
  });
});

describe('events', () => {
  test('of an import that has ended are its end alone', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value\nip,192.0.2.1\n');
    const path = `/api/v1/imports/${one.id}/events`;
    const answer = await server.request(path);
    checkAgainstSpec({ method: 'GET', path }, answer);
    expect(answer.text).toBe(`event: finished\ndata: ${JSON.stringify(one)}\n\n`);
    const head = await server.request(path, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  });

  test('are for those who see the import, and need credentials', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, 'type,value\nip,192.0.2.1\n');
    const path = `/api/v1/imports/${one.id}/events`;
    expect((await server.request(path, { as: null })).status).toBe(401);
    const stranger = await server.makeAccount();
    expect((await server.request(path, { as: stranger })).status).toBe(404);
  });

  test('end when the server stops', async () => {
    const other = await startServer();
    const target = await other.makeCollection(await other.makeRoot());
    const one = await importFile(other, target, 'type,value\nip,192.0.2.1\n');
    await other.database.db.work.query(
      `update import set state = 'waiting', created_at = now() where id = $1`,
      [one.id],
    );
    const headers = { authorization: basic(other.admin) };
    const response = await new Promise<IncomingMessage>((resolve) => {
      sendHttp(
        `${other.url}/api/v1/imports/${one.id}/events`,
        { headers, agent: false },
        resolve,
      ).end();
    });
    response.resume();
    const closed = new Promise((resolve) => response.on('close', resolve));
    await Promise.all([other.stop(), closed]);
  });
});
