// Checklist OBJS: objects and the envelope. OASIS TAXII 2.1 sections 3.7 and 5.4.

import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { indicator, malware } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { get } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

line('OBJS-01', 'it is an envelope and nothing else', async () => {
  const answer = await get(f, 'objects/?limit=3');
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.headers).toHaveProperty('x-taxii-date-added-first');
  expect(answer.headers).toHaveProperty('x-taxii-date-added-last');
  expect(Object.keys(answer.json).sort()).toEqual(['more', 'next', 'objects']);
});

line('OBJS-02', 'nothing to return is 200 without objects', async () => {
  for (const query of [
    'match[type]=tool',
    'added_after=2100-01-01T00:00:00Z',
    'match[version]=1999-01-01T00:00:00Z',
  ])
    expectEmpty(await get(f, `objects/?${query}`));
});

line('OBJS-03', 'its elements are STIX objects, never bundles', async () => {
  const { objects } = (await get(f, 'objects/')).json;
  for (const object of objects) {
    expect(object.type).not.toBe('bundle');
    expect(object.id.startsWith(`${object.type}--`)).toBe(true);
    expect(object).not.toHaveProperty('objects');
  }
});

line('OBJS-04', 'a single object is in an envelope too', async () => {
  for (const path of [`objects/?match[id]=${f.ids.Z}`, `objects/${f.ids.Z}/`])
    expect((await get(f, path)).json.objects).toEqual([f.objects[5]]);
});

line('OBJS-05', 'an object comes back letter by letter, with nothing added', async () => {
  const collection = await f.makeCollection();
  const { id } = malware();
  const { id: second } = indicator();
  const texts = [
    `{ "type":"malware",\n\t"id":"${id}","spec_version":"2.1","created":"2020-01-01T00:00:00.0000Z","modified":"2020-01-01T00:00:00.000000Z","is_family":false,"x_float":1.0,"x_exp":1.50E+2,"x_zero":-0.0,"x_slash":"a\\/b","x_unicode":"\\u00e9é\\ud83d\\udca5💥\\u0000","x_html":"<b>&amp;</b>\\u2028","x_list":[ 1 , 2.50 ],"x_null_free":{"b":1,"a":2},"x__proto__":1}`,
    `{"modified":"2021-06-01T00:00:00.1Z","id":"${second}","created":"2020-01-01T00:00:00.120Z","type":"indicator","pattern":"[file:name = 'a\\\\\\\\b\\tc']","pattern_type":"stix","valid_from":"2020-01-01T00:00:00Z"}`,
  ];
  const answer = await f.request(f.path(collection, 'objects/'), {
    method: 'POST',
    body: `{"objects": [ ${texts.join(' ,\n')} ] }`,
  });
  expect(answer.json).toMatchObject({ success_count: 2, failure_count: 0 });
  const page = await f.request(f.path(collection, 'objects/?match[version]=all'));
  for (const text of texts) expect(page.text).toContain(text);
  expect(page.text).toContain(`[${texts.join(',')}]`);
});

line('OBJS-06', 'more is true exactly while there is more', async () => {
  expect((await get(f, 'objects/?limit=255')).json.more).toBe(true);
  expect([undefined, false]).toContain((await get(f, 'objects/?limit=256')).json.more);
});

line('OBJS-07', 'its refusals have the codes of the table', async () => {
  expectError(await get(f, 'objects/?limit=0'), 400);
  expectError(await get(f, 'objects/', { as: null }), 401);
  expectError(await get(f, 'objects/', { as: f.users.wo }), 403);
  expectError(await get(f, 'objects/', { as: f.users.stranger }), 404);
  expectError(await get(f, 'objects/', { headers: { accept: 'text/html' } }), 406);
});

line('OBJS-08', 'an unknown collection or root is 404', async () => {
  expectError(await f.request(f.path('11111111-1111-4111-8111-111111111111', 'objects/')), 404);
  expectError(await f.request(f.path('nosuchalias', 'objects/')), 404);
  expectError(await f.request(f.path(f.C, 'objects/').replace(f.root, 'nosuchroot')), 404);
});

line('OBJS-09', 'an empty collection is 200 without objects', async () => {
  expectEmpty(await f.request(f.path(f.CE, 'objects/')));
});

line('OBJS-10', 'a page says its length or is whole', async () => {
  const plain = await get(f, 'objects/');
  expect(Number(plain.headers['content-length'])).toBe(plain.bytes.length);
  const packed = await f.server.request(f.path(f.C, 'objects/'), {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.bytes).toString()).toBe(plain.text);
});

line('OBJS-10', 'a page ends early, with more, at its limit of octets', async () => {
  const small = await loadFixture({ PAGE_MAX_BYTES: String(64 * 1024) });
  try {
    const page = await get(small, 'objects/');
    expect(page.json.more).toBe(true);
    expect(page.bytes.length).toBeLessThan(70 * 1024);
    const all = await small.readAll(small.path(small.C, 'objects/'));
    expect(all).toHaveLength(256);
    const big = malware({ description: 'x'.repeat(200_000) });
    const collection = await small.makeCollection();
    await small.push(collection, [big, indicator()]);
    expect((await small.request(small.path(collection, 'objects/'))).json.objects).toEqual([big]);
  } finally {
    await small.stop();
  }
});

line('OBJS-10', 'a fault of the database is an error, not a page', async () => {
  const { work } = f.server.database.db;
  await work.query('alter table object rename to object_away');
  try {
    expectError(await get(f, 'objects/'), 500);
  } finally {
    await work.query('alter table object_away rename to object');
  }
  expect((await get(f, 'objects/')).json.objects).toHaveLength(256);
});
