// PERM: the rights of an account in a collection. OASIS TAXII 2.1 sections 5.2.1 and 5.3 to 5.8.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { indicator } from '../support/stix.ts';
import { expectError, type Fixture, loadFixture } from './fixture.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await loadFixture();
});
afterAll(() => f.stop());

const MISSING = 'indicator--5b2ac3b5-7b54-4f3a-8a6b-0d5b8d3b8a11';

line('PERM-01', 'can_read and can_write are the rights of the caller', async () => {
  const rights = { rw: [true, true], ro: [true, false], wo: [false, true], none: [false, false] };
  for (const [name, [can_read, can_write]] of Object.entries(rights)) {
    const as = f.users[name as 'rw'];
    const one = await f.request(f.path(f.C), { as });
    expect(one.json).toMatchObject({ id: f.C, can_read, can_write });
    const list = await f.request(`${f.R}collections/`, { as });
    expect(list.json.collections.find((c: { id: string }) => c.id === f.C)).toEqual(one.json);
  }
});

line(
  ['PERM-02', 'PERM-14'],
  'no manifest without the right to read: 403 where visible',
  async () => {
    expectError(await f.request(f.path(f.CW, 'manifest/')), 403);
    expectError(await f.request(f.path(f.C, 'manifest/'), { as: f.users.wo }), 403);
    expectError(await f.request(f.path(f.C, 'manifest/'), { as: f.users.stranger }), 404);
    expect((await f.request(f.path(f.CR, 'manifest/'))).status).toBe(200);
  },
);

line(
  ['PERM-03', 'PERM-14'],
  'no objects without the right to read: 403 where visible',
  async () => {
    expectError(await f.request(f.path(f.CW, 'objects/')), 403);
    expectError(await f.request(f.path(f.C, 'objects/'), { as: f.users.wo }), 403);
    expectError(await f.request(f.path(f.C, 'objects/'), { as: f.users.stranger }), 404);
    expect((await f.request(f.path(f.CR, 'objects/'))).status).toBe(200);
  },
);

line('PERM-04', 'no object by id without the right to read, whether it exists or not', async () => {
  const as = f.users.wo;
  const there = await f.request(f.path(f.C, `objects/${f.ids.X}/`), { as });
  const missing = await f.request(f.path(f.C, `objects/${MISSING}/`), { as });
  expectError(there, 403);
  expectError(missing, 403);
  const { error_id: _a, ...one } = there.json;
  const { error_id: _b, ...other } = missing.json;
  expect(one).toEqual(other);
});

line(
  'PERM-05',
  'no versions without the right to read, whether the object exists or not',
  async () => {
    const as = f.users.wo;
    for (const id of [f.ids.X, MISSING])
      expectError(await f.request(f.path(f.C, `objects/${id}/versions/`), { as }), 403);
  },
);

line('PERM-06', 'no adding without the right to write, and nothing is stored', async () => {
  const object = indicator();
  const body = { objects: [object] };
  const statuses = () =>
    f.server.database.db.work
      .query('select count(*) as count from status')
      .then((r) => r.rows[0].count);
  const before = await statuses();
  const refused = await f.request(f.path(f.C, 'objects/'), {
    method: 'POST',
    body,
    as: f.users.ro,
  });
  expectError(refused, 403);
  const empty = await f.request(f.path(f.CR, 'objects/'), { method: 'POST', body });
  expectError(empty, 403);
  expect((await f.request(f.path(f.C, `objects/${object.id}/`))).status).toBe(404);
  expect((await f.request(f.path(f.CR, 'objects/'))).json).toEqual({});
  expect(await statuses()).toBe(before);
});

line(
  'PERM-07',
  'a write-only collection takes objects, and the poster reads the status',
  async () => {
    const body = { objects: [indicator()] };
    const answer = await f.request(f.path(f.CW, 'objects/'), { method: 'POST', body });
    expect(answer.status).toBe(202);
    const status = await f.request(`${f.R}status/${answer.json.id}/`);
    expect(status.status).toBe(200);
    expect(status.json).toEqual(answer.json);
  },
);

line(
  ['PERM-08', 'PERM-09', 'PERM-10', 'PERM-12'],
  'DELETE: neither right 404, one of them 403, whether the object exists or not',
  async () => {
    const outcomes = [
      [f.users.none, 404],
      [f.users.ro, 403],
      [f.users.wo, 403],
    ] as const;
    for (const [as, status] of outcomes)
      for (const id of [f.ids.X, MISSING])
        expectError(
          await f.request(f.path(f.C, `objects/${id}/`), { method: 'DELETE', as }),
          status,
        );
    for (const [collection, status] of [
      [f.CN, 404],
      [f.CR, 403],
      [f.CW, 403],
    ] as const)
      expectError(
        await f.request(f.path(collection, `objects/${MISSING}/`), { method: 'DELETE' }),
        status,
      );
    expect((await f.request(f.path(f.C, `objects/${f.ids.X}/`))).status).toBe(200);
  },
);

line(
  ['PERM-11', 'PERM-12'],
  'DELETE with both rights: 200, and 404 for what is missing',
  async () => {
    const object = indicator();
    await f.push(f.C, [object]);
    const path = f.path(f.C, `objects/${object.id}/`);
    expect((await f.request(path, { method: 'DELETE' })).status).toBe(200);
    expectError(await f.request(path, { method: 'DELETE' }), 404);
  },
);

line('PERM-13', 'a collection with neither right is visible and nothing more', async () => {
  const { json, status } = await f.request(f.path(f.CN));
  expect(status).toBe(200);
  expect(json).toMatchObject({ id: f.CN, can_read: false, can_write: false });
  for (const rest of [
    'manifest/',
    'objects/',
    `objects/${MISSING}/`,
    `objects/${MISSING}/versions/`,
  ])
    expectError(await f.request(f.path(f.CN, rest)), 403, 404);
  const body = { objects: [indicator()] };
  expectError(await f.request(f.path(f.CN, 'objects/'), { method: 'POST', body }), 403, 404);
});

line('PERM-15', 'changed rights hold from the next request on, also for a cursor', async () => {
  const reader = await f.server.makeAccount();
  const as = reader;
  expectError(await f.request(f.path(f.C, 'objects/'), { as }), 404);
  await f.server.grant(f.C, reader.name, true, false);
  const page = await f.request(f.path(f.C, 'objects/?limit=5'), { as });
  expect(page.json.objects).toHaveLength(5);
  const next = f.path(f.C, `objects/?limit=5&next=${encodeURIComponent(page.json.next)}`);
  expect((await f.request(next, { as })).status).toBe(200);
  await f.server.grant(f.C, reader.name, false, false);
  expectError(await f.request(next, { as }), 403);
  const grant = `/api/v1/collections/${f.C}/grants/${reader.name}`;
  expect((await f.server.request(grant, { method: 'DELETE' })).status).toBe(204);
  expectError(await f.request(next, { as }), 404);
});
