// Checklist ADDA: added_after. OASIS TAXII 2.1 section 3.4.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { dates, get, idsOf, keyOf, shift } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
let added: ReadonlyMap<string, string>;
beforeAll(async () => {
  f = await loadFixture();
  added = await f.readDatesAdded(f.C);
});
afterAll(() => f.stop());

const atZ = () => added.get(`${f.ids.Z} 2020-01-01T00:00:00.000Z`) ?? '';

line('ADDA-01', 'only what was added strictly later comes', async () => {
  for (const endpoint of ['objects/', 'manifest/']) {
    expect(idsOf(await get(f, `${endpoint}?added_after=${atZ()}`))).not.toContain(f.ids.Z);
    expect(idsOf(await get(f, `${endpoint}?added_after=${shift(atZ(), -1)}`))[0]).toBe(f.ids.Z);
    expect(idsOf(await get(f, `${endpoint}?added_after=${shift(atZ(), 1)}`))).not.toContain(
      f.ids.Z,
    );
  }
});

line('ADDA-02', 'dates of STIX do not matter to added_after', async () => {
  const before = shift(dates(await get(f, 'objects/?match[version]=all')).last, 0);
  const collection = await f.makeCollection();
  const future = indicator({
    created: '2090-01-01T00:00:00.000Z',
    modified: '2090-01-01T00:00:00.000Z',
  });
  const old = indicator({
    created: '1999-01-01T00:00:00.000Z',
    modified: '1999-01-01T00:00:00.000Z',
  });
  await f.push(collection, [future]);
  const between = dates(await f.request(f.path(collection, 'objects/'))).last;
  await f.push(collection, [old]);
  expect(idsOf(await f.request(f.path(collection, `objects/?added_after=${between}`)))).toEqual([
    old.id,
  ]);
  expect(idsOf(await f.request(f.path(collection, `objects/?added_after=${before}`)))).toEqual([
    future.id,
    old.id,
  ]);
});

line('ADDA-03', 'without added_after the oldest come first', async () => {
  const expected = f.objects.slice(0, 3).map((object) => keyOf(object));
  const page = await get(f, 'objects/?limit=3&match[version]=all');
  expect(page.json.objects.map(keyOf)).toEqual(expected);
});

line('ADDA-04', 'added_after twice, or a list of them, is refused', async () => {
  expectError(await get(f, `objects/?added_after=${atZ()}&added_after=${atZ()}`), 400);
  expectError(await get(f, `objects/?added_after=${atZ()},${atZ()}`), 400);
});

line('ADDA-05', 'any precision and any offset are understood', async () => {
  const seconds = atZ().slice(0, 19);
  const digits = atZ().slice(20, 26);
  const same = [
    `${seconds}.${digits}Z`,
    `${seconds}.${digits}000Z`,
    `${seconds}.${digits}%2B00:00`,
    `${seconds}.${digits}+00:00`,
  ];
  const exact = await get(f, `objects/?added_after=${atZ()}`);
  for (const text of same)
    expect((await get(f, `objects/?added_after=${text}`)).text).toBe(exact.text);
  for (let length = 1; length <= 9; length += 1) {
    const answer = await get(
      f,
      `objects/?added_after=${seconds}.${digits.padEnd(9, '0').slice(0, length)}Z`,
    );
    expect(idsOf(answer).length).toBeGreaterThanOrEqual(idsOf(exact).length);
  }
  expect(idsOf(await get(f, `objects/?added_after=${seconds}Z`)).length).toBeGreaterThan(0);
});

line('ADDA-05', 'an offset is converted to UTC', async () => {
  const at = Date.parse(`${atZ().slice(0, 19)}Z`);
  const west = new Date(at - 4 * 3_600_000).toISOString().slice(0, 19);
  const east = new Date(at + 5.5 * 3_600_000).toISOString().slice(0, 19);
  const digits = atZ().slice(19, 26);
  const exact = await get(f, `objects/?added_after=${atZ()}`);
  for (const text of [
    `${west}${digits}-04:00`,
    `${east}${digits}%2B05:30`,
    `${east}${digits}+05:30`,
  ])
    expect((await get(f, `objects/?added_after=${text}`)).text).toBe(exact.text);
});

line('ADDA-06', 'what is no timestamp is refused', async () => {
  const bad = [
    'abc',
    '2021-13-01T00:00:00Z',
    '2021-02-30T00:00:00Z',
    '2021-01-01',
    '1609459200',
    '',
    '2021-01-01T24:00:00Z',
    '2021-01-01T00:00:00',
    '2021-01-01%2000:00:00Z',
    '2021-01-01T00:00:00.Z',
    'null',
    'undefined',
    '%00',
  ];
  for (const text of bad)
    for (const endpoint of [
      'objects/',
      'manifest/',
      `objects/${f.ids.X}/`,
      `objects/${f.ids.X}/versions/`,
    ])
      expectError(await get(f, `${endpoint}?added_after=${text}`), 400);
});

line('ADDA-07', 'the last date of a page, given back, neither repeats nor skips', async () => {
  const records: string[] = [];
  let after = '';
  for (;;) {
    const query = after === '' ? '' : `&added_after=${after}`;
    const page = await get(
      f,
      `manifest/?match[version]=all&match[spec_version]=2.0,2.1&limit=40${query}`,
    );
    const found = page.json.objects ?? [];
    if (found.length === 0) break;
    expect(dates(page).last).toBe(found.at(-1).date_added);
    records.push(...found.map(keyOf));
    after = dates(page).last;
  }
  expect(records).toEqual([...added.keys()]);
  expect(records).toHaveLength(260);
});

line('ADDA-08', 'the future and the ends of the calendar are answered', async () => {
  expectEmpty(await get(f, 'objects/?added_after=2200-01-01T00:00:00Z'));
  expectEmpty(await get(f, 'objects/?added_after=9999-12-31T23:59:59.999999Z'));
  expect(idsOf(await get(f, 'objects/?added_after=0001-01-01T00:00:00Z'))).toHaveLength(256);
  const paged = await get(f, 'objects/?added_after=0001-01-01T00:00:00Z&limit=255');
  expect(idsOf(await get(f, `objects/?next=${paged.json.next}`))).toHaveLength(1);
});
