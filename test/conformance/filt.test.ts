// Checklist FILT: the rules that all filters share. OASIS TAXII 2.1 section 3.4.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { get, idsOf, shift, UNKNOWN, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const PAGING_FAULTS = ['added_after=abc', 'limit=0', 'limit=abc', 'next=rubbish'];
const SPEC_FAULTS = ['match[spec_version]=abc', 'match[spec_version]='];
const VERSION_FAULTS = ['match[version]=abc', 'match[version]=all,last'];
const LIST_FAULTS = ['match[id]=', 'match[type]=', 'match[type]=indicator,,malware'];

line('FILT-01', 'a malformed parameter is refused on every endpoint that has it', async () => {
  const endpoints: readonly (readonly [string, readonly string[]])[] = [
    ['manifest/', [...PAGING_FAULTS, ...SPEC_FAULTS, ...VERSION_FAULTS, ...LIST_FAULTS]],
    ['objects/', [...PAGING_FAULTS, ...SPEC_FAULTS, ...VERSION_FAULTS, ...LIST_FAULTS]],
    [`objects/${f.ids.X}/`, [...PAGING_FAULTS, ...SPEC_FAULTS, ...VERSION_FAULTS]],
    [`objects/${f.ids.X}/versions/`, [...PAGING_FAULTS, ...SPEC_FAULTS]],
  ];
  for (const [path, faults] of endpoints)
    for (const fault of faults) expectError(await get(f, `${path}?${fault}`), 400);
});

line('FILT-01', 'a malformed parameter of a DELETE is refused and nothing is deleted', async () => {
  for (const fault of [...SPEC_FAULTS, ...VERSION_FAULTS])
    expectError(await get(f, `objects/${f.ids.X}/?${fault}`, { method: 'DELETE' }), 400);
  expect(idsOf(await get(f, `objects/${f.ids.X}/?match[version]=all`))).toHaveLength(3);
});

line('FILT-02', 'without parameters everything comes that the defaults leave', async () => {
  expect(idsOf(await get(f, 'objects/'))).toHaveLength(256);
  expect(idsOf(await get(f, 'manifest/'))).toHaveLength(256);
});

line('FILT-03', 'every supported filter filters on objects and manifest', async () => {
  const { last } = {
    last: String((await get(f, 'objects/?limit=250')).headers['x-taxii-date-added-last']),
  };
  const next = (await get(f, 'objects/?limit=250')).json.next;
  const cases: readonly (readonly [string, number])[] = [
    [`added_after=${last}`, 6],
    ['limit=7', 7],
    [`next=${next}`, 6],
    [`match[id]=${f.ids.X}`, 1],
    ['match[type]=malware', 1],
    ['match[version]=all', 259],
    ['match[spec_version]=2.0', 1],
  ];
  for (const endpoint of ['objects/', 'manifest/'])
    for (const [query, count] of cases)
      expect([endpoint, query, idsOf(await get(f, `${endpoint}?${query}`)).length]).toEqual([
        endpoint,
        query,
        count,
      ]);
});

line('FILT-03', 'every supported filter filters on one object and on its versions', async () => {
  const object = `objects/${f.ids.X}/?match[version]=all`;
  const page = await get(f, `${object}&limit=1`);
  const after = String(page.headers['x-taxii-date-added-last']);
  expect(idsOf(page)).toHaveLength(1);
  expect(idsOf(await get(f, `${object}&added_after=${after}`))).toHaveLength(2);
  expect(idsOf(await get(f, `${object}&next=${page.json.next}`))).toHaveLength(2);
  expectEmpty(await get(f, `${object}&match[spec_version]=2.0`));
  const versions = `objects/${f.ids.X}/versions/?`;
  const first = await get(f, `${versions}limit=1`);
  expect(first.json.versions).toHaveLength(1);
  expect((await get(f, `${versions}added_after=${after}`)).json.versions).toHaveLength(2);
  expect((await get(f, `${versions}next=${first.json.next}`)).json.versions).toHaveLength(2);
  expectEmpty(await get(f, `${versions}match[spec_version]=2.0`));
});

line('FILT-04', 'the same match field twice is refused', async () => {
  for (const path of ['objects/', 'manifest/']) {
    expectError(await get(f, `${path}?match[type]=campaign&match[type]=malware`), 400);
    expectError(await get(f, `${path}?match[id]=${f.ids.X}&match%5Bid%5D=${f.ids.Y}`), 400);
  }
});

line('FILT-05', 'different match fields all have to hold', async () => {
  expectEmpty(await get(f, `objects/?match[type]=indicator&match[id]=${f.ids.Y}`));
  expectEmpty(await get(f, `manifest/?match[type]=indicator&match[id]=${f.ids.Y}`));
});

line('FILT-06', 'values with commas between them are alternatives', async () => {
  const both = idsOf(await get(f, 'objects/?match[type]=indicator,malware'));
  expect(both).toHaveLength(252);
  expect(both).toContain(f.ids.Y);
  expect(idsOf(await get(f, 'objects/?match[type]=malware,relationship'))).toEqual([
    f.ids.Y,
    f.ids.U,
  ]);
});

