// IOP: what the interoperability document is known to exercise, each topic as a client would run it.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { startSibling } from './sibling.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const MISSING = 'indicator--5b2ac3b5-7b54-4f3a-8a6b-0d5b8d3b8a11';
const objects = async (query: string) =>
  ((await f.request(f.path(f.C, `objects/?${query}`))).json.objects ?? []) as {
    id: string;
    type: string;
    modified?: string;
  }[];
const idsOf = (found: readonly { id: string }[]) => found.map((object) => object.id);

line('IOP-03', 'discovery without or with wrong credentials: 401, challenge, error', async () => {
  for (const as of [null, { name: 'rw', password: 'wrong' }]) {
    const answer = await f.request('/taxii2/', { as });
    expectError(answer, 401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
  }
});

line('IOP-05', 'roots are listed as paths or as absolute URLs, and both resolve', async () => {
  const [path] = (await f.request('/taxii2/')).json.api_roots;
  expect(path).toBe('/taxii2/api1/');
  expect((await f.request(path)).json.title).toBe('First root');
  const env = { PUBLIC_URL: 'https://taxii.example.com', TRUST_PROXY: '1' };
  const absolute = await startSibling(f.server, env);
  const as = f.users.rw;
  const [url] = (await absolute.request('/taxii2/', { as })).json.api_roots;
  expect(url).toBe('https://taxii.example.com/taxii2/api1/');
  expect((await absolute.request(new URL(url).pathname, { as })).json.title).toBe('First root');
});

line('IOP-06', 'an API root, and 404 for an unknown one', async () => {
  expect((await f.request(f.R)).status).toBe(200);
  expectError(await f.request('/api3/'), 404);
  expectError(await f.request('/taxii2/api3/'), 404);
});

line('IOP-07', 'the four kinds of collection are there with their rights', async () => {
  for (const [id, can_read, can_write] of [
    [f.CW, false, true],
    [f.C, true, true],
    [f.CR, true, false],
    [f.CN, false, false],
  ] as const)
    expect((await f.request(f.path(id))).json).toMatchObject({ id, can_read, can_write });
});

line('IOP-08', 'what the rights do not allow is 403, deleting with neither is 404', async () => {
  const body = { objects: [indicator()] };
  expectError(await f.request(f.path(f.CW, 'objects/')), 403);
  expectError(await f.request(f.path(f.CR, 'objects/'), { method: 'POST', body }), 403);
  for (const [id, status] of [
    [f.CR, 403],
    [f.CW, 403],
    [f.CN, 404],
  ] as const)
    expectError(await f.request(f.path(id, `objects/${MISSING}/`), { method: 'DELETE' }), status);
  expectError(await f.request(f.path('0a6b3f4e-9a70-4d5c-8a44-0c6f8f9b6a10')), 404);
});

line('IOP-09', 'manifest, objects, an empty collection, one object, none, versions', async () => {
  expect((await f.request(f.path(f.C, 'manifest/'))).json.objects).toHaveLength(256);
  expect((await f.request(f.path(f.C, 'objects/'))).json.objects).toHaveLength(256);
  expectEmpty(await f.request(f.path(f.CE, 'objects/')));
  const one = await f.request(f.path(f.C, `objects/${f.ids.X}/`));
  expect(one.json.objects).toEqual([f.objects[2]]);
  expectError(await f.request(f.path(f.C, `objects/${MISSING}/`)), 404);
  const versions = await f.request(f.path(f.C, `objects/${f.ids.X}/versions/`));
  expect(versions.json.versions).toHaveLength(3);
});

line('IOP-10', 'adding: all succeed, each with a message; then deleting', async () => {
  const added = [indicator(), indicator()];
  const status = await f.push(f.C, added);
  expect(status).toMatchObject({ status: 'complete', total_count: 2, success_count: 2 });
  expect(status.successes?.map((detail) => detail.message)).toEqual(Array(2).fill('Stored.'));
  expect((await f.request(`${f.R}status/${status.id}/`)).json).toEqual(status);
  for (const { id } of added) {
    const path = f.path(f.C, `objects/${id}/`);
    expect((await f.request(path, { method: 'DELETE' })).status).toBe(200);
    expectError(await f.request(path), 404);
  }
});

line('IOP-11', 'filters alone and together', async () => {
  const { X, Y, Z, W } = f.ids;
  const [first] = [...(await f.readDatesAdded(f.C)).values()];
  expect(idsOf(await objects(`added_after=${first}`))).toContain(X);
  expect(await objects('limit=2')).toHaveLength(2);
  expect(idsOf(await objects(`match[id]=${X}`))).toEqual([X]);
  expect(idsOf(await objects('match[type]=ipv4-addr'))).toEqual([W]);
  const all = await objects(`match[id]=${X}&match[version]=all`);
  expect(all.map((object) => object.modified?.slice(0, 4))).toEqual(['2020', '2021', '2022']);
  expect(idsOf(await objects('match[spec_version]=2.0'))).toEqual([Y]);
  expect(idsOf(await objects('match[type]=malware,marking-definition'))).toEqual([Y, Z]);
  expect(await objects(`match[type]=indicator&match[id]=${Y}`)).toEqual([]);
  expect(idsOf(await objects(`match[type]=indicator,malware&match[id]=${X},${Y},${Z}`))).toEqual([
    X,
    Y,
  ]);
  const twice = 'objects/?match[type]=campaign&match[type]=malware';
  expectError(await f.request(f.path(f.C, twice)), 400);
});

line('IOP-13', 'versions page by added_after; custom properties in an envelope pass', async () => {
  const found: string[] = [];
  let after = '1970-01-01T00:00:00.000000Z';
  let more = true;
  while (more) {
    const path = f.path(f.C, `objects/${f.ids.X}/versions/?limit=1&added_after=${after}`);
    const page = await f.request(path);
    found.push(...(page.json.versions ?? []));
    more = page.json.more === true;
    after = String(page.headers['x-taxii-date-added-last']);
  }
  expect(found).toEqual(f.objects.slice(0, 3).map((object) => object.modified));
  const body = { objects: [indicator()], x_example: 'custom' };
  const answer = await f.request(f.path(f.C, 'objects/'), { method: 'POST', body });
  expect(answer.json).toMatchObject({ total_count: 1, success_count: 1 });
});
