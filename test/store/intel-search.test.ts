// Objects at random through the one road in, then conditions at random: SQL, by walking and by
// scanning, finds what intel/matches.ts says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeCandidate } from '../../src/ingest/candidate.ts';
import { save } from '../../src/ingest/save.ts';
import type { Condition, Test } from '../../src/intel/condition.ts';
import { checkCondition } from '../../src/intel/condition-check.ts';
import { type Facts, matches } from '../../src/intel/matches.ts';
import { type Summary, summarise } from '../../src/intel/summary.ts';
import { readObject } from '../../src/stix/object.ts';
import { insertApiRoot } from '../../src/store/api-roots.ts';
import { insertCollection } from '../../src/store/collections.ts';
import { type Position, SORT_NAMES } from '../../src/store/intel-order.ts';
import {
  type IntelRow,
  pageStatement,
  selectIntelCount,
  selectIntelPage,
} from '../../src/store/intel-page.ts';
import type { Scope } from '../../src/store/intel-search.ts';
import { selectSourceNames } from '../../src/store/intel-sources.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z') * 1000;
const COLLECTIONS = [randomUUID(), randomUUID(), randomUUID()];
const ALIASES = ['first', 'second', null];
const IMPORTS = [randomUUID(), randomUUID()];
const MAKERS = [randomUUID(), randomUUID(), randomUUID()];
// The third has no name, and the second one only where its identity is stored.
const IDS = Array.from({ length: 5 }, () => randomUUID());

const WORDS = ['Emotet', 'emo', 'C2%', 'a_b', 'back\\slash', 'Größe', 'ЖУК', '10', 'x-y z'];
const VALUES = [
  '192.0.2.7',
  '192.0.2.0/24',
  '10.9.8.7',
  '2001:db8::1',
  '2001:db8::/48',
  'Example.COM',
  'a_b.example',
  `long.${'x'.repeat(70)}.example`,
];
const TIMES = ['2026-05-31T12:00:00.000Z', '2026-06-01T12:00:00.000Z', '2026-06-09T00:00:00.500Z'];
const TLP = [
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
];

const word = fc.constantFrom(...WORDS);
const value = fc.constantFrom(...VALUES);
const time = fc.constantFrom(...TIMES);
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
const phrase = words.map((list) => list.join(' '));

const object = fc.record(
  {
    type: fc.constantFrom('indicator', 'malware', 'x-own-type'),
    uuid: fc.constantFrom(...IDS),
    name: phrase,
    description: phrase,
    labels: words,
    indicator_types: words,
    confidence: fc.integer({ min: 0, max: 100 }),
    modified: time,
    valid_from: time,
    valid_until: time,
    revoked: fc.boolean(),
    maker: fc.constantFrom(...MAKERS),
    object_marking_refs: fc.uniqueArray(fc.constantFrom(...TLP), { minLength: 1 }),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
    padding: fc.constant('p'.repeat(5000)),
  },
  { requiredKeys: ['type'] },
);

const text = fc.oneof(
  word,
  value,
  fc.constantFrom('e', 'EMOTET', 'größe', 'жук', '%', '2001:DB8:0::1'),
);
const list = fc.array(text, { minLength: 1, maxLength: 3 });
const flag = fc.boolean();
const timeWord = fc.oneof(time, fc.constantFrom('now', 'now-1d', 'now+7d', 'now-1s', '2026-06-01'));
const identifier = (type: string, uuids: readonly string[]) =>
  fc.constantFrom(...uuids).map((uuid) => `${type}--${uuid}`);

const textTest = (field: string) =>
  fc.oneof(
    fc.record({
      field: fc.constant(field),
      op: fc.constantFrom('is', 'starts', 'contains'),
      value: text,
    }),
    fc.record({ field: fc.constant(field), op: fc.constant('in'), value: list }),
    fc.record({ field: fc.constant(field), op: fc.constant('exists'), value: flag }),
  );
const one = (field: string, ops: readonly string[], of: fc.Arbitrary<unknown>) =>
  fc.record({ field: fc.constant(field), op: fc.constantFrom(...ops), value: of });

