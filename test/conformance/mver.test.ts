// Checklist MVER: match[version]. OASIS TAXII 2.1 section 3.4.1.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator, ipv4Addr, malware } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { dates, get, idsOf, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const V1 = '2020-01-01T00:00:00.000Z';
const V2 = '2021-01-01T00:00:00.000Z';
const V3 = '2022-01-01T00:00:00.000Z';

/** The versions of X that a query finds, on each endpoint that has match[version]. */
async function expectOfX(query: string, versions: readonly string[]): Promise<void> {
  const { X } = f.ids;
  for (const path of [`objects/?match[id]=${X}&`, `manifest/?match[id]=${X}&`, `objects/${X}/?`])
    expect([path, versionsOf(await get(f, `${path}${query}`))]).toEqual([
      path,
      versions.map((v) => `${X} ${v}`),
    ]);
}

line('MVER-01', 'without it the last version comes, one of each object', async () => {
  await expectOfX('', [V3]);
  await expectOfX('match[version]=last', [V3]);
  for (const endpoint of ['objects/', 'manifest/']) {
    const ids = idsOf(await get(f, endpoint));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

line(
  'MVER-02',
  'last is the greatest instant, not the last added and not the greatest text',
  async () => {
    expect(versionsOf(await get(f, `objects/${f.ids.U}/`))).toEqual([
      `${f.ids.U} 2021-05-05T00:00:00.000Z`,
    ]);
    const collection = await f.makeCollection();
    const one = malware();
    const times = [
      '2020-01-01T00:00:00.100Z',
      '2020-01-01T00:00:00.10001Z',
      '2020-01-01T00:00:00.099Z',
      '2020-01-01T00:00:00.000Z',
    ];
    for (const modified of times) await f.push(collection, [{ ...one, created: V1, modified }]);
    const path = f.path(collection, `objects/${one.id}/`);
    expect(versionsOf(await f.request(path))).toEqual([`${one.id} 2020-01-01T00:00:00.10001Z`]);
    expect(versionsOf(await f.request(`${path}?match[version]=first`))).toEqual([
      `${one.id} 2020-01-01T00:00:00.000Z`,
    ]);
  },
);

line('MVER-03', 'first is the earliest version', async () => {
  await expectOfX('match[version]=first', [V1]);
  expect(versionsOf(await get(f, `objects/${f.ids.U}/?match[version]=first`))).toEqual([
    `${f.ids.U} 2020-05-05T00:00:00.000Z`,
  ]);
});

line('MVER-04', 'all is every version', async () => {
  await expectOfX('match[version]=all', [V1, V2, V3]);
});

line(
  'MVER-05',
  'a timestamp names the versions of that instant, however it is written',
  async () => {
    for (const text of [
      '2021-01-01T00:00:00Z',
      '2021-01-01T00:00:00.0Z',
      V2,
      '2021-01-01T00:00:00.000000000Z',
    ])
      await expectOfX(`match[version]=${text}`, [V2]);
    expectEmpty(await get(f, 'objects/?match[version]=2021-01-01T00:00:00.001Z'));
    expectEmpty(await get(f, `objects/?match[id]=${f.ids.X}&match[version]=1999-01-01T00:00:00Z`));
  },
);

line('MVER-06', 'several values give the union, nothing twice', async () => {
  await expectOfX('match[version]=first,last', [V1, V3]);
  await expectOfX(`match[version]=first,${V2},last`, [V1, V2, V3]);
  await expectOfX(`match[version]=${V1},${V2}`, [V1, V2]);
  await expectOfX(`match[version]=last,${V3}`, [V3]);
  expect(idsOf(await get(f, `objects/?match[id]=${f.ids.Z}&match[version]=first,last`))).toEqual([
    f.ids.Z,
  ]);
});

line('MVER-07', 'all with anything else is refused', async () => {
  for (const value of ['all,last', 'first,all', `all,${V1}`, 'all,all'])
    for (const path of ['objects/', 'manifest/', `objects/${f.ids.X}/`])
      expectError(await get(f, `${path}?match[version]=${value}`), 400);
});

line('MVER-08', 'a repeated value is refused, also one written differently', async () => {
  for (const value of [
    'last,last',
    'first,last,first',
    `${V1},${V1}`,
    `${V1},2020-01-01T00:00:00Z`,
  ])
    for (const path of ['objects/', 'manifest/', `objects/${f.ids.X}/`])
      expectError(await get(f, `${path}?match[version]=${value}`), 400);
});

line('MVER-09', 'anything else is refused, and any precision is not', async () => {
  const bad = [
    'abc',
    'LAST',
    'latest',
    '',
    'last,',
    '2020-13-01T00:00:00Z',
    '2020-01-01',
    '2020-01-01T00:00:00%2B00:00',
    '*',
    'last;first',
    '%00',
  ];
  for (const value of bad)
    for (const path of ['objects/', 'manifest/', `objects/${f.ids.X}/`])
      expectError(await get(f, `${path}?match[version]=${value}`), 400);
  for (const value of [
    '2020-01-01T00:00:00.0000Z',
    '2020-01-01T00:00:00.000000Z',
    '2020-01-01T00:00:00.000000000Z',
  ])
    await expectOfX(`match[version]=${value}`, [V1]);
});

line('MVER-10', 'an object with only created has it as its version', async () => {
  const { Z } = f.ids;
  const queries = [
    '',
    `match[version]=${V1}`,
    'match[version]=first',
    'match[version]=last',
    'match[version]=all',
  ];
  for (const query of queries)
    for (const path of [`objects/?match[id]=${Z}&`, `manifest/?match[id]=${Z}&`, `objects/${Z}/?`])
      expect(versionsOf(await get(f, `${path}${query}`))).toEqual([`${Z} ${V1}`]);
  expect((await get(f, `objects/${Z}/versions/`)).json.versions).toEqual([V1]);
});

line(
  'MVER-11',
  'an object with neither has its date added as its version, everywhere',
  async () => {
    const collection = await f.makeCollection();
    // Many, so that some of the dates end in zeros.
    const objects = Array.from({ length: 60 }, () => ipv4Addr());
    const status = await f.push(collection, objects);
    const { objects: records } = (await f.request(f.path(collection, 'manifest/'))).json;
    for (const [index, { id }] of objects.entries()) {
      const { version, date_added } = records[index];
      expect(version).toMatch(/\.\d{6}Z$/);
      expect(version).toBe(date_added);
      expect(status.successes?.[index]).toMatchObject({ id, version });
    }
    for (const record of records.slice(0, 12)) {
      const path = f.path(collection, `objects/${record.id}/`);
      expect((await f.request(`${path}versions/`)).json.versions).toEqual([record.version]);
      expect(idsOf(await f.request(`${path}?match[version]=${record.version}`))).toEqual([
        record.id,
      ]);
      expect(
        idsOf(await f.request(f.path(collection, `objects/?match[version]=${record.version}`))),
      ).toEqual([record.id]);
    }
  },
);

line('MVER-12', 'first and last are meant of the whole, not of a page', async () => {
  const found = await f.readAll(
    f.path(f.C, `objects/?limit=1&match[id]=${f.ids.X},${f.ids.U},${f.ids.Y}`),
  );
  expect(found).toEqual([f.objects[2], f.objects[3], f.objects[8]]);
  const first = await f.readAll(
    f.path(f.C, `objects/?limit=1&match[version]=first&match[id]=${f.ids.X},${f.ids.U}`),
  );
  expect(first).toEqual([f.objects[0], f.objects[9]]);
});

line('MVER-13', 'first and last choose among what was added after', async () => {
  const collection = await f.makeCollection();
  const one = indicator();
  const other = malware();
  const add = async (modified: string) => {
    await f.push(collection, [{ ...one, modified }]);
    return dates(await f.request(f.path(collection, 'objects/?match[version]=all'))).last;
  };
  const t0 = await add(V3);
  const t1 = await add(V2);
  await f.push(collection, [other]);
  const read = async (query: string) =>
    versionsOf(await f.request(f.path(collection, `objects/?match[type]=indicator&${query}`)));
  expect(await read(`added_after=${t0}`)).toEqual([`${one.id} ${V2}`]);
  expect(await read(`added_after=${t0}&match[version]=first`)).toEqual([`${one.id} ${V2}`]);
  await add(V1);
  expect(await read(`added_after=${t0}`)).toEqual([`${one.id} ${V2}`]);
  expect(await read(`added_after=${t1}`)).toEqual([`${one.id} ${V1}`]);
  expect(await read(`added_after=${t0}&match[version]=first`)).toEqual([`${one.id} ${V1}`]);
  expect(await read('')).toEqual([`${one.id} ${V3}`]);
});

line('MVER-13', 'the dates of a manifest step through it the same way', async () => {
  const added = await f.readDatesAdded(f.C);
  const after = added.get(`${f.ids.U} 2021-05-05T00:00:00.000Z`);
  expect(
    versionsOf(await get(f, `manifest/?match[type]=relationship&added_after=${after}`)),
  ).toEqual([`${f.ids.U} 2020-05-05T00:00:00.000Z`]);
});

line('MVER-14', 'a new version between pages comes at the end', async () => {
  const collection = await f.makeCollection();
  const objects = [indicator(), indicator(), indicator()];
  await f.push(collection, objects);
  const first = await f.request(f.path(collection, 'objects/?limit=1'));
  await f.push(collection, [{ ...objects[0], modified: V3 }]);
  await f.push(collection, [{ ...objects[1], modified: V3 }]);
  const rest = await f.readAll(f.path(collection, `objects/?added_after=${dates(first).last}`));
  expect(first.json.objects).toEqual([objects[0]]);
  expect(rest).toEqual([
    objects[2],
    { ...objects[0], modified: V3 },
    { ...objects[1], modified: V3 },
  ]);
  const second = await f.request(f.path(collection, `objects/?limit=10&next=${first.json.next}`));
  expect(second.json.objects).toEqual(rest);
});
