// Checklist HDR: X-TAXII-Date-Added-First and -Last. OASIS TAXII 2.1 section 3.2.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator } from '../support/stix.ts';
import { expectEmpty, type Fixture, loadFixture } from './fixture.ts';
import { dates, get, keyOf, UNKNOWN } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
let added: ReadonlyMap<string, string>;
beforeAll(async () => {
  f = await loadFixture();
  added = await f.readDatesAdded(f.C);
});
afterAll(() => f.stop());

const paths = () => [
  'objects/',
  'manifest/',
  `objects/${f.ids.X}/`,
  `objects/${f.ids.X}/versions/`,
];

line('HDR-01', 'all four reads send both headers', async () => {
  for (const path of paths()) {
    const { headers } = await get(f, path);
    expect(headers).toHaveProperty('x-taxii-date-added-first');
    expect(headers).toHaveProperty('x-taxii-date-added-last');
  }
});

line('HDR-02', 'their values are timestamps with six digits', async () => {
  const empty = [
    `objects/?match[id]=${UNKNOWN}`,
    'manifest/?added_after=2100-01-01T00:00:00Z',
    `objects/${f.ids.X}/?match[spec_version]=2.0`,
    `objects/${f.ids.X}/versions/?match[spec_version]=2.0`,
  ];
  for (const path of [...paths(), ...empty]) {
    const { first, last } = dates(await get(f, path));
    for (const value of [first, last]) {
      expect(value).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
      expect(Number.isNaN(Date.parse(value))).toBe(false);
    }
  }
});

line('HDR-03', 'they are the dates of the first and last item of the page', async () => {
  const page = await get(f, 'manifest/?limit=10');
  expect(dates(page)).toEqual({
    first: page.json.objects[0].date_added,
    last: page.json.objects[9].date_added,
  });
  const second = await get(f, `manifest/?limit=10&next=${page.json.next}`);
  expect(dates(second)).toEqual({
    first: second.json.objects[0].date_added,
    last: second.json.objects[9].date_added,
  });
  const one = dates(await get(f, 'objects/?limit=1'));
  expect(one.first).toBe(one.last);
  const versions = dates(await get(f, `objects/${f.ids.X}/versions/`));
  expect(versions.first).toBe(added.get(`${f.ids.X} 2020-01-01T00:00:00.000Z`));
  expect(versions.last).toBe(added.get(`${f.ids.X} 2022-01-01T00:00:00.000Z`));
});

line('HDR-04', 'for objects they are the manifest’s dates', async () => {
  for (const query of [
    '?limit=7',
    '?match[version]=all&limit=4',
    '?match[type]=malware',
    `?match[id]=${f.ids.U}`,
  ]) {
    const page = await get(f, `objects/${query}`);
    expect(dates(page)).toEqual(dates(await get(f, `manifest/${query}`)));
    expect(dates(page).first).toBe(added.get(keyOf(page.json.objects[0])));
    expect(dates(page).last).toBe(added.get(keyOf(page.json.objects.at(-1))));
  }
});

line('HDR-05', 'an empty page with added_after gives it back in six digits', async () => {
  for (const [asked, shown] of [
    ['2100-01-01T00:00:00Z', '2100-01-01T00:00:00.000000Z'],
    ['2100-01-01T00:00:00.5Z', '2100-01-01T00:00:00.500000Z'],
    ['2100-01-01T02:00:00.123456789%2B02:00', '2100-01-01T00:00:00.123456Z'],
  ] as const)
    for (const path of paths()) {
      const page = await get(f, `${path}?added_after=${asked}`);
      expectEmpty(page);
      expect(dates(page)).toEqual({ first: shown, last: shown });
    }
});

line(
  'HDR-05',
  'an empty page without added_after names the newest date of the collection',
  async () => {
    const newest = [...added.values()].at(-1);
    for (const path of [`objects/?match[id]=${UNKNOWN}`, 'manifest/?match[type]=tool']) {
      const page = await get(f, path);
      expectEmpty(page);
      expect(dates(page)).toEqual({ first: newest, last: newest });
    }
  },
);

line('HDR-05', 'an empty collection names 1970', async () => {
  for (const path of ['objects/', 'manifest/']) {
    const page = await f.request(f.path(f.CE, path));
    expectEmpty(page);
    expect(dates(page).first).toBe('1970-01-01T00:00:00.000000Z');
    expect(dates(page).last).toBe('1970-01-01T00:00:00.000000Z');
  }
});

line(['HDR-03', 'HDR-05'], 'the date of an empty page, given back, loses nothing', async () => {
  const collection = await f.makeCollection();
  await f.push(collection, [indicator()]);
  const empty = await f.request(f.path(collection, 'objects/?match[type]=malware'));
  const next = indicator();
  await f.push(collection, [next]);
  const page = await f.request(f.path(collection, `objects/?added_after=${dates(empty).last}`));
  expect(page.json.objects).toEqual([next]);
});

line('HDR-06', 'other endpoints do not send them', async () => {
  for (const path of [f.R, `${f.R}collections/`, f.path(f.C), '/taxii2/']) {
    const { headers } = await f.request(path);
    expect(headers).not.toHaveProperty('x-taxii-date-added-first');
    expect(headers).not.toHaveProperty('x-taxii-date-added-last');
  }
});
