// Accounts, tokens and /me: who may sign in, with what, and who may change that.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const post = (path: string, body: object) =>
  server.request(`/api/v1${path}`, { method: 'POST', body });
const patch = (path: string, body: object) =>
  server.request(`/api/v1${path}`, { method: 'PATCH', body });
const remove = (path: string) => server.request(`/api/v1${path}`, { method: 'DELETE' });
const get = (path: string) => server.request(`/api/v1${path}`);

describe('an account', () => {
  test('is made, read and listed without its password', async () => {
    const made = await post('/accounts', { name: 'zoë/1', password: 'secret', role: 'member' });
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe('/api/v1/accounts/zo%C3%AB%2F1');
    expect(made.json).toEqual({
      name: 'zoë/1',
      role: 'member',
      has_password: true,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await get('/accounts/zo%C3%AB%2F1')).json).toEqual(made.json);
    expect((await get('/accounts')).json.items).toContainEqual(made.json);
  });

  test('without a password cannot sign in with any', async () => {
    const made = await post('/accounts', { name: 'machine', role: 'member' });
    expect(made.json).toMatchObject({ has_password: false });
    const as = { name: 'machine', password: '' };
    expect((await server.request('/api/v1/me', { as })).status).toBe(401);
  });

  test('of a name that is taken is 409', async () => {
    const { name } = await server.makeAccount();
    const answer = await post('/accounts', { name, role: 'member' });
    expect(answer.status).toBe(409);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ code: 'CONFLICT', status: 409, title: expect.any(String) });
  });

  test.each([
    [{ name: 'a:b', role: 'member' }, '/name'],
    [{ name: '', role: 'member' }, '/name'],
    [{ name: 'x\u0000y', role: 'member' }, '/name'],
    [{ name: 'x', role: 'owner' }, '/role'],
    [{ name: 'x', role: 'member', password: '' }, '/password'],
    [{ name: 'x', role: 'member', groups: [] }, ''],
    [{ name: 'x' }, ''],
  ])('%j is refused with the place of the fault', async (body, pointer) => {
    const answer = await post('/accounts', body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors[0]).toMatchObject({ pointer, message: expect.any(String) });
  });

  test('gets another password, and the old one is worth nothing from then on', async () => {
    const account = await server.makeAccount();
    expect((await server.request('/api/v1/me', { as: account })).status).toBe(200);
    const changed = await patch(`/accounts/${account.name}`, { password: 'another' });
    expect(changed.status).toBe(200);
    expect((await server.request('/api/v1/me', { as: account })).status).toBe(401);
    const as = { name: account.name, password: 'another' };
    expect((await server.request('/api/v1/me', { as })).status).toBe(200);
    await patch(`/accounts/${account.name}`, { password: null });
    expect((await server.request('/api/v1/me', { as })).status).toBe(401);
  });

  test('becomes administrator with the next request', async () => {
    const account = await server.makeAccount();
    expect((await server.request('/api/v1/accounts', { as: account })).status).toBe(403);
    await patch(`/accounts/${account.name}`, { role: 'admin' });
    expect((await server.request('/api/v1/accounts', { as: account })).status).toBe(200);
    await patch(`/accounts/${account.name}`, { role: 'member' });
    expect((await server.request('/api/v1/accounts', { as: account })).status).toBe(403);
  });

  test('is deleted with its tokens', async () => {
    const { name } = await server.makeAccount();
    const as = await server.makeToken(name);
    expect((await remove(`/accounts/${name}`)).status).toBe(204);
    expect((await server.request('/api/v1/me', { as })).status).toBe(401);
    expect((await get(`/accounts/${name}`)).status).toBe(404);
    expect((await remove(`/accounts/${name}`)).status).toBe(404);
    expect((await patch(`/accounts/${name}`, { role: 'admin' })).status).toBe(404);
  });

  test('that is the last administrator can be neither deleted nor demoted', async () => {
    expect((await remove(`/accounts/${server.admin.name}`)).status).toBe(409);
    expect((await patch(`/accounts/${server.admin.name}`, { role: 'member' })).status).toBe(409);
    expect((await get('/me')).json.role).toBe('admin');
  });

  test('stays when two administrators demote each other at the same time', async () => {
    const { name } = await server.makeAccount('second', 'admin');
    const answers = await Promise.all([
      patch(`/accounts/${name}`, { role: 'member' }),
      patch(`/accounts/${server.admin.name}`, { role: 'member' }),
    ]);
    const rows = await server.database.db.work.query(
      `select name from account where role = 'admin'`,
    );
    expect(rows.rows.length).toBeGreaterThanOrEqual(1);
    await server.database.db.work.query(`update account set role = 'admin' where name = 'admin'`);
    expect(answers.map((a) => a.status).filter((s) => s >= 500)).toEqual([]);
    await remove(`/accounts/${name}`);
  });

  test('that is a member sees itself and nobody else', async () => {
    const as = await server.makeAccount();
    expect((await server.request(`/api/v1/accounts/${as.name}`, { as })).status).toBe(200);
    for (const name of [server.admin.name, 'nobody'])
      expect((await server.request(`/api/v1/accounts/${name}`, { as })).status).toBe(403);
    const body = { role: 'admin' };
    const path = `/api/v1/accounts/${as.name}`;
    expect((await server.request(path, { as, method: 'PATCH', body })).status).toBe(403);
  });
});

