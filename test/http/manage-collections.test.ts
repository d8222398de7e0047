// API roots, collections and grants: what there is, and who sees and may what.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const post = (path: string, body: object) =>
  server.request(`/api/v1${path}`, { method: 'POST', body });
const put = (path: string, body: object) =>
  server.request(`/api/v1${path}`, { method: 'PUT', body });
const patch = (path: string, body: object) =>
  server.request(`/api/v1${path}`, { method: 'PATCH', body });
const remove = (path: string) => server.request(`/api/v1${path}`, { method: 'DELETE' });
const get = (path: string) => server.request(`/api/v1${path}`);

describe('an API root', () => {
  test('is made, read, changed, listed and deleted', async () => {
    const made = await post('/api-roots', {
      name: 'shared',
      title: 'Shared',
      description: 'For all.',
    });
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe('/api/v1/api-roots/shared');
    expect(made.json).toEqual({
      name: 'shared',
      title: 'Shared',
      description: 'For all.',
      url: expect.stringMatching(/^http.*\/taxii2\/shared\/$/),
      created_at: expect.any(String),
    });
    expect((await get('/api-roots/shared')).json).toEqual(made.json);
    const changed = await patch('/api-roots/shared', {
      description: null,
      max_content_length: 5000,
    });
    expect(changed.json).toMatchObject({ title: 'Shared', max_content_length: 5000 });
    expect(changed.json.description).toBeUndefined();
    expect((await server.request('/taxii2/shared/')).json.max_content_length).toBe(5000);
    expect((await get('/api-roots')).json.items).toContainEqual(changed.json);
    expect((await remove('/api-roots/shared')).status).toBe(204);
    expect((await get('/api-roots/shared')).status).toBe(404);
    expect((await remove('/api-roots/shared')).status).toBe(404);
    expect((await patch('/api-roots/shared', { title: 'x' })).status).toBe(404);
  });

  test('of a name that is taken is 409', async () => {
    const name = await server.makeRoot();
    expect((await post('/api-roots', { name, title: 'Again' })).status).toBe(409);
  });

  test.each([
    { name: 'Upper', title: 'x' },
    { name: 'a.b', title: 'x' },
    { name: 'collections', title: 'x' },
    { name: 'taxii2', title: 'x' },
    { name: 'a', title: '' },
    { name: 'a', title: 'x', max_content_length: 0 },
    { name: 'a', title: 'x', owner: 'me' },
    { name: 'a' },
    [],
  ])('%j is 422', async (body) => {
    expect((await post('/api-roots', body)).status).toBe(422);
  });

  test('with collections cannot be deleted; emptied it can, its statuses notwithstanding', async () => {
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const body = { objects: [indicator()] };
    const pushed = await server.request(server.objects(root, id), { method: 'POST', body });
    expect(pushed.status).toBe(202);
    const refused = await remove(`/api-roots/${root}`);
    expect(refused.status).toBe(409);
    expect(refused.json.detail).toContain('a collection');
    expect((await remove(`/collections/${id}`)).status).toBe(204);
    expect((await remove(`/api-roots/${root}`)).status).toBe(204);
  });

  test('is seen by whoever has a grant in it', async () => {
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const as = await server.makeAccount();
    const path = `/api/v1/api-roots/${root}`;
    expect((await server.request(path, { as })).status).toBe(404);
    expect((await server.request('/api/v1/api-roots', { as })).json.items).toEqual([]);
    await server.grant(id, as.name, false, false);
    expect((await server.request(path, { as })).status).toBe(200);
    expect((await server.request('/api/v1/api-roots', { as })).json.items).toHaveLength(1);
    await remove(`/collections/${id}/grants/${as.name}`);
    expect((await server.request(path, { as })).status).toBe(404);
  });
});

