// Checklist SORT: the order of items. OASIS TAXII 2.1 section 3.3.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator } from '../support/stix.ts';
import { type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf, keyOf, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

line('SORT-01', 'items come in the order of adding with every filter, on every page', async () => {
  const added = await f.readDatesAdded(f.C);
  const queries = [
    '',
    'match[version]=all',
    'match[type]=indicator',
    'match[type]=malware,relationship,x-acme-widget',
    `match[id]=${f.ids.U},${f.ids.X},${f.ids.Y}&match[version]=all`,
    'match[version]=first',
    'match[spec_version]=2.0,2.1',
  ];
  for (const query of queries)
    for (const endpoint of ['objects/', 'manifest/']) {
      const items = await f.readAll(f.path(f.C, `${endpoint}?limit=90&${query}`));
      const times = (items as { id: string; type?: string }[])
        .filter((item) => !item.id.startsWith('ipv4-addr'))
        .map((item) => added.get(keyOf(item)) ?? '');
      expect(times.length).toBeGreaterThan(0);
      expect(times).toEqual([...times].sort());
      expect(times).not.toContain('');
    }
});

line('SORT-01', 'a version added later comes later, though it is older', async () => {
  const expected = [`${f.ids.U} 2021-05-05T00:00:00.000Z`, `${f.ids.U} 2020-05-05T00:00:00.000Z`];
  for (const path of [
    `objects/${f.ids.U}/?match[version]=all`,
    `objects/?match[id]=${f.ids.U}&match[version]=all`,
    `manifest/?match[id]=${f.ids.U}&match[version]=all`,
  ])
    expect(versionsOf(await get(f, path))).toEqual(expected);
});

line('SORT-02', 'versions come in the order of adding', async () => {
  const { versions } = (await get(f, `objects/${f.ids.U}/versions/`)).json;
  expect(versions).toEqual(['2021-05-05T00:00:00.000Z', '2020-05-05T00:00:00.000Z']);
});

line('SORT-03', 'the order is the same each time', async () => {
  const first = await get(f, 'objects/?match[version]=all');
  for (let again = 0; again < 3; again += 1)
    expect((await get(f, 'objects/?match[version]=all')).text).toBe(first.text);
});

line('SORT-04', 'the objects of one envelope keep their order', async () => {
  const collection = await f.makeCollection();
  const objects = Array.from({ length: 300 }, (_, index) =>
    indicator({ modified: `20${99 - (index % 70)}-01-01T00:00:00.000Z` }),
  );
  await f.push(collection, objects);
  const found = idsOf(await f.request(f.path(collection, 'objects/')));
  expect(found).toEqual(objects.map((object) => object.id));
});