test('a list is walked page by page, each item once', async () => {
  for (let n = 0; n < 5; n += 1) await server.makeAccount(`page-${n}`);
  const names: string[] = [];
  let next = '';
  do {
    const { json } = await get(`/accounts?limit=2${next}`);
    expect(json.items.length).toBeLessThanOrEqual(2);
    expect(json.more).toBe(json.next !== undefined);
    names.push(...json.items.map((item: { name: string }) => item.name));
    next = json.more ? `&next=${json.next}` : '';
  } while (next !== '');
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['page-0', 'page-1', 'page-2', 'page-3', 'page-4']));
});

test.each([
  'limit=0',
  'limit=1001',
  'limit=ten',
  'limit=1&limit=2',
  'next=!!',
  'next=WzFd',
  'foo=1',
])('a list with %s is 400', async (query) => {
  const answer = await get(`/accounts?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.json.code).toMatch(/^BAD_(QUERY|NEXT)$/);
});

describe('a token', () => {
  test('is shown once, works, and is revoked', async () => {
    const { name } = await server.makeAccount();
    const made = await post(`/accounts/${name}/tokens`, { label: 'SIEM' });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ label: 'SIEM', token: expect.stringMatching(/^txw_/) });
    const as = { token: made.json.token };
    expect((await server.request('/api/v1/me', { as })).json.name).toBe(name);
    const list = await get(`/accounts/${name}/tokens`);
    expect(list.json.items).toEqual([
      { id: made.json.id, label: 'SIEM', created_at: made.json.created_at },
    ]);
    expect((await remove(`/accounts/${name}/tokens/${made.json.id}`)).status).toBe(204);
    expect((await server.request('/api/v1/me', { as })).status).toBe(401);
    expect((await remove(`/accounts/${name}/tokens/${made.json.id}`)).status).toBe(404);
    expect((await remove(`/accounts/${name}/tokens/not-a-uuid`)).status).toBe(404);
  });

  test('is made by its member, and not for somebody else', async () => {
    const as = await server.makeAccount();
    const body = { label: 'mine' };
    const own = `/api/v1/accounts/${as.name}/tokens`;
    const made = await server.request(own, { as, method: 'POST', body });
    expect(made.status).toBe(201);
    expect((await server.request(own, { as })).json.items).toHaveLength(1);
    const foreign = `/api/v1/accounts/${server.admin.name}/tokens`;
    expect((await server.request(foreign, { as, method: 'POST', body })).status).toBe(403);
    const { id } = made.json;
    expect((await server.request(`${own}/${id}`, { as, method: 'DELETE' })).status).toBe(204);
  });

  test('that expires says when; one that has expired is refused', async () => {
    const { name } = await server.makeAccount();
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const made = await post(`/accounts/${name}/tokens`, { label: 'an hour', expires_at: at });
    expect(made.json.expires_at).toBe(at);
    await server.database.db.work.query(
      `update token set expires_at = now() - interval '1 second' where id = $1`,
      [made.json.id],
    );
    const as = { token: made.json.token };
    expect((await server.request('/api/v1/me', { as })).status).toBe(401);
  });

  test.each([
    { label: 'x', expires_at: '2001-01-01T00:00:00Z' },
    { label: 'x', expires_at: 'tomorrow' },
    { label: '' },
    {},
  ])('%j is 422', async (body) => {
    expect((await post(`/accounts/${server.admin.name}/tokens`, body)).status).toBe(422);
  });

  test('of nobody is 404', async () => {
    expect((await post('/accounts/nobody/tokens', { label: 'x' })).status).toBe(404);
    expect((await get('/accounts/nobody/tokens')).status).toBe(404);
  });

  test('list is walked page by page', async () => {
    const { name } = await server.makeAccount();
    for (let n = 0; n < 3; n += 1) await server.makeToken(name);
    const first = await get(`/accounts/${name}/tokens?limit=2`);
    const second = await get(`/accounts/${name}/tokens?limit=2&next=${first.json.next}`);
    expect(first.json.items).toHaveLength(2);
    expect(second.json).toMatchObject({ more: false });
    expect(second.json.items).toHaveLength(1);
    const forged = Buffer.from('["a","b"]').toString('base64url');
    expect((await get(`/accounts/${name}/tokens?next=${forged}`)).status).toBe(400);
  });
});

describe('/me', () => {
  test('tells a member what it sees, with its rights', async () => {
    const root = await server.makeRoot();
    const ids = [
      await server.makeCollection(root, { alias: 'a' }),
      await server.makeCollection(root),
    ];
    const as = await server.makeAccount();
    await server.grant(String(ids[0]), as.name, true, false);
    const me = await server.request('/api/v1/me', { as });
    expect(me.json).toEqual({
      name: as.name,
      role: 'member',
      collections: [
        {
          id: ids[0],
          api_root: root,
          title: 'A collection',
          alias: 'a',
          can_read: true,
          can_write: false,
        },
      ],
    });
    const admin = await get('/me');
    const seen = admin.json.collections.map((one: { id: string }) => one.id);
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(seen).toEqual([...seen].sort());
  });
});

test('nobody gets anywhere without credentials', async () => {
  for (const path of [
    '/me',
    '/accounts',
    '/accounts/admin/tokens',
    '/collections',
    '/api-roots',
    '/x',
  ]) {
    const answer = await server.request(`/api/v1${path}`, { as: null });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Basic');
    expect(answer.json.code).toBe('NO_CREDENTIALS');
  }
});

test('each change leaves an audit row and is observed, without secrets', async () => {
  const made = await post('/accounts', { name: 'audited', password: 'hush-hush', role: 'member' });
  expect(made.status).toBe(201);
  await patch('/accounts/audited', { password: 'hush-hush-too' });
  await remove('/accounts/audited');
  const { rows } = await server.database.db.work.query(
    `select account_name, action, target, details::text from audit where target = 'audited' order by id`,
  );
  expect(rows.map((row) => row.action)).toEqual([
    'createAccount',
    'updateAccount',
    'deleteAccount',
  ]);
  expect(JSON.stringify(rows)).not.toContain('hush-hush');
  expect(server.observations).toContainEqual({
    kind: 'audit',
    account: server.admin.name,
    action: 'deleteAccount',
    target: 'audited',
  });
});

test('a change that is refused leaves no audit row', async () => {
  await remove(`/accounts/${server.admin.name}`);
  const { rows } = await server.database.db.work.query(
    `select from audit where action = 'deleteAccount' and target = $1`,
    [server.admin.name],
  );
  expect(rows).toEqual([]);
});
