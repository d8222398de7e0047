// Checklist NEXT: pages, more and next. OASIS TAXII 2.1 sections 3.4, 3.5 and 3.7.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { dates, get, idsOf, keyOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const ALL = 'match[version]=all&match[spec_version]=2.0,2.1';

line('NEXT-01', 'more is true while items remain', async () => {
  for (const path of [
    'objects/?limit=1',
    'manifest/?limit=1',
    `objects/${f.ids.X}/?match[version]=all&limit=2`,
    `objects/${f.ids.X}/versions/?limit=2`,
  ])
    expect((await get(f, path)).json.more).toBe(true);
});

line('NEXT-02', 'next comes with more on all four resources', async () => {
  for (const path of [
    'objects/?limit=1',
    'manifest/?limit=1',
    `objects/${f.ids.X}/?match[version]=all&limit=2`,
    `objects/${f.ids.X}/versions/?limit=2`,
  ]) {
    const { next } = (await get(f, path)).json;
    expect(typeof next).toBe('string');
    expect(next).toMatch(/^[\w-]+$/);
  }
});

line('NEXT-03', 'the last page has no next', async () => {
  for (const path of [
    'objects/?limit=200',
    'manifest/?limit=200',
    `objects/${f.ids.X}/?match[version]=all&limit=2`,
    `objects/${f.ids.X}/versions/?limit=2`,
  ]) {
    const page = await get(f, path);
    const last = await get(f, `${path}&next=${page.json.next}`);
    expect(last.status).toBe(200);
    expect(last.json.next).toBeUndefined();
    expect([undefined, false]).toContain(last.json.more);
  }
});

line('NEXT-04', 'following next gives everything once, in order', async () => {
  for (const limit of [1, 7, 100]) {
    const whole = (await get(f, `objects/?${ALL}&limit=1000`)).json.objects;
    if (limit > 1)
      expect(await f.readAll(f.path(f.C, `objects/?${ALL}&limit=${limit}`))).toEqual(whole);
    const records = (await get(f, 'manifest/?limit=1000')).json.objects;
    if (limit > 1)
      expect(await f.readAll(f.path(f.C, `manifest/?limit=${limit}`))).toEqual(records);
    const versions = await f.readAll(
      f.path(f.C, `objects/${f.ids.X}/versions/?limit=${limit}`),
      'versions',
    );
    expect(versions).toHaveLength(3);
  }
});

line('NEXT-05', 'a next that was not given out here is refused', async () => {
  const { next } = (await get(f, 'objects/?limit=10')).json;
  const flipped = `${next[0] === 'A' ? 'B' : 'A'}${next.slice(1)}`;
  const bad = [
    'abc',
    '0',
    '1',
    `${next}x`,
    next.slice(0, -1),
    next.slice(1),
    flipped,
    next.toLowerCase(),
    `${next}%00`,
    `${next}=`,
    'x'.repeat(5000),
    '%F0%9F%92%A5',
    '%ff',
  ];
  for (const value of bad)
    for (const endpoint of [
      'objects/',
      'manifest/',
      `objects/${f.ids.X}/`,
      `objects/${f.ids.X}/versions/`,
    ])
      expectError(await get(f, `${endpoint}?next=${value}`), 400);
});

line('NEXT-05', 'a next of another collection is refused', async () => {
  const { next } = (await get(f, 'objects/?limit=10')).json;
  expectError(await f.request(f.path(f.CE, `objects/?next=${next}`)), 400);
});

line('NEXT-06', 'a next reveals nothing to who may not read, or not any more', async () => {
  const { next } = (await get(f, 'objects/?limit=10')).json;
  const path = f.path(f.C, `objects/?limit=10&next=${next}`);
  expect((await f.request(path, { as: f.users.ro })).status).toBe(200);
  expectError(await f.request(path, { as: f.users.wo }), 403);
  expectError(await f.request(path, { as: f.users.none }), 403);
  expectError(await f.request(path, { as: f.users.stranger }), 404);
  expectError(await f.request(path, { as: null }), 401);
  await f.server.grant(f.C, f.users.ro.name, false, false);
  expectError(await f.request(path, { as: f.users.ro }), 403);
  await f.server.grant(f.C, f.users.ro.name, true, false);
});

line('NEXT-07', 'filters given with next are applied', async () => {
  const { next } = (await get(f, 'objects/?limit=2')).json;
  expect(idsOf(await get(f, `objects/?match[type]=relationship&next=${next}`))).toEqual([f.ids.U]);
  expect(idsOf(await get(f, `objects/?match[id]=${f.ids.V}&next=${next}`))).toEqual([f.ids.V]);
});

line('NEXT-08', 'a next is a position, the same for equal requests', async () => {
  const first = (await get(f, 'objects/?limit=10')).json.next;
  expect((await get(f, 'objects/?limit=10')).json.next).toBe(first);
  const page = await get(f, `objects/?limit=10&next=${first}`);
  expect((await get(f, `objects/?limit=10&next=${first}`)).text).toBe(page.text);
  expect(
    (await get(f, `manifest/?limit=10&next=${first}`)).json.objects.map(
      (o: { id: string }) => o.id,
    ),
  ).toEqual(idsOf(page));
});

