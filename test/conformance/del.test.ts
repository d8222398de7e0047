// Checklist DEL: deleting an object. OASIS TAXII 2.1 section 5.7.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { indicator, malware } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, startFixture } from './fixture.ts';
import { dates, idsOf, UNKNOWN, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await startFixture();
});
afterAll(() => f.stop());

const YEARS = [2020, 2021, 2022, 2023, 2024];
const at = (year: number) => `${year}-01-01T00:00:00.000Z`;

/** A collection with five versions of one indicator between two other objects. */
async function prepare() {
  const collection = await f.makeCollection();
  const [one, before, after] = [indicator(), malware(), malware()];
  await f.push(collection, [
    before,
    ...YEARS.map((year) => ({ ...one, modified: at(year) })),
    after,
  ]);
  const path = f.path(collection, `objects/${one.id}/`);
  return {
    ...{ collection, id: one.id, path, others: [before.id, after.id] },
    remove: (query = '') => f.request(`${path}${query}`, { method: 'DELETE' }),
    left: async () => {
      const answer = await f.request(`${path}versions/?match[spec_version]=2.0,2.1`);
      return answer.status === 404
        ? []
        : answer.json.versions.map((v: string) => Number(v.slice(0, 4)));
    },
  };
}

line('DEL-01', 'it is answered with 200 and no payload', async () => {
  const { remove } = await prepare();
  const answer = await remove();
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.headers['content-length']).toBe('0');
  expect(answer.bytes).toHaveLength(0);
});

line('DEL-02', 'afterwards the object is 404', async () => {
  const { path, remove } = await prepare();
  await remove();
  expectError(await f.request(path), 404);
});

line('DEL-03', 'afterwards no read of the collection has it, also with an older next', async () => {
  const { collection, id, others, remove } = await prepare();
  const { next } = (await f.request(f.path(collection, 'objects/?match[version]=all&limit=2')))
    .json;
  await remove();
  for (const query of [
    '',
    'match[version]=all',
    'match[version]=first',
    `match[version]=${at(2021)}`,
    `match[version]=all&next=${next}`,
  ])
    for (const endpoint of ['objects/', 'manifest/'])
      expect(idsOf(await f.request(f.path(collection, `${endpoint}?${query}`)))).not.toContain(id);
  expect(idsOf(await f.request(f.path(collection, 'objects/?match[version]=all')))).toEqual(others);
});

line('DEL-04', 'afterwards its versions and a second DELETE are 404', async () => {
  const { path, remove } = await prepare();
  await remove();
  expectError(await f.request(`${path}versions/`), 404);
  expectError(await remove(), 404);
});

line('DEL-05', 'afterwards match[id] finds nothing', async () => {
  const { collection, id, remove } = await prepare();
  await remove();
  expectEmpty(await f.request(f.path(collection, `objects/?match[id]=${id}`)));
});

line('DEL-06', 'without match[version] all versions of all specifications go', async () => {
  const { collection, id, path, remove } = await prepare();
  const { spec_version: _, ...old } = indicator({ id, modified: at(2025) });
  await f.push(collection, [old]);
  expect((await remove()).status).toBe(200);
  expectError(await f.request(`${path}?match[version]=all&match[spec_version]=2.0,2.1`), 404);
});

line('DEL-07', 'a timestamp deletes that version alone', async () => {
  const { id, path, remove, left } = await prepare();
  expect((await remove(`?match[version]=${at(2021)}`)).status).toBe(200);
  expectError(await f.request(`${path}?match[version]=${at(2021)}`), 404);
  expect(await left()).toEqual([2020, 2022, 2023, 2024]);
  expect((await remove('?match[version]=2024-01-01T00:00:00Z')).status).toBe(200);
  expect(versionsOf(await f.request(path))).toEqual([`${id} ${at(2023)}`]);
});

line('DEL-08', 'first, last, all and lists choose versions', async () => {
  const { remove, left, path } = await prepare();
  await remove('?match[version]=first');
  expect(await left()).toEqual([2021, 2022, 2023, 2024]);
  await remove('?match[version]=last');
  expect(await left()).toEqual([2021, 2022, 2023]);
  await remove(`?match[version]=first,${at(2022)}`);
  expect(await left()).toEqual([2023]);
  await remove('?match[version]=all');
  expectError(await f.request(path), 404);
});

