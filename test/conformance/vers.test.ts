// Checklist VERS: the versions of an object. OASIS TAXII 2.1 section 5.8.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { malware } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { dates, get, idsOf, UNKNOWN } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const OF_X = ['2020-01-01T00:00:00.000Z', '2021-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z'];

line('VERS-01', 'it is a list of texts with the media type and both headers', async () => {
  const answer = await get(f, `objects/${f.ids.X}/versions/`);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.headers).toHaveProperty('x-taxii-date-added-first');
  expect(answer.headers).toHaveProperty('x-taxii-date-added-last');
  expect(answer.json.versions).toEqual(OF_X);
  expect(Object.keys(answer.json).filter((key) => !['more', 'versions'].includes(key))).toEqual([]);
});

line('VERS-02', 'versions are the sender’s text and find the version again', async () => {
  const collection = await f.makeCollection();
  const one = malware({ created: '2020-01-01T00:00:00.000Z' });
  const texts = [
    '2020-01-01T00:00:00.000Z',
    '2020-01-01T00:00:00.5000Z',
    '2020-01-01T00:00:00.500100Z',
    '2021-01-01T00:00:00.000Z',
    '2021-01-01T00:00:00.123456789012Z',
    '2022-01-01T00:00:00.0000Z',
  ];
  await f.push(
    collection,
    texts.map((modified) => ({ ...one, modified })),
  );
  const path = f.path(collection, `objects/${one.id}/`);
  expect((await f.request(`${path}versions/`)).json.versions).toEqual(texts);
  for (const text of texts)
    expect((await f.request(`${path}?match[version]=${text}`)).json.objects).toEqual([
      { ...one, modified: text },
    ]);
  expect((await get(f, `objects/${f.ids.Z}/versions/`)).json.versions).toEqual([
    '2020-01-01T00:00:00.000Z',
  ]);
});

line('VERS-03', 'without versions to return the list is absent', async () => {
  expectEmpty(await get(f, `objects/${f.ids.X}/versions/?added_after=2100-01-01T00:00:00Z`));
  expectEmpty(await get(f, `objects/${f.ids.X}/versions/?match[spec_version]=2.0`));
});

line('VERS-04', 'an unknown object is 404', async () => {
  for (const id of [UNKNOWN, 'foo', f.ids.X.replace('indicator', 'malware')])
    expectError(await get(f, `objects/${id}/versions/`), 404);
  expectError(await get(f, `objects/${UNKNOWN}/versions/?added_after=2100-01-01T00:00:00Z`), 404);
  expectError(await f.request(f.path(f.CE, `objects/${f.ids.X}/versions/`)), 404);
});

line('VERS-05', 'added_after, limit, next and match[spec_version] are honoured', async () => {
  const path = `objects/${f.ids.X}/versions/`;
  const first = await get(f, `${path}?limit=2`);
  expect(first.json).toMatchObject({ more: true, versions: OF_X.slice(0, 2) });
  const second = await get(f, `${path}?limit=2&next=${first.json.next}`);
  expect(second.json.versions).toEqual(OF_X.slice(2));
  expect([undefined, false]).toContain(second.json.more);
  expect((await get(f, `${path}?added_after=${dates(first).last}`)).json.versions).toEqual(
    OF_X.slice(2),
  );
  expect((await get(f, `${path}?match[spec_version]=2.1`)).json.versions).toEqual(OF_X);
});

line(['VERS-06', 'IOP-13'], 'stepping by the last date added gives all versions', async () => {
  const found: string[] = [];
  for (let after = ''; ; ) {
    const query = after === '' ? '' : `&added_after=${after}`;
    const page = await get(f, `objects/${f.ids.X}/versions/?limit=1${query}`);
    if (page.json.versions === undefined) break;
    found.push(...page.json.versions);
    after = dates(page).last;
  }
  expect(found).toEqual(OF_X);
});

line('VERS-07', 'a version in two specifications is listed once', async () => {
  const collection = await f.makeCollection();
  const one = malware();
  const { spec_version: _, ...old } = one;
  const later = { ...one, modified: '2021-01-01T00:00:00.000Z' };
  await f.push(collection, [old, one, later]);
  const path = f.path(collection, `objects/${one.id}/versions/?match[spec_version]=2.0,2.1`);
  expect((await f.request(path)).json.versions).toEqual([one.modified, later.modified]);
  expect(await f.readAll(`${path}&limit=1`, 'versions')).toEqual([one.modified, later.modified]);
  const all = `objects/${one.id}/?match[spec_version]=2.0,2.1&match[version]=all`;
  expect(idsOf(await f.request(f.path(collection, all)))).toHaveLength(3);
});

line('VERS-08', 'its refusals have the codes of the table', async () => {
  const path = `objects/${f.ids.X}/versions/`;
  expectError(await get(f, `${path}?limit=0`), 400);
  expectError(await get(f, path, { as: null }), 401);
  expectError(await get(f, path, { as: f.users.wo }), 403);
  expectError(await get(f, path, { as: f.users.stranger }), 404);
  expectError(await get(f, path, { headers: { accept: 'text/html' } }), 406);
});
