// Checklist MSPEC: match[spec_version] and its default. OASIS TAXII 2.1 section 3.4.1.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { ipv4Addr, malware, markingDefinition } from '../support/stix.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const OLD = '2018-02-23T18:30:00.000Z';
const NEW = '2017-01-27T13:49:53.997Z';

line('MSPEC-01', 'only objects of the listed specifications come', async () => {
  expect(versionsOf(await get(f, 'objects/?match[spec_version]=2.0'))).toEqual([
    `${f.ids.Y} ${OLD}`,
  ]);
  const new21 = versionsOf(await get(f, 'objects/?match[spec_version]=2.1'));
  expect(new21).toHaveLength(256);
  expect(new21).toContain(`${f.ids.Y} ${NEW}`);
  const either = versionsOf(
    await get(f, 'manifest/?match[spec_version]=2.0,2.1&match[version]=all'),
  );
  expect(either).toHaveLength(260);
  for (const record of (await get(f, 'manifest/?match[spec_version]=2.0')).json.objects)
    expect(record.media_type).toBe('application/stix+json;version=2.0');
});

line('MSPEC-02', 'without it an object comes in its newest specification', async () => {
  for (const path of [
    `objects/?match[id]=${f.ids.Y}`,
    `manifest/?match[id]=${f.ids.Y}`,
    `objects/${f.ids.Y}/`,
  ])
    expect(versionsOf(await get(f, path))).toEqual([`${f.ids.Y} ${NEW}`]);
});

line('MSPEC-02', 'an object that exists in 2.0 only comes in 2.0', async () => {
  const collection = await f.makeCollection();
  const { spec_version: _, ...old } = malware();
  await f.push(collection, [old]);
  expect((await f.request(f.path(collection, 'objects/'))).json.objects).toEqual([old]);
});

line('MSPEC-03', 'what an object without spec_version is depends on its dates', async () => {
  const collection = await f.makeCollection();
  const { spec_version: _a, ...sdo } = malware();
  const { spec_version: _b, ...sco } = ipv4Addr();
  const { spec_version: _c, ...marking } = markingDefinition();
  await f.push(collection, [sdo, sco, marking]);
  expect(idsOf(await f.request(f.path(collection, 'objects/?match[spec_version]=2.0')))).toEqual([
    sdo.id,
    marking.id,
  ]);
  expect(idsOf(await f.request(f.path(collection, 'objects/?match[spec_version]=2.1')))).toEqual([
    sco.id,
  ]);
});

line('MSPEC-04', 'explicit timestamps are taken before the default specification', async () => {
  expect(versionsOf(await get(f, `objects/?match[version]=${OLD}`))).toEqual([`${f.ids.Y} ${OLD}`]);
  expect(versionsOf(await get(f, `objects/${f.ids.Y}/?match[version]=${OLD}`))).toEqual([
    `${f.ids.Y} ${OLD}`,
  ]);
  expect(versionsOf(await get(f, `objects/${f.ids.Y}/?match[version]=${OLD},${NEW}`))).toEqual([
    `${f.ids.Y} ${NEW}`,
  ]);
});

line('MSPEC-04', 'last and no parameter give the same', async () => {
  for (const rest of ['', '&match[type]=malware', '&match[spec_version]=2.0,2.1', '&limit=7'])
    for (const endpoint of ['objects/', 'manifest/'])
      expect((await get(f, `${endpoint}?match[version]=last${rest}`)).text).toBe(
        (await get(f, `${endpoint}?${rest}`)).text,
      );
});

line('MSPEC-04', 'added_after is applied before the default specification', async () => {
  const added = await f.readDatesAdded(f.C);
  const after = added.get(`${f.ids.Y} ${NEW}`);
  expect(versionsOf(await get(f, `objects/?match[id]=${f.ids.Y}&added_after=${after}`))).toEqual([
    `${f.ids.Y} ${OLD}`,
  ]);
});

line(
  'MSPEC-05',
  'both specifications asked for: the newest version of each object across both',
  async () => {
    const both = `match[spec_version]=2.0,2.1&match[id]=${f.ids.Y}`;
    expect(versionsOf(await get(f, `objects/?${both}`))).toEqual([`${f.ids.Y} ${OLD}`]);
    expect(versionsOf(await get(f, `objects/?${both}&match[version]=first`))).toEqual([
      `${f.ids.Y} ${NEW}`,
    ]);
    expect(versionsOf(await get(f, 'objects/?match[version]=all'))).not.toContain(
      `${f.ids.Y} ${OLD}`,
    );
    expect((await get(f, `objects/${f.ids.Y}/versions/`)).json.versions).toEqual([NEW]);
    expect(versionsOf(await get(f, `objects/?${both}&match[version]=all`))).toEqual([
      `${f.ids.Y} ${NEW}`,
      `${f.ids.Y} ${OLD}`,
    ]);
  },
);

line('MSPEC-06', 'other versions give nothing, malformed ones are refused', async () => {
  for (const value of ['3.0', '2.2', '1.0', '20.10'])
    expectEmpty(await get(f, `objects/?match[spec_version]=${value}`));
  for (const value of ['abc', '2', '', '2.1.0', 'v2.1', '2.1,', '2.1,abc', '2,1', '-2.1', '2.1%00'])
    for (const endpoint of [
      'objects/',
      'manifest/',
      `objects/${f.ids.Y}/`,
      `objects/${f.ids.Y}/versions/`,
    ])
      expectError(await get(f, `${endpoint}?match[spec_version]=${value}`), 400);
});

line('MSPEC-07', 'it works on one object and on its versions', async () => {
  const { Y } = f.ids;
  expect(versionsOf(await get(f, `objects/${Y}/?match[spec_version]=2.0`))).toEqual([
    `${Y} ${OLD}`,
  ]);
  expect((await get(f, `objects/${Y}/versions/?match[spec_version]=2.0`)).json.versions).toEqual([
    OLD,
  ]);
  expect(
    (await get(f, `objects/${Y}/versions/?match[spec_version]=2.0,2.1`)).json.versions,
  ).toEqual([NEW, OLD]);
  expectEmpty(await get(f, `objects/${Y}/versions/?match[spec_version]=3.0`));
});

line('MSPEC-07', 'it works on DELETE', async () => {
  const collection = await f.makeCollection();
  const one = malware();
  const { spec_version: _, ...rest } = one;
  const old = { ...rest, modified: '2021-01-01T00:00:00.000Z' };
  await f.push(collection, [one, old]);
  const path = f.path(collection, `objects/${one.id}/`);
  expect((await f.request(`${path}?match[spec_version]=2.1`, { method: 'DELETE' })).status).toBe(
    200,
  );
  expect((await f.request(path)).json.objects).toEqual([old]);
});