const someTest = fc.oneof(
  ...['value', 'name', 'source', 'label'].map(textTest),
  one(
    'value',
    ['within'],
    fc.constantFrom('192.0.2.0/23', '192.0.2.7', '10.0.0.0/8', '2001:db8::/32', '::/0'),
  ),
  one('description', ['contains'], text),
  one('text', ['contains'], phrase),
  one('type', ['is'], fc.constantFrom('indicator', 'malware')),
  one('collection', ['is'], fc.constantFrom('first', 'root/second', ...COLLECTIONS)),
  one('tlp', ['is', 'at_least', 'at_most'], fc.constantFrom('clear', 'green', 'amber', 'red')),
  one('confidence', ['is', 'at_least', 'at_most'], fc.integer({ min: 0, max: 100 })),
  one('kind', ['is'], text),
  ...['created', 'modified', 'valid_from', 'valid_until', 'added'].map((field) =>
    one(field, ['before', 'after'], timeWord),
  ),
  ...['tlp', 'confidence', 'kind', 'modified', 'valid_until', 'import', 'creator'].map((field) =>
    one(field, ['exists'], flag),
  ),
  one('revoked', ['is'], flag),
  one('expired', ['is'], flag),
  one('import', ['is'], fc.constantFrom(...IMPORTS)),
  one('id', ['is'], identifier('indicator', IDS)),
  one('creator', ['is'], identifier('identity', MAKERS)),
);

const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    someTest,
    ...['all', 'any', 'none'].map((group) =>
      fc.array(tie('condition'), { maxLength: 3 }).map((members) => ({ [group]: members })),
    ),
  ),
}));

interface Stored {
  readonly summary: Summary;
  readonly facts: Omit<Facts, 'source' | 'added'>;
  readonly collection_id: string;
}

let database: TestDatabase;
let scope: Scope;
// By collection and date_added, those that are current and may be read.
let stored: ReadonlyMap<string, Stored & { readonly facts: Facts }>;

beforeAll(async () => {
  database = await withDatabase();
  const { db } = database;
  await insertApiRoot(db.work, { name: 'root', title: 'A root' });
  for (const [index, id] of COLLECTIONS.entries())
    await insertCollection(db.work, { id, api_root: 'root', title: 'One', alias: ALIASES[index] });
  const [first = ''] = COLLECTIONS;
  await db.work.query('insert into source (collection_id, name, identity_id) values ($1, $2, $3)', [
    first,
    'Emotet Tracker',
    `identity--${MAKERS[0]}`,
  ]);
  await store(first, { type: 'identity', uuid: MAKERS[1] ?? '', name: 'Größe & Co' }, null);
  const sample = fc.sample(fc.tuple(object, fc.constantFrom(...COLLECTIONS)), 400);
  for (const [index, [properties, collection]] of sample.entries())
    await store(collection, properties, IMPORTS[index % 3] ?? null);
  // The third collection may not be read.
  const collections = COLLECTIONS.slice(0, 2);
  scope = {
    now: NOW,
    collections: collections.map((id, index) => ({
      id,
      alias: ALIASES[index] ?? null,
      api_root: 'root',
    })),
    sources: await selectSourceNames(db.work, collections),
  };
  stored = await readStored();
});

afterAll(() => database.drop());

