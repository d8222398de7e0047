// Checklist MANI: the manifest. OASIS TAXII 2.1 section 5.3.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

line('MANI-01', 'it is answered with 200, the media type and both headers', async () => {
  const answer = await get(f, 'manifest/');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.headers).toHaveProperty('x-taxii-date-added-first');
  expect(answer.headers).toHaveProperty('x-taxii-date-added-last');
  expect(
    Object.keys(answer.json).filter((key) => !['more', 'next', 'objects'].includes(key)),
  ).toEqual([]);
});

line('MANI-02', 'without records it has no objects', async () => {
  expectEmpty(await f.request(f.path(f.CE, 'manifest/')));
  expectEmpty(await get(f, 'manifest/?match[type]=tool'));
});

line('MANI-03', 'each version has a record of its own', async () => {
  const versions = versionsOf(await get(f, `manifest/?match[id]=${f.ids.X}&match[version]=all`));
  expect(versions).toEqual(f.objects.slice(0, 3).map((object) => `${f.ids.X} ${object.modified}`));
});

line('MANI-04', 'each record has id, date_added and version', async () => {
  const { objects } = (await get(f, 'manifest/?match[version]=all&match[spec_version]=2.0,2.1'))
    .json;
  expect(objects).toHaveLength(260);
  for (const [index, record] of objects.entries()) {
    const object = f.objects[index];
    expect(record.id).toBe(object?.id);
    expect(record.date_added).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
    expect(record.version).toBe(object?.modified ?? object?.created ?? record.date_added);
  }
});

line('MANI-05', 'its media types are those of the collection', async () => {
  const { media_types } = (await f.request(f.path(f.C))).json;
  const { objects } = (await get(f, 'manifest/?match[version]=all&match[spec_version]=2.0,2.1'))
    .json;
  for (const record of objects) {
    expect(media_types).toContain(record.media_type);
    const is20 = record.version === '2018-02-23T18:30:00.000Z';
    expect(record.media_type).toBe(`application/stix+json;version=${is20 ? '2.0' : '2.1'}`);
  }
});

line('MANI-06', 'filters look at the object behind the record', async () => {
  expect(idsOf(await get(f, 'manifest/?match[type]=malware'))).toEqual([f.ids.Y]);
  expect(idsOf(await get(f, 'manifest/?match[type]=indicator'))).toHaveLength(251);
  expect(idsOf(await get(f, 'manifest/?match[spec_version]=2.0'))).toEqual([f.ids.Y]);
});

line('MANI-07', 'any query finds the same as on objects, in the same order', async () => {
  const { X, Y, U } = f.ids;
  const queries = [
    '',
    'match[version]=all',
    'match[version]=first',
    'match[version]=first,last',
    'match[spec_version]=2.0,2.1',
    `match[id]=${X},${Y},${U}&match[version]=all`,
    'match[type]=malware,relationship',
    'limit=10',
    'match[version]=2021-01-01T00:00:00Z',
  ];
  for (const query of queries) {
    const objects = await get(f, `objects/?${query}`);
    const manifest = await get(f, `manifest/?${query}`);
    const isVersioned = (key: string) => !key.startsWith('ipv4-addr');
    expect(versionsOf(manifest).filter(isVersioned)).toEqual(
      versionsOf(objects).filter(isVersioned),
    );
    expect(idsOf(manifest)).toEqual(idsOf(objects));
    expect(manifest.json.next).toBe(objects.json.next);
  }
});

line('MANI-08', 'more and next are as on the envelope', async () => {
  const page = await get(f, 'manifest/?limit=250');
  expect(page.json.more).toBe(true);
  const last = await get(f, `manifest/?limit=250&next=${page.json.next}`);
  expect(idsOf(last)).toHaveLength(6);
  expect([undefined, false]).toContain(last.json.more);
  expect(last.json.next).toBeUndefined();
});

line('MANI-09', 'its refusals have the codes of the table', async () => {
  expectError(await get(f, 'manifest/?limit=0'), 400);
  expectError(await get(f, 'manifest/', { as: null }), 401);
  expectError(await get(f, 'manifest/', { as: f.users.wo }), 403);
  expectError(await get(f, 'manifest/', { as: f.users.stranger }), 404);
  expectError(await get(f, 'manifest/', { headers: { accept: 'text/html' } }), 406);
});

line('MANI-10', 'bodies are not read for it', async () => {
  const { recordsStatement } = await import('../../src/store/poll.ts');
  const query = {
    ...{ collection_id: f.C, added_after: 0, after: 0, until: null, limit: 100, ids: null },
    ...{ types: null, spec_versions: null, keywords: ['last'] as const, versions: [] },
    distinct_versions: false,
  };
  const { text, values } = recordsStatement(query);
  expect(text).not.toMatch(/\bbody\b|\*/);
  const { rows } = await f.server.database.db.polls.query(`explain (verbose) ${text}`, values);
  expect(JSON.stringify(rows)).not.toMatch(/\bbody\b/);
});
