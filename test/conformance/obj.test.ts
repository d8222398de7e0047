// Checklist OBJ: one object. OASIS TAXII 2.1 section 5.6.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { expectEmpty, expectError, type Fixture, loadFixture } from './fixture.ts';
import { dates, get, idsOf, UNKNOWN, versionsOf } from './pages.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

line('OBJ-01', 'it is an envelope with the latest version alone', async () => {
  const answer = await get(f, `objects/${f.ids.X}/`);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe(TAXII);
  expect(answer.headers).toHaveProperty('x-taxii-date-added-last');
  expect(answer.json.objects).toEqual([f.objects[2]]);
});

line('OBJ-02', 'it is what match[id] finds', async () => {
  for (const id of Object.values(f.ids))
    for (const query of [
      '',
      'match[version]=all',
      'match[version]=first',
      'match[spec_version]=2.1',
      'limit=1&match[version]=all',
    ]) {
      const one = await get(f, `objects/${id}/?${query}`);
      const found = await get(f, `objects/?match[id]=${id}&${query}`);
      expect(one.text).toBe(found.text);
      expect(dates(one)).toEqual(dates(found));
    }
});

line('OBJ-03', 'an id that is not in the collection is 404', async () => {
  for (const id of [
    UNKNOWN,
    'foo',
    'indicator--123',
    f.ids.X.toUpperCase(),
    f.ids.X.replace('indicator', 'malware'),
    '%00',
    '%F0%9F%92%A5',
    'x'.repeat(5000),
    '..%2f..',
  ])
    expectError(await get(f, `objects/${id}/`), 404);
  expectError(await f.request(f.path(f.CE, `objects/${f.ids.X}/`)), 404);
});

line('OBJ-04', 'match[version] chooses its versions', async () => {
  const { X } = f.ids;
  const versions = ['2020', '2021', '2022'].map((year) => `${X} ${year}-01-01T00:00:00.000Z`);
  expect(versionsOf(await get(f, `objects/${X}/?match[version]=all`))).toEqual(versions);
  expect(versionsOf(await get(f, `objects/${X}/?match[version]=first`))).toEqual([versions[0]]);
  expect(versionsOf(await get(f, `objects/${X}/?match[version]=last`))).toEqual([versions[2]]);
  expect(versionsOf(await get(f, `objects/${X}/?match[version]=2021-01-01T00:00:00Z`))).toEqual([
    versions[1],
  ]);
});

line('OBJ-05', 'added_after, limit, next and match[spec_version] work', async () => {
  const { X, Y } = f.ids;
  const page = await get(f, `objects/${X}/?match[version]=all&limit=2`);
  expect(idsOf(page)).toHaveLength(2);
  expect(
    idsOf(await get(f, `objects/${X}/?match[version]=all&next=${page.json.next}`)),
  ).toHaveLength(1);
  const after = dates(page).last;
  expect(versionsOf(await get(f, `objects/${X}/?match[version]=all&added_after=${after}`))).toEqual(
    [`${X} 2022-01-01T00:00:00.000Z`],
  );
  expect(versionsOf(await get(f, `objects/${Y}/?match[spec_version]=2.0`))).toEqual([
    `${Y} 2018-02-23T18:30:00.000Z`,
  ]);
});

line(
  'OBJ-06',
  'filters that leave nothing are 200, a version that is not there is 404',
  async () => {
    const { X } = f.ids;
    expectEmpty(await get(f, `objects/${X}/?added_after=2100-01-01T00:00:00Z`));
    expectEmpty(await get(f, `objects/${X}/?match[spec_version]=2.0`));
    expectError(await get(f, `objects/${X}/?match[version]=1999-01-01T00:00:00Z`), 404);
    expectError(
      await get(f, `objects/${X}/?match[version]=1999-01-01T00:00:00Z,1998-01-01T00:00:00Z`),
      404,
    );
    expectEmpty(
      await get(
        f,
        `objects/${X}/?match[version]=2021-01-01T00:00:00Z&added_after=2100-01-01T00:00:00Z`,
      ),
    );
    expectError(await get(f, `objects/${UNKNOWN}/?added_after=2100-01-01T00:00:00Z`), 404);
  },
);

line('OBJ-07', 'a percent-encoded id is the same resource', async () => {
  const plain = await get(f, `objects/${f.ids.X}/`);
  const encoded = [...f.ids.X].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  expect((await get(f, `objects/${encoded}/`)).text).toBe(plain.text);
  expect((await get(f, `objects/${f.ids.X.replaceAll('-', '%2D')}/`)).text).toBe(plain.text);
});

line('OBJ-08', 'its refusals have the codes of the table', async () => {
  const path = `objects/${f.ids.X}/`;
  expectError(await get(f, `${path}?limit=0`), 400);
  expectError(await get(f, path, { as: null }), 401);
  expectError(await get(f, path, { as: f.users.wo }), 403);
  expectError(await get(f, `objects/${UNKNOWN}/`, { as: f.users.wo }), 403);
  expectError(await get(f, path, { as: f.users.stranger }), 404);
  expectError(await get(f, path, { headers: { accept: 'text/html' } }), 406);
});
