// Pushes and deletions at random through the one road in, then polls at random, compared with a
// naive model that knows neither superseded_at nor any index. What proves first, last and the
// default spec_version of OASIS TAXII 2.1 section 3.4.1.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Candidate, makeCandidate, readBody } from '../../src/ingest/candidate.ts';
import { remove, type Selector } from '../../src/ingest/remove.ts';
import { save } from '../../src/ingest/save.ts';
import { readObject } from '../../src/stix/object.ts';
import { printVersion } from '../../src/stix/timestamp.ts';
import type { PageQuery } from '../../src/store/page-statement.ts';
import { selectObjectsPage, selectRecordsPage } from '../../src/store/poll.ts';
import { formatDateAdded } from '../../src/taxii/timestamp.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

type Row = Readonly<{
  date_added: number;
  id: string;
  type: string;
  /** Index of the instant; an SCO's is its date_added. */
  instant: number;
  text: string;
  spec: string;
  body: string;
  content: string;
}>;

const UUIDS = [randomUUID(), randomUUID(), randomUUID()];
const TYPES = ['indicator', 'malware', 'ipv4-addr'] as const;
// In the order of their instants, spelled in ways that do not sort as text.
const INSTANTS = [
  '2019-12-31T23:59:59.999999Z',
  '2020-01-01T00:00:00Z',
  '2020-01-01T00:00:00.0001Z',
  '2020-01-01T00:00:00.120Z',
  '2021-06-01T10:00:00.000Z',
];

const pushed = fc.record({
  type: fc.constantFrom(...TYPES),
  uuid: fc.constantFrom(...UUIDS),
  instant: fc.nat(INSTANTS.length - 1),
  spec: fc.constantFrom('2.0', '2.1'),
  content: fc.constantFrom('a', 'b'),
});
type Pushed = typeof pushed extends fc.Arbitrary<infer T> ? T : never;

const specs = fc.constantFrom<readonly string[] | null>(
  null,
  ['2.0'],
  ['2.1'],
  ['2.0', '2.1'],
  ['3.0'],
);
const versions = fc.uniqueArray(fc.nat(INSTANTS.length - 1), { maxLength: 3 });
const keywords = fc.constantFrom<PageQuery['keywords'][]>(
  ['last'],
  ['last'],
  ['first'],
  ['all'],
  ['first', 'last'],
  [],
);
const selected = fc.record({ specs, keywords, versions, whole: fc.boolean() });

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(pushed, { minLength: 1, maxLength: 8 }).map((push) => ({ push })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ type: fc.constantFrom(...TYPES), uuid: fc.constantFrom(...UUIDS), selected })
      .map((removal) => ({ removal })),
  },
);

type Removal = Readonly<{
  type: string;
  uuid: string;
  selected: typeof selected extends fc.Arbitrary<infer T> ? T : never;
}>;

const query = fc.record({
  afterRow: fc.option(fc.nat(40)),
  onFrom: fc.option(fc.nat(40)),
  specs,
  keywords,
  versions,
  types: fc.option(fc.subarray([...TYPES, 'tool'], { minLength: 1 }), { freq: 2 }),
  ids: fc.option(fc.subarray(UUIDS, { minLength: 1 }), { freq: 3 }),
  limit: fc.integer({ min: 1, max: 7 }),
  distinct: fc.boolean(),
});
type Asked = typeof query extends fc.Arbitrary<infer T> ? T : never;

let database: TestDatabase;

beforeAll(async () => {
  database = await withDatabase();
  await database.db.work.query(
    "insert into api_root (name, title) values ('settling', 'Settling')",
  );
});

afterAll(() => database.drop());

test('random pushes and deletions are polled as a naive model polls them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.array(query, { minLength: 4, maxLength: 8 }),
      async (steps, queries) => {
        const collection = await makeCollection();
        let model: readonly Row[] = [];
        for (const one of steps) {
          model =
            'push' in one
              ? await push(collection, model, one.push)
              : await removeBoth(collection, model, one.removal);
        }
        expect(await supersededAt(collection)).toEqual(
          model.map((row) => naiveSuperseded(model, row)),
        );
        for (const asked of queries) await compare(collection, model, asked);
      },
    ),
    { numRuns: 60, endOnFailure: false, interruptAfterTimeLimit: 40_000 },
  );
});

