// A sieve spares look-ups and changes nothing else: the same steps give the same outcomes with it and
// without it, whatever others store meanwhile and whatever is taken back.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candidate, describe as describeObject } from '../../src/ingest/candidate.ts';
import { save } from '../../src/ingest/save.ts';
import { addToSieve, mayHold, type Sieve, startSieve } from '../../src/ingest/sieve.ts';
import { insertApiRoot } from '../../src/store/api-roots.ts';
import { insertCollection } from '../../src/store/collections.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await withDatabase();
  await insertApiRoot(database.db.work, { name: 'intel', title: 'Intelligence' });
});

afterAll(() => database.drop());

const UUIDS = Array.from({ length: 12 }, () => randomUUID());

const step = fc.record({
  uuids: fc.uniqueArray(fc.constantFrom(...UUIDS), { minLength: 1, maxLength: 6 }),
  version: fc.constantFrom('2020-01-01T00:00:00', '2021-01-01T00:00:00'),
  // Ours has the sieve; somebody else's has none; one that is taken back may have had it.
  writer: fc.constantFrom('ours', 'ours', 'other', 'taken back'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function makeCollection(): Promise<string> {
  const id = randomUUID();
  await insertCollection(database.db.work, { id, api_root: 'intel', title: 'A collection' });
  return id;
}

function candidateOf(uuid: string, version: string): Candidate {
  return {
    stix_type: 'malware',
    stix_uuid: uuid,
    version,
    version_as_sent: null,
    spec_version: '2.1',
    ...describeObject({ uuid }),
    body: '{}',
  };
}

async function run(collection: string, { uuids, version, writer }: Step, sieve: Sieve | null) {
  const isOther = writer === 'other' || sieve === null;
  const candidates = uuids.map((uuid) => candidateOf(uuid, version));
  const outcomes = await save(database.db, collection, candidates, {
    accountId: null,
    importId: null,
    ...(isOther ? {} : { sieve }),
    also: async () => {
      if (writer === 'taken back') throw new Error('taken back');
    },
  }).catch(() => []);
  return outcomes.map(({ kind }) => kind);
}

test('with a sieve the outcomes are those without one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      const [sifted, plain] = [await makeCollection(), await makeCollection()];
      const sieve = startSieve();
      for (const one of steps)
        expect(await run(sifted, one, sieve)).toEqual(await run(plain, one, null));
    }),
    { numRuns: 40 },
  );
});

test('it lets through what was put in, and hardly anything else', () => {
  const sieve = startSieve();
  const stored = Array.from({ length: 20_000 }, () => randomUUID());
  addToSieve(sieve, stored);
  expect(stored.every((uuid) => mayHold(sieve, uuid))).toBe(true);
  const others = Array.from({ length: 20_000 }, () => randomUUID());
  expect(others.filter((uuid) => mayHold(sieve, uuid)).length).toBeLessThan(20);
});
