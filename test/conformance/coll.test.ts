// COLL, CORS and what is left of ERR: collections, requests from scripts, refusals below the
// application. OASIS TAXII 2.1 sections 3.3, 3.6, 5.1 and 5.2.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { sendRaw } from '../support/raw.ts';
import { TAXII } from '../support/server.ts';
import { indicator } from '../support/stix.ts';
import { withStatusFault } from './fault.ts';
import { expectError, type Fixture, startFixture } from './fixture.ts';
import { type Sibling, startSibling } from './sibling.ts';
import { line } from './suite.ts';
import { getPaths } from './tour.ts';

const ORIGIN = 'https://console.example.com';
let f: Fixture;
let shared: Sibling;
beforeAll(async () => {
  f = await startFixture();
  shared = await startSibling(f.server, { CORS_ORIGINS: ORIGIN });
});
afterAll(() => f.stop());

const list = async () => (await f.request(`${f.R}collections/`)).json.collections;
const create = (body: object) =>
  f.server.request('/api/v1/collections', { method: 'POST', body: { api_root: f.root, ...body } });

line('COLL-01', 'the collections resource lists what the caller sees', async () => {
  const answer = await f.request(`${f.R}collections/`);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  const ids = answer.json.collections.map((each: { id: string }) => each.id);
  expect(ids.sort()).toEqual([f.C, f.CR, f.CW, f.CN, f.CE].sort());
});

line('COLL-02', 'without a visible collection the resource is empty', async () => {
  const root = await f.server.makeRoot();
  const answer = await f.request(`/taxii2/${root}/collections/`, { as: f.server.admin });
  expect(answer.status).toBe(200);
  expect(answer.text).toBe('{}');
});

line(['COLL-03', 'IOP-01'], 'collections come by ascending id, also after a restart', async () => {
  const ids = (await list()).map((each: { id: string }) => each.id);
  expect(ids).toEqual([...ids].sort());
  const node = await startSibling(f.server);
  const answer = await node.request(`${f.R}collections/`, { as: f.users.rw });
  expect(answer.json.collections).toEqual(await list());
});

line('COLL-04', 'all collections come at once; paging and filters are ignored', async () => {
  const all = await list();
  for (const query of ['limit=1', 'limit=0', 'next=x', 'match[id]=x', 'match[type]=y'])
    expect((await f.request(`${f.R}collections/?${query}`)).json.collections).toEqual(all);
});

line('COLL-05', 'one collection is the same as in the list', async () => {
  for (const each of await list()) expect((await f.request(f.path(each.id))).json).toEqual(each);
});

line('COLL-06', 'id, title and both rights are always there', async () => {
  for (const each of await list())
    expect(each).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      title: expect.any(String),
      can_read: expect.any(Boolean),
      can_write: expect.any(Boolean),
    });
});

line('COLL-07', 'description and alias are there when set, and absent otherwise', async () => {
  expect((await f.request(f.path(f.C))).json.alias).toBe('both');
  const plain = (await f.request(f.path(f.CR))).json;
  expect(plain).not.toHaveProperty('alias');
  expect(plain).not.toHaveProperty('description');
  const told = await f.makeCollection({ description: 'In words' });
  expect((await f.request(f.path(told))).json.description).toBe('In words');
});

line('COLL-08', 'an alias is taken once in a root, and free in another', async () => {
  expect((await create({ title: 'Again', alias: 'both' })).status).toBe(409);
  const other = await f.server.makeRoot();
  expect((await create({ api_root: other, title: 'Other', alias: 'both' })).status).toBe(201);
});

line('COLL-09', 'the alias stands for the id everywhere', async () => {
  const object = indicator();
  expect((await f.request(f.path('both'))).json.id).toBe(f.C);
  await f.push('both', [object]);
  for (const rest of [
    'objects/',
    'manifest/',
    `objects/${object.id}/`,
    `objects/${object.id}/versions/`,
  ])
    expect((await f.request(f.path('both', rest))).text).toBe(
      (await f.request(f.path(f.C, rest))).text,
    );
  const gone = await f.request(f.path('both', `objects/${object.id}/`), { method: 'DELETE' });
  expect(gone.status).toBe(200);
  expectError(await f.request(f.path(f.C, `objects/${object.id}/`)), 404);
  expect((await create({ title: 'Sly', alias: f.CR })).status).toBe(422);
});

line('COLL-10', 'media_types lists what the collection may hold', async () => {
  for (const each of await list())
    expect(each.media_types).toEqual([
      'application/stix+json;version=2.1',
      'application/stix+json;version=2.0',
    ]);
  const { json } = await f.request(f.path(f.C));
  const id = (await f.push(f.C, [indicator()])).successes?.[0]?.id;
  const manifest = await f.request(f.path(f.C, `manifest/?match[id]=${id}`));
  expect(json.media_types).toContain(manifest.json.objects[0].media_type);
});