line('NEXT-09', 'limit may change between pages', async () => {
  const whole = idsOf(await get(f, 'objects/'));
  const found: string[] = [];
  let next: string | undefined;
  for (const limit of [50, 3, 1, 150, 1000]) {
    const page = await get(
      f,
      `objects/?limit=${limit}${next === undefined ? '' : `&next=${next}`}`,
    );
    found.push(...idsOf(page));
    next = page.json.next;
  }
  expect(found).toEqual(whole);
});

line('NEXT-10', 'added_after may be dropped or repeated on the second page', async () => {
  const start = dates(await get(f, 'objects/?limit=20')).last;
  const first = await get(f, `objects/?added_after=${start}&limit=30`);
  const { next } = first.json;
  const rest = idsOf(await get(f, `objects/?added_after=${start}`)).slice(30);
  expect(idsOf(await get(f, `objects/?added_after=${start}&next=${next}`))).toEqual(rest);
  expect(idsOf(await get(f, `objects/?next=${next}`))).toEqual(rest);
  const moved = dates(first).last;
  expect(idsOf(await get(f, `objects/?added_after=${moved}&next=${next}`))).toEqual(rest);
});

line(
  ['NEXT-09', 'NEXT-10'],
  'a dropped added_after does not change which versions are last',
  async () => {
    const collection = await f.makeCollection();
    const one = indicator();
    const others = [indicator(), indicator()];
    await f.push(collection, [{ ...one, modified: '2022-01-01T00:00:00.000Z' }]);
    const start = dates(await f.request(f.path(collection, 'objects/'))).last;
    await f.push(collection, [...others, { ...one, modified: '2021-01-01T00:00:00.000Z' }]);
    const newer = indicator();
    await f.push(collection, [newer]);
    const first = await f.request(f.path(collection, `objects/?added_after=${start}&limit=2`));
    const rest = await f.request(f.path(collection, `objects/?limit=2&next=${first.json.next}`));
    expect([...idsOf(first), ...idsOf(rest)]).toEqual([
      ...others.map((o) => o.id),
      one.id,
      newer.id,
    ]);
  },
);

line('NEXT-11', 'a filter that changes between pages is applied from there', async () => {
  const first = await get(f, 'objects/?match[type]=malware,relationship&limit=1');
  const rest = await get(
    f,
    `objects/?match[type]=x-acme-widget,marking-definition&next=${first.json.next}`,
  );
  expect(idsOf(rest)).toEqual([f.ids.Z, f.ids.V]);
});

line('NEXT-12', 'a page emptied by deletions is answered, without more', async () => {
  const collection = await f.makeCollection();
  const objects = [indicator(), indicator(), indicator()];
  await f.push(collection, objects);
  const { next } = (await f.request(f.path(collection, 'objects/?limit=1'))).json;
  for (const { id } of objects.slice(1))
    await f.request(f.path(collection, `objects/${id}/`), { method: 'DELETE' });
  const page = await f.request(f.path(collection, `objects/?limit=1&next=${next}`));
  expectEmpty(page);
  expect(dates(page).last).toMatch(/^\d{4}-.*\.\d{6}Z$/);
});

line(
  ['NEXT-13', 'NEXT-16'],
  'objects added while a client pages come at the end, once',
  async () => {
    const collection = await f.makeCollection();
    const early = Array.from({ length: 20 }, () => indicator());
    await f.push(collection, early);
    const late: string[] = [];
    const found: string[] = [];
    let next: string | undefined;
    for (let pages = 0; pages === 0 || next !== undefined; pages += 1) {
      const query = `objects/?limit=3${next === undefined ? '' : `&next=${next}`}`;
      const page = await f.request(f.path(collection, query));
      found.push(...idsOf(page));
      next = page.json.next;
      if (pages < 4) {
        const more = [indicator(), indicator()];
        late.push(...more.map((object) => object.id));
        await f.push(collection, more);
      }
    }
    expect(found).toEqual([...early.map((object) => object.id), ...late]);
  },
);

line('NEXT-14', 'an empty next is the first page', async () => {
  const plain = await get(f, 'objects/?limit=5');
  expect((await get(f, 'objects/?limit=5&next=')).text).toBe(plain.text);
});

line('NEXT-15', 'stepping by the last date added gives the same set', async () => {
  const found: string[] = [];
  for (let after = '1970-01-01T00:00:00Z'; ; ) {
    const page = await get(f, `objects/?limit=60&${ALL}&added_after=${after}`);
    if (page.json.objects === undefined) break;
    found.push(...page.json.objects.map(keyOf));
    after = dates(page).last;
  }
  expect(found).toEqual(f.objects.map((object) => keyOf(object)));
});

line(
  ['NEXT-15', 'NEXT-16'],
  'every stored version has a date of its own, rising in the order of adding',
  async () => {
    const added = [...(await f.readDatesAdded(f.C)).values()];
    expect(added).toHaveLength(260);
    expect(new Set(added).size).toBe(260);
    expect([...added].sort()).toEqual(added);
  },
);