describe('a collection', () => {
  test('is made with an id of the server, read, changed and listed', async () => {
    const root = await server.makeRoot();
    const made = await post('/collections', { api_root: root, title: 'Feed', alias: 'feed' });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      api_root: root,
      title: 'Feed',
      alias: 'feed',
      can_read: true,
      can_write: true,
      publish_annotations: false,
      url: expect.stringContaining(`/taxii2/${root}/collections/`),
      created_at: expect.any(String),
      warnings: [],
    });
    const { id } = made.json;
    const { warnings, ...rest } = made.json;
    expect((await get(`/collections/${id}`)).json).toEqual(rest);
    expect((await get(`/collections/${id.toUpperCase()}`)).json).toEqual(rest);
    expect((await get(`/collections/${root}%2Ffeed`)).json).toEqual(rest);
    const changed = await patch(`/collections/${id}`, { title: 'Feed 2', alias: null });
    expect(changed.json).toMatchObject({ id, title: 'Feed 2' });
    expect(changed.json.alias).toBeUndefined();
    expect((await get(`/collections/${root}%2Ffeed`)).status).toBe(404);
    const listed = await get(`/collections?api_root=${root}`);
    expect(listed.json.items.map((item: { title: string }) => item.title)).toEqual(['Feed 2']);
    expect((await get('/collections?api_root=%00')).json.items).toEqual([]);
  });

  test('whose alias is taken in its API root is 409; in another one it is not', async () => {
    const root = await server.makeRoot();
    const other = await server.makeRoot();
    await server.makeCollection(root, { alias: 'twice' });
    const second = await server.makeCollection(root);
    expect(
      (await post('/collections', { api_root: root, title: 'x', alias: 'twice' })).status,
    ).toBe(409);
    expect((await patch(`/collections/${second}`, { alias: 'twice' })).status).toBe(409);
    await server.makeCollection(other, { alias: 'twice' });
    const ambiguous = await get('/collections/twice');
    expect(ambiguous.status).toBe(409);
    expect(ambiguous.json.detail).toContain('root/twice');
    expect((await get(`/collections/${other}%2Ftwice`)).json.api_root).toBe(other);
  });

  test.each([
    { api_root: 'nowhere', title: 'x' },
    { api_root: 'nul\u0000', title: 'x' },
    { title: 'x' },
    { api_root: 'r', title: 'x', alias: '91a7b528-80eb-42ed-a74d-c6fbd5a26116' },
    { api_root: 'r', title: 'x', id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116' },
    { api_root: 'r', title: 'nul\u0000' },
  ])('%j is 422', async (body) => {
    const answer = await post('/collections', body);
    expect(answer.status).toBe(422);
    expect(answer.json.errors.length).toBeGreaterThan(0);
  });

  test('with a title that some clients stumble over is made with warnings', async () => {
    const root = await server.makeRoot();
    const first = await post('/collections', { api_root: root, title: 'a.b' });
    expect(first.json.warnings.map((w: { code: string }) => w.code)).toEqual(['TITLE_HAS_DOT']);
    const second = await post('/collections', { api_root: root, title: 'a.b' });
    expect(second.json.warnings.map((w: { code: string }) => w.code)).toEqual([
      'TITLE_NOT_UNIQUE',
      'TITLE_HAS_DOT',
    ]);
  });

  test('is walked page by page, in order of id', async () => {
    const root = await server.makeRoot();
    for (let n = 0; n < 3; n += 1) await server.makeCollection(root);
    const first = await get(`/collections?api_root=${root}&limit=2`);
    const second = await get(`/collections?api_root=${root}&limit=2&next=${first.json.next}`);
    const ids = [...first.json.items, ...second.json.items].map((item: { id: string }) => item.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(3);
    expect(second.json.more).toBe(false);
  });

  test('is deleted with its objects and grants, and its clock', async () => {
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const { name } = await server.makeAccount();
    await server.grant(id, name, true, true);
    const body = { objects: [indicator(), indicator()] };
    await server.request(server.objects(root, id), { method: 'POST', body });
    expect((await remove(`/collections/${id}`)).status).toBe(204);
    for (const [table, column] of [
      ['object', 'collection_id'],
      ['collection_grant', 'collection_id'],
      ['collection_clock', 'collection_id'],
      ['collection', 'id'],
    ]) {
      const { rows } = await server.database.db.work.query(
        `select from ${table} where ${column} = $1`,
        [id],
      );
      expect(rows).toEqual([]);
    }
    expect((await remove(`/collections/${id}`)).status).toBe(404);
    expect((await server.request(server.objects(root, id))).status).toBe(404);
  });

  test('is not to be seen without a grant, nor to be changed without the role', async () => {
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const as = await server.makeAccount();
    const path = `/api/v1/collections/${id}`;
    expect((await server.request(path, { as })).status).toBe(404);
    expect((await server.request('/api/v1/collections/no-such', { as })).status).toBe(404);
    await server.grant(id, as.name, false, true);
    const seen = await server.request(path, { as });
    expect(seen.json).toMatchObject({ can_read: false, can_write: true });
    const body = { title: 'mine' };
    expect((await server.request(path, { as, method: 'PATCH', body })).status).toBe(403);
    expect((await server.request(path, { as, method: 'DELETE' })).status).toBe(403);
    const made = { api_root: root, title: 'x' };
    const more = { as, method: 'POST', body: made };
    expect((await server.request('/api/v1/collections', more)).status).toBe(403);
    expect((await server.request(`${path}/grants`, { as })).status).toBe(403);
  });
});

