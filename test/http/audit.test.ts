// The audit: who changed what, when and from where, and who may read it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deleteOldAudit } from '../../src/store/audit.ts';
import { startServer, TAXII, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;
let member: { name: string; password: string };
let root: string;
let collection: string;

beforeAll(async () => {
  server = await startServer();
  member = await server.makeAccount('zoe');
  root = await server.makeRoot('audited');
  collection = await server.makeCollection(root);
  await server.grant(collection, member.name, true, true);
});
afterAll(() => server.stop());

async function audit(query: string) {
  const answer = await server.request(`/api/v1/audit?${query}`);
  checkAgainstSpec({ method: 'GET', path: '/api/v1/audit' }, answer);
  expect(answer.status).toBe(200);
  return answer.json;
}

/** The newest change of that kind. */
async function newest(action: string) {
  return (await audit(`action=${action}&limit=1`)).items[0];
}

const as = () => member;
const send = (method: string, path: string, body?: object | string) =>
  server.request(path, { method, as: as(), ...(body === undefined ? {} : { body }) });

describe('a change', () => {
  test('is told with who, what, when, from where and by which request', async () => {
    const before = Date.now();
    const made = await send('POST', '/api/v1/accounts/zoe/tokens', { label: 'poller' });
    const change = await newest('createToken');
    expect(change).toEqual({
      id: expect.any(Number),
      at: expect.any(String),
      account: 'zoe',
      action: 'createToken',
      target: 'zoe',
      details: { label: 'poller', expires_at: null },
      address: expect.stringMatching(/127\.0\.0\.1$/),
      request_id: made.headers['x-request-id'],
    });
    expect(Date.parse(change.at)).toBeGreaterThanOrEqual(before - 1000);
    expect(JSON.stringify(change)).not.toContain(made.json.token);
  });

  test('of templates of imports is told', async () => {
    const path = '/api/v1/import-templates/daily';
    await send('PUT', path, { settings: { source: 'A feed' } });
    await send('DELETE', path);
    for (const action of ['putImportTemplate', 'deleteImportTemplate'])
      expect(await newest(action)).toMatchObject({ account: 'zoe', target: 'daily' });
  });

  test('by an import is told, and its undo and its end before its time', async () => {
    const path = `/api/v1/imports?collection=${collection}&source=feed&file_name=a.csv`;
    const { id } = (await send('POST', path, 'ip\n192.0.2.1\n')).json;
    expect(await newest('createImport')).toMatchObject({
      account: 'zoe',
      target: id,
      details: { collection, source: 'feed', file_name: 'a.csv' },
    });
    const cancelled = await send('DELETE', `/api/v1/imports/${id}`);
    const told = await audit(`action=cancelImport&target=${id}`);
    expect(told.items).toHaveLength(cancelled.status === 200 ? 1 : 0);
    await until(async () => (await send('POST', `/api/v1/imports/${id}/undo`)).status === 202);
    expect(await newest('undoImport')).toMatchObject({ target: id, details: { remove: false } });
  });

  test('by TAXII is told: an object that was deleted', async () => {
    const id = `identity--${randomUUID()}`;
    const time = '2026-01-01T00:00:00.000Z';
    const object = { type: 'identity', spec_version: '2.1', id, created: time, modified: time };
    const objects = server.objects(root, collection);
    const headers = { accept: TAXII, 'content-type': TAXII };
    const body = JSON.stringify({ objects: [{ ...object, name: 'Acme' }] });
    expect((await server.request(objects, { method: 'POST', headers, body })).status).toBe(202);
    const path = `${objects}${id}/?match%5Bversion%5D=all`;
    const gone = await server.request(path, { method: 'DELETE', headers, as: as() });
    expect(gone.status).toBe(200);
    expect(await newest('deleteObject')).toMatchObject({
      account: 'zoe',
      target: id,
      details: { collection, match: 'match%5Bversion%5D=all' },
      request_id: gone.headers['x-request-id'],
    });
    await server.request(path, { method: 'DELETE', headers, as: as() });
    expect((await audit(`action=deleteObject&target=${id}`)).items).toHaveLength(1);
  });
});

describe('signing in', () => {
  const signIn = (name: string, password: string) =>
    server.request('/api/v1/session', { method: 'POST', body: { name, password }, as: null });

  test('and out is told', async () => {
    const { headers } = await signIn(member.name, member.password);
    expect(await newest('createSession')).toMatchObject({ account: 'zoe', details: null });
    const cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const ours = { cookie, origin: server.url, 'x-requested-with': 'taxiway' };
    const out = await server.request('/api/v1/session', {
      method: 'DELETE',
      as: null,
      headers: ours,
    });
    expect(out.status).toBe(204);
    expect(await newest('deleteSession')).toMatchObject({ account: 'zoe', target: 'zoe' });
  });

  test('that was refused is told where the account exists, without the password', async () => {
    const refused = await signIn(member.name, 'a-wrong-guess');
    await signIn('nobody-of-that-name', 'a-wrong-guess');
    expect(refused.status).toBe(401);
    await until(async () => (await newest('createSession')).details !== null);
    expect(await newest('createSession')).toMatchObject({
      account: null,
      target: 'zoe',
      details: { refused: true },
      address: expect.stringMatching(/127\.0\.0\.1$/),
      request_id: refused.headers['x-request-id'],
    });
    const { rows } = await server.database.db.work.query('select a::text as row from audit a');
    for (const { row } of rows) {
      expect(row).not.toContain('a-wrong-guess');
      expect(row).not.toContain('nobody-of-that-name');
    }
  });
});

describe('the list', () => {
  test('goes from the newest to the oldest, page by page, each change once', async () => {
    const all = (await audit('limit=1000')).items;
    const paged: object[] = [];
    let next = '';
    do {
      const page = await audit(`limit=3${next && `&next=${encodeURIComponent(next)}`}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      paged.push(...page.items);
      next = page.more ? page.next : '';
    } while (next !== '');
    expect(paged).toEqual(all);
    const times = all.map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted().reverse());
  });

  test('is narrowed by account, action, target and time', async () => {
    const { items } = await audit('account=zoe&limit=1000');
    expect(items.length).toBeGreaterThan(3);
    expect(new Set(items.map((one: { account: string }) => one.account))).toEqual(new Set(['zoe']));
    const both = await audit('account=zoe&action=putImportTemplate&target=daily');
    expect(both.items).toHaveLength(1);
    expect((await audit('target=daily%00')).items).toEqual([]);
    const { at } = items.at(-1);
    const newer = await audit(`account=zoe&after=${new Date(Date.parse(at) + 1).toISOString()}`);
    expect(newer.items).toHaveLength(items.length - 1);
    expect((await audit(`account=zoe&before=${at}`)).items).toEqual([]);
  });

  test('is for administrators', async () => {
    expect((await send('GET', '/api/v1/audit')).status).toBe(403);
    expect((await server.request('/api/v1/audit', { as: null })).status).toBe(401);
  });

  test.each(['next=WyJhIiwiYiJd', 'next=x', 'after=yesterday', 'who=zoe'])(
    'refuses %s',
    async (query) => {
      expect((await server.request(`/api/v1/audit?${query}`)).status).toBe(400);
    },
  );

  test('is cleaned of what is too old', async () => {
    const { work } = server.database.db;
    await work.query(
      `insert into audit (action, at) values ('old', now() - interval '366 days'), ('young', now() - interval '364 days')`,
    );
    await deleteOldAudit(work, 365);
    expect((await audit('action=old')).items).toEqual([]);
    expect((await audit('action=young')).items).toMatchObject([{ account: null, address: null }]);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