line('COLL-11', 'unknown and invisible collections are 404', async () => {
  expectError(await f.request(f.path('0a6b3f4e-9a70-4d5c-8a44-0c6f8f9b6a10')), 404);
  expectError(await f.request(f.path('no-such-alias')), 404);
  expectError(await f.request(f.path(f.CE), { as: f.users.ro }), 404);
});

line('COLL-12', 'refusals are error resources', async () => {
  for (const path of [`${f.R}collections/`, f.path(f.C)]) {
    expectError(await f.request(path, { as: null }), 401);
    expectError(await f.request(path, { as: f.users.stranger }), 404);
    expectError(await f.request(path, { headers: { Accept: 'text/html' } }), 406);
  }
});

line('COLL-13', 'doubled titles and dots in titles are warned of', async () => {
  expect((await create({ title: 'Unlike any other' })).json.warnings).toEqual([]);
  const again = await create({ title: 'Unlike any other' });
  expect(again.status).toBe(201);
  expect(again.json.warnings).toHaveLength(1);
  expect((await create({ title: 'v1.0' })).json.warnings).toHaveLength(1);
});

line('CORS-01', 'OPTIONS tells the methods of every endpoint, without credentials', async () => {
  const { id } = await f.push(f.C, [indicator()]);
  for (const path of getPaths(f, id)) {
    const answer = await f.request(path, { method: 'OPTIONS', as: null });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(answer.headers.allow).toContain('GET');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  const options = { method: 'OPTIONS', as: null };
  expect((await f.request(f.path(f.C, 'objects/'), options)).headers.allow).toContain('POST');
});

const preflight = (server: { request: Sibling['request'] }, origin: string) =>
  server.request(f.path(f.C, 'objects/'), {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization, accept, content-type',
    },
  });

line('CORS-02', 'CORS is off by default, and a listed origin may ask first', async () => {
  const off = await preflight(f, ORIGIN);
  expect(off.headers['access-control-allow-origin']).toBeUndefined();
  const { status, headers } = await preflight(shared, ORIGIN);
  expect(status).toBe(204);
  expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  expect(headers['access-control-allow-methods']).toContain('POST');
  for (const name of ['authorization', 'accept', 'content-type'])
    expect(headers['access-control-allow-headers']).toContain(name);
});

line('CORS-03', 'the headers of TAXII are exposed to a listed origin', async () => {
  const path = f.path(f.CE, 'objects/');
  const { headers } = await shared.request(path, { headers: { Origin: ORIGIN }, as: f.users.rw });
  expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  for (const name of [
    'X-TAXII-Date-Added-First',
    'X-TAXII-Date-Added-Last',
    'WWW-Authenticate',
    'Date',
    'Retry-After',
  ])
    expect(headers['access-control-expose-headers']).toContain(name);
});

line('CORS-04', 'other origins get nothing, and * never comes with credentials', async () => {
  const other = await preflight(shared, 'https://evil.example.com');
  expect(other.headers['access-control-allow-origin']).toBeUndefined();
  const all = await startSibling(f.server, { CORS_ORIGINS: '*' });
  const { headers } = await preflight(all, 'https://any.example.com');
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
  expect(
    (await preflight(shared, ORIGIN)).headers['access-control-allow-credentials'],
  ).toBeUndefined();
});

line('ERR-06', 'refusals of the parser and the framework are TAXII errors too', async () => {
  expectError(await f.request('/nothing-here'), 404);
  expectError(await f.request(f.R, { method: 'POST' }), 405);
  expectError(await f.request(`/taxii2/?x=${'a'.repeat(20_000)}`), 414);
  expectError(await sendRaw(f.server.url, 'NONSENSE\r\n\r\n'), 400);
  const long = `GET /taxii2/ HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(70_000)}\r\n\r\n`;
  expectError(await sendRaw(f.server.url, long), 431);
  const { id } = await f.push(f.C, [indicator()]);
  const status = () => f.request(`${f.R}status/${id}/`);
  expectError(await withStatusFault(f, 'XX000', status), 500);
  expectError(await withStatusFault(f, '08006', status), 503);
  const slow = await startSibling(f.server, { BODY_IDLE_TIMEOUT_MS: '150' });
  const { name, password } = f.users.rw;
  const late = await sendRaw(
    slow.url,
    `POST ${f.path(f.C, 'objects/')} HTTP/1.1\r\nHost: x\r\nContent-Type: ${TAXII}\r\nContent-Length: 50\r\nAuthorization: Basic ${Buffer.from(`${name}:${password}`).toString('base64')}\r\n\r\n{"obj`,
  );
  expectError(late, 408);
});