describe('a grant', () => {
  test('is given, changed, listed and taken away, and holds from the next request on', async () => {
    const root = await server.makeRoot();
    const id = await server.makeCollection(root);
    const as = await server.makeAccount();
    const path = `/collections/${id}/grants/${as.name}`;
    const objects = server.objects(root, id);
    expect((await server.request(objects, { as })).status).toBe(404);
    const given = await put(path, { can_read: false, can_write: false });
    expect(given.status).toBe(200);
    expect(given.json).toEqual({
      collection: id,
      account: as.name,
      can_read: false,
      can_write: false,
    });
    expect((await server.request(objects, { as })).status).toBe(403);
    await put(path, { can_read: true, can_write: false });
    expect((await server.request(objects, { as })).status).toBe(200);
    expect((await get(`/collections/${id}/grants`)).json).toEqual({
      items: [{ collection: id, account: as.name, can_read: true, can_write: false }],
      more: false,
    });
    expect((await remove(path)).status).toBe(204);
    expect((await server.request(objects, { as })).status).toBe(404);
    expect((await remove(path)).status).toBe(404);
  });

  test('to nobody, or on nothing, is 404; without both rights 422', async () => {
    const id = await server.makeCollection(await server.makeRoot());
    const rights = { can_read: true, can_write: true };
    const { name } = await server.makeAccount();
    expect((await put(`/collections/${id}/grants/nobody`, rights)).status).toBe(404);
    expect((await put(`/collections/no-such/grants/${name}`, rights)).status).toBe(404);
    expect((await put(`/collections/${id}/grants/${name}`, { can_read: true })).status).toBe(422);
    const text = { can_read: 'true', can_write: true };
    expect((await put(`/collections/${id}/grants/${name}`, text)).status).toBe(422);
  });
});

test.each([
  ['/api/v1/api-roots', { name: 'A B', title: 'x' }, '`/name` must be 1 to 63 small letters'],
  ['/api/v1/api-roots', { name: 'api', title: 'x' }, 'and none of api, collections'],
  [
    '/api/v1/api-roots',
    { name: 'x', title: 'a\u0000' },
    '`/title` must not have control characters',
  ],
  ['/api/v1/accounts', { name: 'a:b', role: 'member' }, 'without a colon'],
])('%s refuses %j in words', async (path, body, words) => {
  const { status, json } = await server.request(path, { method: 'POST', body });
  expect(status).toBe(422);
  expect(json.detail).toContain(words);
});

describe('a body', () => {
  test('that is no JSON is 400', async () => {
    const answer = await server.request('/api/v1/api-roots', { method: 'POST', body: '{"name":' });
    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe('BAD_JSON');
  });

  test('of another type is 415', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const answer = await server.request('/api/v1/api-roots', {
      method: 'POST',
      body: '{}',
      headers,
    });
    expect(answer.status).toBe(415);
  });

  test('that is refused leaves nothing behind', async () => {
    const as = await server.makeAccount();
    const body = { name: 'sneaky', title: 'x' };
    const answer = await server.request('/api/v1/api-roots', { as, method: 'POST', body });
    expect(answer.status).toBe(403);
    expect((await get('/api-roots/sneaky')).status).toBe(404);
  });
});

test('a method that is not defined is 405 with those that are', async () => {
  const answer = await server.request('/api/v1/me', { method: 'DELETE' });
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
});
