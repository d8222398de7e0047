// What objects are looked for by is stored and removed with them, as it was read out of them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBacklog } from '../../src/ingest/backlog.ts';
import { makeCandidate } from '../../src/ingest/candidate.ts';
import { remove } from '../../src/ingest/remove.ts';
import { save } from '../../src/ingest/save.ts';
import { summarise } from '../../src/intel/summary.ts';
import { readObject } from '../../src/stix/object.ts';
import { insertApiRoot } from '../../src/store/api-roots.ts';
import { deleteCollection } from '../../src/store/collection-removal.ts';
import { insertCollection } from '../../src/store/collections.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

let database: TestDatabase;
let collection: string;

beforeAll(async () => {
  database = await withDatabase();
  await insertApiRoot(database.db.work, { name: 'intel', title: 'Intelligence' });
  collection = randomUUID();
  const title = 'A collection';
  await insertCollection(database.db.work, { id: collection, api_root: 'intel', title });
});

afterAll(() => database.drop());

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('é', '\0a', ''),
);
const time = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const address = fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.constant('10.1.2.3/8'));

const indicator = fc.record(
  {
    name: text,
    description: text,
    labels: fc.array(text, { maxLength: 4 }),
    indicator_types: fc.array(text, { maxLength: 3 }),
    confidence: fc.oneof(fc.integer({ min: -1, max: 101 }), text),
    valid_from: time,
    valid_until: time,
    revoked: fc.boolean(),
    created_by_ref: fc.uuid({ version: 4 }).map((uuid) => `identity--${uuid}`),
    pattern: fc.oneof(
      text,
      address.map((value) => `[ipv4-addr:value = '${value}' OR ipv6-addr:value = '${value}']`),
      fc.constant("[file:hashes.'SHA-256' = 'AB' AND file:size = 5]"),
    ),
  },
  { requiredKeys: [] },
);

function makeOne(
  properties: object,
  uuid: string = randomUUID(),
  modified = '2026-01-01T00:00:00.000Z',
) {
  const value = {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuid}`,
    created: '2026-01-01T00:00:00.000Z',
    modified,
    ...properties,
  };
  const object = readObject(value);
  if (!object.ok) throw new Error(object.message);
  return { value, candidate: makeCandidate(object, value, JSON.stringify(value)) };
}

const store = (candidates: Parameters<typeof save>[2]) =>
  save(database.db, collection, candidates, { accountId: null, importId: null });

const READ = `select i.*, (select coalesce(json_agg(json_build_object('kind', b.kind, 'value', b.value,
    'ip', host(b.ip) || '/' || masklen(b.ip)) order by b.ordinal), '[]') from observable b
    where b.collection_id = i.collection_id and b.date_added = i.date_added) as observables
  from intel i where i.collection_id = $1 and i.stix_uuid = $2 order by i.date_added`;

async function read(uuid: string) {
  return (await database.db.work.query(READ, [collection, uuid])).rows;
}

test('each column is found as it was read out of the object', async () => {
  const check = fc.asyncProperty(
    fc.array(indicator, { minLength: 1, maxLength: 30 }),
    async (all) => {
      const made = all.map((properties) => makeOne(properties));
      await store(made.map(({ candidate }) => candidate));
      for (const { value, candidate } of made) {
        const [row] = await read(candidate.stix_uuid);
        const { observables, ...columns } = summarise(value);
        expect(row).toMatchObject({ ...columns, is_superseded: false, stix_type: 'indicator' });
        const found = row.observables.map(({ kind, value: of }: Record<string, string>) => [
          kind,
          of,
        ]);
        expect(found).toEqual(observables.map(({ kind, value: of }) => [kind, of]));
        for (const [at, { ip }] of observables.entries())
          expect(row.observables[at].ip === null).toBe(ip === null);
      }
    },
  );
  await fc.assert(check, { numRuns: 20 });
});

test('a network keeps its bits, and loses those behind its prefix', async () => {
  const { candidate } = makeOne({ pattern: "[ipv4-addr:value = '198.51.100.77/26']" });
  await store([candidate]);
  const [row] = await read(candidate.stix_uuid);
  expect(row.observables).toEqual([
    { kind: 'ipv4-addr', value: '198.51.100.64/26', ip: '198.51.100.64/26' },
  ]);
});

test('only the last version of an object is not superseded, also after it was removed', async () => {
  const uuid = randomUUID();
  const versions = [
    '2026-01-01T00:00:00.000Z',
    '2026-01-02T00:00:00.000Z',
    '2026-01-03T00:00:00.000Z',
  ];
  for (const modified of versions)
    await store([makeOne({ name: modified }, uuid, modified).candidate]);
  const flags = async () => (await read(uuid)).map((row) => row.is_superseded);
  expect(await flags()).toEqual([true, true, false]);
  const version = { keywords: ['last'] as const, versions: [] };
  await remove(
    database.db,
    collection,
    { type: 'indicator', uuid },
    { spec_versions: null, version },
  );
  expect(await flags()).toEqual([true, false]);
});

test('what was stored before is read once, from where it stopped', async () => {
  const made = Array.from({ length: 600 }, (_, index) =>
    makeOne({ name: `n${index}`, pattern: `[url:value = 'https://example.org/${index}']` }),
  );
  await store(made.map(({ candidate }) => candidate));
  const later = makeOne({}, made[0]?.candidate.stix_uuid, '2026-01-02T00:00:00.000Z');
  await store([later.candidate]);
  const { work } = database.db;
  const all = 'select * from intel order by collection_id, date_added';
  const before = await work.query(all);
  const values = await work.query(
    'select * from observable order by collection_id, date_added, ordinal',
  );
  await work.query('delete from intel; delete from observable');
  await work.query(
    'insert into intel_backlog select collection_id, 0, last_date_added from collection_clock',
  );
  let calls = 0;
  await readBacklog(database.db, () => ++calls === 2);
  expect((await work.query('select from intel_backlog')).rowCount).toBe(1);
  await readBacklog(database.db, () => false);
  expect((await work.query(all)).rows).toEqual(before.rows);
  expect(
    (await work.query('select * from observable order by collection_id, date_added, ordinal')).rows,
  ).toEqual(values.rows);
  expect((await work.query('select from intel_backlog')).rowCount).toBe(0);
});

test('what a collection is looked for by goes with it', async () => {
  const id = randomUUID();
  await insertCollection(database.db.work, { id, api_root: 'intel', title: 'Another one' });
  const { candidate } = makeOne({ pattern: "[url:value = 'https://example.org/']" });
  await save(database.db, id, [candidate], { accountId: null, importId: null });
  await deleteCollection(database.db, id, async () => undefined);
  for (const table of ['object', 'intel', 'observable']) {
    const found = await database.db.work.query(`select from ${table} where collection_id = $1`, [
      id,
    ]);
    expect(found.rowCount).toBe(0);
  }
});