line(
  'DEL-08',
  'after a deletion the right version is first and last, also after a date',
  async () => {
    const { collection, id, path, remove } = await prepare();
    const t = dates(await f.request(`${path}?match[version]=${at(2021)}`)).last;
    await remove('?match[version]=last');
    expect(versionsOf(await f.request(path))).toEqual([`${id} ${at(2023)}`]);
    const poll = await f.request(
      f.path(collection, `objects/?match[type]=indicator&added_after=${t}`),
    );
    expect(versionsOf(poll)).toEqual([`${id} ${at(2023)}`]);
    await remove('?match[version]=first,last');
    expect(versionsOf(await f.request(`${path}?match[version]=first,last`))).toEqual([
      `${id} ${at(2021)}`,
      `${id} ${at(2022)}`,
    ]);
  },
);

line('DEL-09', 'match[spec_version] deletes that specification alone', async () => {
  const { collection, id, remove, left } = await prepare();
  const { spec_version: _, ...old } = indicator({ id, modified: at(2021) });
  await f.push(collection, [old]);
  expect((await remove('?match[spec_version]=2.0')).status).toBe(200);
  expect(await left()).toEqual(YEARS);
  expect(idsOf(await f.request(f.path(collection, 'objects/?match[spec_version]=2.1')))).toContain(
    id,
  );
  expectEmpty(await f.request(f.path(collection, 'objects/?match[spec_version]=2.0')));
});

line('DEL-10', 'an unknown object and a selector without a match are 404', async () => {
  const { collection, remove, left } = await prepare();
  for (const id of [UNKNOWN, 'foo', '%00'])
    expectError(await f.request(f.path(collection, `objects/${id}/`), { method: 'DELETE' }), 404);
  expectError(await remove('?match[version]=1999-01-01T00:00:00Z'), 404);
  expectError(await remove('?match[spec_version]=2.0'), 404);
  expectError(await remove(`?match[spec_version]=2.0&match[version]=${at(2021)}`), 404);
  expect(await left()).toEqual(YEARS);
});

line('DEL-11', 'malformed selectors are refused and nothing is deleted', async () => {
  const { remove, left } = await prepare();
  const bad = [
    'match[version]=',
    'match[version]=abc',
    'match[version]=all,last',
    'match[version]=last,last',
    'match[version]=LAST',
    'match[version]=first&match[version]=last',
    'match[spec_version]=',
    'match[spec_version]=2',
    'match[spec_version]=2.0&match[spec_version]=2.1',
    'match[version]=2021-13-01T00:00:00Z',
    'match[version]=first,,last',
  ];
  for (const query of bad) expectError(await remove(`?${query}`), 400);
  expect(await left()).toEqual(YEARS);
});

line(
  'DEL-12',
  'parameters that DELETE does not have are refused and nothing is deleted',
  async () => {
    const { id, remove, left } = await prepare();
    const bad = [
      'added_after=2020-01-01T00:00:00Z',
      'limit=1',
      'next=abc',
      'match[type]=indicator',
      `match[id]=${id}`,
      'match[foo]=bar',
      'match[versions]=first',
      'version=first',
      'Match[version]=first',
      'foo=1',
      'match%5Bversion=first',
    ];
    for (const query of bad) expectError(await remove(`?${query}`), 400);
    expect(await left()).toEqual(YEARS);
  },
);

line('DEL-13', 'another collection keeps the object', async () => {
  const { id, remove } = await prepare();
  const other = await f.makeCollection();
  const same = indicator({ id });
  await f.push(other, [same]);
  await remove();
  expect((await f.request(f.path(other, `objects/${id}/`))).json.objects).toEqual([same]);
});

line('DEL-14', 'added again it is new, with a later date', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  await f.push(collection, [one]);
  const first = dates(await f.request(f.path(collection, 'objects/'))).last;
  await f.request(f.path(collection, `objects/${one.id}/`), { method: 'DELETE' });
  await f.push(collection, [one]);
  const page = await f.request(f.path(collection, `objects/?added_after=${first}`));
  expect(page.json.objects).toEqual([one]);
  expect(dates(page).last > first).toBe(true);
});

line('DEL-15', 'its refusals have the codes of the table', async () => {
  const { path, left } = await prepare();
  const method = 'DELETE';
  expectError(await f.request(`${path}?limit=1`, { method }), 400);
  expectError(await f.request(path, { method, as: null }), 401);
  expectError(await f.request(f.path(f.CR, `objects/${UNKNOWN}/`), { method }), 403);
  expectError(await f.request(path, { method, as: f.users.stranger }), 404);
  expectError(await f.request(path, { method, headers: { accept: 'text/html' } }), 406);
  expect(await left()).toEqual(YEARS);
});