line('FILT-07', 'alternatives inside a field combine with the other fields', async () => {
  const { X, Y, Z } = f.ids;
  const found = idsOf(
    await get(f, `objects/?match[type]=indicator,malware&match[id]=${X},${Y},${Z}`),
  );
  expect(found).toEqual([X, Y]);
});

line('FILT-08', 'match, added_after, limit and next all hold at once', async () => {
  const dates = await f.readDatesAdded(f.C);
  const start = dates.get(`${f.ids.U} 2020-05-05T00:00:00.000Z`) ?? '';
  const query = `match[type]=indicator&added_after=${start}&limit=100`;
  const first = await get(f, `objects/?${query}`);
  const second = await get(f, `objects/?${query}&next=${first.json.next}`);
  const third = await get(f, `objects/?${query}&next=${second.json.next}`);
  const all = [first, second, third].flatMap(idsOf);
  expect(all).toEqual(f.objects.slice(10).map((object) => object.id));
  expect(third.json.next).toBeUndefined();
});

line('FILT-09', 'an unknown match field is ignored', async () => {
  const plain = await get(f, 'objects/?limit=20');
  expect((await get(f, 'objects/?limit=20&match[foo]=bar')).text).toBe(plain.text);
  expect((await get(f, 'manifest/?limit=20&match[name]=bar,,')).status).toBe(200);
});

line('FILT-10', 'an unknown parameter is ignored', async () => {
  const plain = await get(f, 'objects/?limit=20');
  expect((await get(f, 'objects/?limit=20&foo=1&foo=2&=&__proto__=1&constructor=2')).text).toBe(
    plain.text,
  );
});

line('FILT-11', 'a match field that an endpoint does not have is ignored', async () => {
  const { X } = f.ids;
  expect(idsOf(await get(f, `objects/${X}/?match[type]=malware&match[id]=${UNKNOWN}`))).toEqual([
    X,
  ]);
  const versions = await get(f, `objects/${X}/versions/?match[version]=first`);
  expect(versions.json.versions).toHaveLength(3);
  expect((await get(f, `objects/${X}/versions/?match[version]=nonsense`)).status).toBe(200);
});

line('FILT-12', 'percent-encoded and raw brackets and commas mean the same', async () => {
  const raw = await get(f, 'objects/?match[type]=relationship,malware');
  const encoded = await get(f, 'objects/?match%5Btype%5D=relationship%2Cmalware');
  const mixed = await get(f, 'objects/?match%5btype]=relationship%2cmalware');
  expect(idsOf(raw)).toEqual([f.ids.Y, f.ids.U]);
  expect(encoded.text).toBe(raw.text);
  expect(mixed.text).toBe(raw.text);
  expect(idsOf(await get(f, `objects/?match%5Bid%5D=${f.ids.X}`))).toEqual([f.ids.X]);
});

line('FILT-13', 'empty values and blanks around values are refused', async () => {
  for (const value of [
    'indicator,,malware',
    '',
    ',',
    'indicator,',
    'indicator,%20malware',
    '%20indicator',
    'indicator+',
  ])
    expectError(await get(f, `objects/?match[type]=${value}`), 400);
  expectError(await get(f, `objects/?match[id]=${f.ids.X},%20${f.ids.Y}`), 400);
  expectError(await get(f, 'objects/?match[version]=first,%20last'), 400);
});

line('FILT-14', 'the same value twice counts once', async () => {
  const { X } = f.ids;
  expect(idsOf(await get(f, 'objects/?match[type]=malware,malware'))).toEqual([f.ids.Y]);
  expect(idsOf(await get(f, `objects/?match[id]=${X},${X}`))).toEqual([X]);
  expect(idsOf(await get(f, 'objects/?match[spec_version]=2.0,2.0'))).toEqual([f.ids.Y]);
});

line('FILT-15', 'names of parameters are case-sensitive', async () => {
  expect(idsOf(await get(f, 'objects/?Match[Type]=malware&LIMIT=1&MATCH[TYPE]=,'))).toHaveLength(
    256,
  );
});

line('FILT-16', 'a hundred ids in one match[id] work', async () => {
  const wanted = f.objects.slice(10, 110).map((object) => object.id);
  const found = await get(f, `objects/?match[id]=${wanted.join(',')}`);
  expect(idsOf(found)).toEqual(wanted);
  const some = wanted
    .slice(0, 60)
    .map((id) => id.replaceAll('-', '%2D'))
    .join('%2C');
  expect(versionsOf(await get(f, `objects/?match[id]=${some}`))).toHaveLength(60);
});

line('FILT-08', 'added_after just before and at an object agrees with match[id]', async () => {
  const dates = await f.readDatesAdded(f.C);
  const at = dates.get(`${f.ids.Z} 2020-01-01T00:00:00.000Z`) ?? '';
  expect(idsOf(await get(f, `objects/?match[id]=${f.ids.Z}&added_after=${shift(at, -1)}`))).toEqual(
    [f.ids.Z],
  );
  expectEmpty(await get(f, `objects/?match[id]=${f.ids.Z}&added_after=${at}`));
});