async function makeCollection(): Promise<string> {
  const id = randomUUID();
  const { work } = database.db;
  await work.query("insert into collection (id, api_root, title) values ($1, 'settling', 'One')", [
    id,
  ]);
  await work.query('insert into collection_clock (collection_id) values ($1)', [id]);
  return id;
}

function toCandidate({ type, uuid, instant, spec, content }: Pushed): Candidate {
  const times = { created: INSTANTS[0], modified: INSTANTS[instant] };
  const value = {
    type,
    id: `${type}--${uuid}`,
    ...(spec === '2.1' ? { spec_version: '2.1' } : {}),
    ...(type === 'ipv4-addr' ? {} : times),
    x_content: content,
  };
  const object = readObject(value);
  if (!object.ok) throw new Error(object.message);
  return makeCandidate(object, value, JSON.stringify(value));
}

async function push(
  collection: string,
  model: readonly Row[],
  objects: readonly Pushed[],
): Promise<readonly Row[]> {
  const candidates = objects.map(toCandidate);
  const outcomes = await save(database.db, collection, candidates, {
    accountId: null,
    importId: null,
  });
  let rows = model;
  for (const [index, one] of objects.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('An outcome is missing.');
    const versioned = one.type !== 'ipv4-addr';
    const spec = versioned ? one.spec : '2.1';
    const same = rows.filter((row) => row.id === `${one.type}--${one.uuid}`);
    const twin = versioned
      ? same.find((row) => row.instant === one.instant && row.spec === spec)
      : same.find((row) => row.body === candidates[index]?.body || row.content === contentOf(one));
    if (twin !== undefined) {
      const kind = twin.content === contentOf(one) ? 'duplicate' : 'conflict';
      expect(outcome).toMatchObject({ kind, date_added: twin.date_added });
      continue;
    }
    const { date_added } = outcome;
    expect(outcome.kind).toBe(same.length === 0 ? 'created' : 'updated');
    expect(date_added).toBeGreaterThan(rows.at(-1)?.date_added ?? 0);
    const row: Row = {
      date_added,
      id: `${one.type}--${one.uuid}`,
      type: one.type,
      instant: versioned ? one.instant : date_added,
      text: versioned ? (INSTANTS[one.instant] ?? '') : formatDateAdded(date_added),
      spec,
      body: readBody(candidates[index]?.body ?? ''),
      content: contentOf(one),
    };
    rows = [...rows, row];
  }
  return rows;
}

// An SCO that says its spec_version differs in content from one that does not.
function contentOf({ type, spec, content }: Pushed): string {
  return type === 'ipv4-addr' ? `${content} ${spec}` : content;
}

async function removeBoth(
  collection: string,
  model: readonly Row[],
  { type, uuid, selected: s }: Removal,
): Promise<readonly Row[]> {
  const whole = s.whole || (s.keywords.length === 0 && s.versions.length === 0);
  const alone = s.keywords.includes('all') ? [] : s.versions;
  const selector: Selector = {
    spec_versions: s.specs,
    version: whole ? null : { keywords: s.keywords, versions: alone.map(normal) },
  };
  const removed = await remove(database.db, collection, { type, uuid }, selector);
  const those = model.filter(
    (row) => row.id === `${type}--${uuid}` && (s.specs?.includes(row.spec) ?? true),
  );
  const gone =
    whole || s.keywords.includes('all') ? those : naiveSelection(those, s.specs, s.keywords);
  // A timestamp names its version in every specification: afterwards it must not be found.
  const named = whole ? [] : those.filter((row) => alone.includes(row.instant));
  const all = new Set([...gone, ...named]);
  expect(removed).toBe(all.size);
  return model.filter((row) => !all.has(row));
}

async function supersededAt(collection: string): Promise<(number | null)[]> {
  const { rows } = await database.db.work.query(
    'select superseded_at from object where collection_id = $1 order by date_added',
    [collection],
  );
  return rows.map((row) => row.superseded_at);
}

function naiveSuperseded(model: readonly Row[], row: Row): number | null {
  const newer = model.filter(
    (other) =>
      other.id === row.id &&
      (other.spec > row.spec || (other.spec === row.spec && other.instant > row.instant)),
  );
  return newer.length === 0 ? null : Math.max(...newer.map((other) => other.date_added));
}