async function store(
  collection: string,
  properties: Record<string, unknown>,
  importId: string | null,
) {
  const { type, uuid = randomUUID(), maker, values = [], padding, ...rest } = properties;
  const tests = (values as string[]).map((one) => {
    const kind = one.includes(':') ? 'ipv6-addr' : /^\d/.test(one) ? 'ipv4-addr' : 'domain-name';
    return `${kind}:value = '${one}'`;
  });
  const body = {
    type,
    spec_version: '2.1',
    id: `${type}--${uuid}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    ...rest,
    ...(padding === undefined ? {} : { description: `${padding}${rest.description ?? ''}` }),
    ...(maker === undefined ? {} : { created_by_ref: `identity--${maker}` }),
    ...(tests.length === 0 ? {} : { pattern: `[${tests.join(' OR ')}]`, pattern_type: 'stix' }),
  };
  const read = readObject(body);
  if (!read.ok) throw new Error(read.message);
  const candidate = makeCandidate(read, body, JSON.stringify(body));
  await save(database.db, collection, [candidate], { accountId: null, importId });
}

async function readStored() {
  const { rows } = await database.db.work.query(
    'select collection_id, date_added, stix_type, import_id, body from object where superseded_at is null',
  );
  const names = new Map(scope.sources.map((s) => [`${s.collection_id} ${s.creator}`, s.name]));
  const found = new Map<string, Stored & { facts: Facts }>();
  for (const { collection_id, date_added, stix_type, import_id, body } of rows) {
    const at = scope.collections.findIndex(({ id }) => id === collection_id);
    if (at === -1) continue;
    const value = JSON.parse(body);
    const summary = summarise(value);
    const facts: Facts = {
      type: stix_type,
      id: value.id,
      description: value.description ?? null,
      source: names.get(`${collection_id} ${summary.creator}`) ?? null,
      collection: [collection_id, `root/${ALIASES[at]}`, String(ALIASES[at])],
      added: date_added,
      import: import_id,
      now: NOW,
    };
    found.set(`${collection_id} ${date_added}`, { summary, facts, collection_id });
  }
  return found;
}

const keyOf = (row: Pick<Position, 'collection_id' | 'date_added'>) =>
  `${row.collection_id} ${row.date_added}`;

function testsOf(condition: Condition): Test[] {
  if ('all' in condition) return condition.all.flatMap(testsOf);
  if ('any' in condition) return condition.any.flatMap(testsOf);
  return 'none' in condition ? condition.none.flatMap(testsOf) : [condition];
}

test('SQL finds what the condition says, by keys, walking and scanning', async () => {
  const check = fc.asyncProperty(condition, async (given) => {
    const reading = checkCondition(given);
    if (!reading.ok) throw new Error(`${reading.fault.pointer} ${reading.fault.message}`);
    const search = { scope, condition: reading.condition };
    const expected = [...stored]
      .filter(([, { summary, facts }]) => matches(reading.condition, summary, facts))
      .map(([key]) => key);
    const sort = { by: 'added', isDescending: true } as const;
    const common = new Set(testsOf(reading.condition));
    for (const one of [search, { ...search, common }])
      for (const walk of [null, { edge: null }]) {
        const { text: sql, values } = pageStatement(one, sort, null, 1000, walk);
        const { rows } = await database.db.searches.query(sql, values);
        expect(rows.map(keyOf).sort()).toEqual([...expected].sort());
      }
    expect(await selectIntelCount(database.db, search)).toBe(expected.length);
    for (const isDescending of [true, false]) {
      const changed = { by: 'modified', isDescending } as const;
      const whole = pageStatement(search, changed, null, 1000, null);
      const { rows } = await database.db.searches.query(whole.text, whole.values);
      const page = await selectIntelPage(database.db, search, changed, null, 3);
      expect(page.map(keyOf)).toEqual(rows.slice(0, 3).map(keyOf));
    }
  });
  await fc.assert(check, { numRuns: 300 });
});

test.each(SORT_NAMES.flatMap((by) => [true, false].map((down) => [by, down] as const)))(
  'pages by %s, descending %s, hold each object once, in one order',
  async (by, isDescending) => {
    const search = { scope, condition: { all: [] } };
    const sort = { by, isDescending };
    const whole = await selectIntelPage(database.db, search, sort, null, 1000);
    const paged: IntelRow[] = [];
    for (let after: Position | null = null; ; ) {
      const page: IntelRow[] = await selectIntelPage(database.db, search, sort, after, 7);
      paged.push(...page);
      after = page.at(-1) ?? null;
      if (after === null || page.length < 7) break;
    }
    expect(new Set(paged.map(keyOf)).size).toBe(stored.size);
    expect(paged.map(keyOf)).toEqual(whole.map(keyOf));
  },
);

test('what arrives between two pages moves nothing that is still to come', async () => {
  const search = { scope, condition: { field: 'type', op: 'is', value: 'indicator' } as Condition };
  const sort = { by: 'added', isDescending: true } as const;
  const before = await selectIntelPage(database.db, search, sort, null, 1000);
  const first = before.slice(0, 3);
  await store(COLLECTIONS[0] ?? '', { type: 'indicator', name: 'late' }, null);
  const rest = await selectIntelPage(database.db, search, sort, first.at(-1) ?? null, 1000);
  expect([...first, ...rest].map(keyOf)).toEqual(before.map(keyOf));
});