async function compare(collection: string, model: readonly Row[], asked: Asked): Promise<void> {
  const added_after = model[asked.afterRow ?? -1]?.date_added ?? 0;
  const from = Math.max(added_after, model[asked.onFrom ?? -1]?.date_added ?? 0);
  const noVersion = asked.keywords.length === 0 && asked.versions.length === 0;
  const words: PageQuery['keywords'] = asked.distinct || noVersion ? ['all'] : asked.keywords;
  const named = words.includes('all') ? [] : asked.versions;
  const ids = asked.ids?.map((uuid, index) => ({ type: TYPES[index] ?? 'malware', uuid })) ?? null;
  const base: Omit<PageQuery, 'after'> = {
    collection_id: collection,
    added_after,
    until: null,
    limit: asked.limit,
    ids,
    types: asked.types,
    spec_versions: asked.specs,
    keywords: words,
    versions: named.map(normal),
    distinct_versions: asked.distinct,
  };
  const passing = model.filter(
    (row) =>
      row.date_added > added_after &&
      (ids?.some((id) => row.id === `${id.type}--${id.uuid}`) ?? true) &&
      (asked.types?.some((type: string) => type === row.type) ?? true) &&
      (asked.specs?.includes(row.spec) ?? true),
  );
  const timed = newestSpecs(
    passing.filter((row) => row.type !== 'ipv4-addr' && named.includes(row.instant)),
    asked.specs,
  );
  const picked = new Set([...timed, ...naiveSelection(passing, asked.specs, words)]);
  const expected = [...picked]
    .filter((row) => !asked.distinct || !isRepeated(row, picked))
    .filter((row) => row.date_added > from)
    .sort((a, b) => a.date_added - b.date_added);
  await comparePages(base, from, expected);
}

function isRepeated(row: Row, picked: ReadonlySet<Row>): boolean {
  return [...picked].some(
    (other) =>
      other.id === row.id && other.instant === row.instant && other.date_added < row.date_added,
  );
}

async function comparePages(
  base: Omit<PageQuery, 'after'>,
  from: number,
  expected: readonly Row[],
): Promise<void> {
  const { db } = database;
  const bodies: string[] = [];
  const records: unknown[] = [];
  let after = from;
  for (let more = true; more; ) {
    const page = await selectRecordsPage(db, { ...base, after });
    const objects = await selectObjectsPage(db, { ...base, after }, 2 ** 20);
    expect(page.count).toBeLessThanOrEqual(base.limit);
    const { records: found, ...span } = page;
    expect(objects).toMatchObject({
      count: span.count,
      more: span.more,
      first: span.first,
      last: span.last,
    });
    records.push(
      ...found.map((r) => [
        r.date_added,
        `${r.stix_type}--${r.stix_uuid}`,
        printVersion(r.version, r.version_as_sent),
        r.spec_version,
      ]),
    );
    bodies.push(...JSON.parse(`[${objects.text}]`).map((body: object) => JSON.stringify(body)));
    if (page.more) expect(page.count).toBe(base.limit);
    ({ more } = page);
    after = page.last;
  }
  expect(records).toEqual(expected.map((row) => [row.date_added, row.id, row.text, row.spec]));
  expect(bodies).toEqual(expected.map((row) => row.body));
}

// What keywords pick: of each object's newest specification, unless specifications were asked for.
function naiveSelection(
  rows: readonly Row[],
  specsAsked: readonly string[] | null,
  words: PageQuery['keywords'],
): Row[] {
  const eligible = newestSpecs(rows, specsAsked);
  if (words.includes('all')) return eligible;
  return [...groupById(eligible).values()].flatMap((group) => {
    // Of one instant in two specifications, the newer one is meant at both ends.
    const ends = {
      first: [...group].sort((a, b) => a.instant - b.instant || (a.spec < b.spec ? 1 : -1))[0],
      last: [...group].sort((a, b) => b.instant - a.instant || (a.spec < b.spec ? 1 : -1))[0],
    };
    return words.flatMap((word) => (word === 'all' ? [] : (ends[word] ?? [])));
  });
}

function newestSpecs(rows: readonly Row[], specsAsked: readonly string[] | null): Row[] {
  if (specsAsked !== null) return [...rows];
  return [...groupById(rows).values()].flatMap((group) => {
    const newest = group
      .map((row) => row.spec)
      .sort()
      .at(-1);
    return group.filter((row) => row.spec === newest);
  });
}

function groupById(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.id, [...(groups.get(row.id) ?? []), row]);
  return groups;
}

function normal(index: number): string {
  return (INSTANTS[index] ?? '').replace(/(\.\d*?)0*Z$/, '$1').replace(/\.$|Z$/, '');
}
