// The plans of searches: what is newest or changed last, and what values narrow, is found without reading all there is,
// whatever the statistics say; what reads all is read by several processes.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Condition } from '../../src/intel/condition.ts';
import { summarise } from '../../src/intel/summary.ts';
import type { ObjectRow } from '../../src/store/copy-rows.ts';
import { inTransaction } from '../../src/store/database.ts';
import { isNarrow, withCommon } from '../../src/store/intel-keys.ts';
import type { Position, Sort } from '../../src/store/intel-order.ts';
import { pageStatement } from '../../src/store/intel-page.ts';
import type { Edge } from '../../src/store/intel-walk.ts';
import { copyObjects } from '../../src/store/objects.ts';
import { packSummary } from '../../src/store/packed-summary.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

const ROWS = 60_000;
const LIMIT = 50;
const START = 1_700_000_000_000_000;

// Three of four may be read.
const full = randomUUID();
const small = [randomUUID(), randomUUID()];
const hidden = randomUUID();
const scope = {
  now: START,
  collections: [full, ...small].map((id) => ({ id, alias: null, api_root: 'root' })),
  sources: [],
};
const NEWEST: Sort = { by: 'added', isDescending: true };
const CHANGED: Sort = { by: 'modified', isDescending: true };
// As an import without times of its own leaves them: very many changed in one moment.
const ALIKE = 20_000;
const EDGE = [START + ROWS - 5000];

let database: TestDatabase;

beforeAll(async () => {
  database = await withDatabase();
  await database.db.work.query('alter table intel set (autovacuum_enabled = false)');
  await database.db.work.query('alter table observable set (autovacuum_enabled = false)');
});

afterAll(() => database.drop());

function modifiedOf(index: number): number {
  return START + Math.floor(index / ALIKE) * 1_000_000;
}

function placeOf(index: number): Position {
  return { key: String(modifiedOf(index)), date_added: START + index, collection_id: full };
}

function makeRow(index: number): ObjectRow {
  const value = `198.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  return {
    date_added: START + index,
    stix_type: 'indicator',
    stix_uuid: randomUUID(),
    version: '2020-01-01T00:00:00',
    version_as_sent: null,
    spec_version: '2.1',
    superseded_at: null,
    content_hash: String(index).padStart(32, '0'),
    account_id: null,
    import_id: null,
    import_line: null,
    body: '{}',
    summary: packSummary(
      summarise({
        type: 'indicator',
        name: `Seen ${value}`,
        description: `${'Words that all of them have. '.repeat(8)} case ${index}`,
        labels: [`label-${index % 1000}`],
        confidence: index % 100,
        modified: new Date(modifiedOf(index) / 1000).toISOString(),
        pattern: `[ipv4-addr:value = '${value}']`,
      }),
    ),
  };
}

async function load(collection: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 5000) {
    const size = Math.min(5000, count - from);
    const rows = Array.from({ length: size }, (_, index) => makeRow(from + index));
    await inTransaction(database.db, (client) => copyObjects(client, collection, rows));
  }
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

async function explain({ text, values }: { text: string; values: unknown[] }) {
  const { rows } = await database.db.searches.query(
    `explain (analyze, buffers off, timing off, costs off, format json) ${text}`,
    values,
  );
  const nodes: Plan[] = [];
  const visit = (plan: Plan): void => {
    nodes.push(plan);
    for (const inner of plan.Plans ?? []) visit(inner);
  };
  visit(rows[0]['QUERY PLAN'][0].Plan);
  const read = nodes
    .filter((node) => node['Relation Name'] !== undefined)
    .map(
      (node) =>
        (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    );
  return {
    kinds: nodes.map((node) => node['Node Type']),
    read: read.reduce((sum, count) => sum + count, 0),
  };
}

const is = (
  field: 'value' | 'label' | 'text',
  op: 'is' | 'contains' | 'starts',
  value: string,
): Condition => ({
  field,
  op,
  value,
});
const AFTER: Position = { key: null, date_added: START + ROWS / 2, collection_id: full };

/** Search → condition, after which position, edge of a walk or null for a scan, rows that it may read. */
const BOUNDED: readonly (readonly [string, Condition, Position | null, Edge, number])[] = [
  ['everything, newest', { all: [] }, null, EDGE, 8 * LIMIT],
  ['a page in the middle', { all: [] }, AFTER, [START + ROWS / 2 - 5000], 8 * LIMIT],
  [
    'words that all have, up to the edge',
    is('text', 'contains', 'words have'),
    null,
    EDGE,
    5000 + 8 * LIMIT,
  ],
  [
    'words that none has, up to the edge',
    is('text', 'contains', 'none'),
    null,
    EDGE,
    5000 + 4 * LIMIT,
  ],
  [
    'a label that few have, up to the edge',
    is('label', 'is', 'LABEL-7'),
    null,
    EDGE,
    5000 + 8 * LIMIT,
  ],
  [
    'a value within others, up to the edge',
    is('value', 'contains', '198.0'),
    null,
    EDGE,
    10_000 + 8 * LIMIT,
  ],
  ['a value', is('value', 'is', '198.0.1.7'), null, null, 8 * LIMIT],
  ['values that start so', is('value', 'starts', '198.0.12'), null, null, 120 * LIMIT],
  [
    'one of many values',
    { field: 'value', op: 'in', value: Array.from({ length: 100 }, (_, n) => `198.0.3.${n}`) },
    null,
    null,
    20 * LIMIT,
  ],
  [
    'a value or the start of one',
    { any: [is('value', 'is', '198.0.1.7'), is('value', 'starts', '198.0.99')] },
    null,
    null,
    40 * LIMIT,
  ],
  [
    'a value and words',
    { all: [is('value', 'is', '198.0.1.7'), is('text', 'contains', 'words')] },
    null,
    null,
    8 * LIMIT,
  ],
];

function checkBounds(searches: typeof BOUNDED): void {
  test.each(searches)('%s: reads no more than it must', async (_, condition, after, edge, most) => {
    const walk = edge === null ? null : { edge };
    const plan = await explain(pageStatement({ scope, condition }, NEWEST, after, LIMIT, walk));
    expect(plan.kinds).not.toContain('Seq Scan');
    expect(plan.read).toBeLessThanOrEqual(most);
  });

  test.each<readonly [string, Condition, number, number]>([
    ['everything', { all: [] }, ROWS, 8 * LIMIT],
    ['a page in the middle', { all: [] }, ROWS / 2, 8 * LIMIT],
    ['a label that few have', is('label', 'is', 'LABEL-7'), ROWS, 5000 + 8 * LIMIT],
    ['a value within others', is('value', 'contains', '198.0'), ROWS, 10_000 + 8 * LIMIT],
  ])('changed last, %s: reads up to the edge, and sorts nothing there', async (...given) => {
    const [, condition, from, most] = given;
    const after = from === ROWS ? null : placeOf(from);
    const edge = [modifiedOf(from - 5000), START + from - 5000];
    const statement = pageStatement({ scope, condition }, CHANGED, after, LIMIT, { edge });
    const plan = await explain(statement);
    expect(plan.kinds).not.toContain('Seq Scan');
    expect(plan.kinds).not.toContain('Incremental Sort');
    expect(plan.read).toBeLessThanOrEqual(most);
  });
}

const within = (network: string): Condition => ({ field: 'value', op: 'within', value: network });

/** Searches by values that no index narrows. */
const SCANS: readonly (readonly [string, Condition])[] = [
  ['a value within some others', is('value', 'contains', '198.0.4')],
  ['a value within all others', is('value', 'contains', '198.0')],
  ['a network', within('198.0.0.0/16')],
  ['a small network', within('198.0.9.0/28')],
  ['a network and a label', { all: [within('198.0.0.0/16'), is('label', 'is', 'label-7')] }],
];

function checkScans(): void {
  // Three processes may each read the values for themselves.
  test.each(SCANS)('%s: no process reads a table twice', async (_, condition) => {
    const plan = await explain(pageStatement({ scope, condition }, NEWEST, null, LIMIT, null));
    expect(plan.read).toBeLessThanOrEqual((1 + 3) * (ROWS + 2000) + 40 * LIMIT);
  });
}

describe('with statistics that know another collection only', () => {
  beforeAll(async () => {
    await load(hidden, 1000);
    await database.db.work.query('analyze intel, observable');
    await load(full, ROWS);
    for (const collection of small) await load(collection, 500);
  });
  checkBounds(BOUNDED);
  checkScans();
});

describe('without any statistics', () => {
  beforeAll(async () => {
    await database.db.work.query(
      "delete from pg_statistic where starelid in ('intel'::regclass, 'observable'::regclass)",
    );
    await database.db.work.query(
      "update pg_class set reltuples = -1, relpages = 0 where relname ~ '^(intel|observable)'",
    );
  });
  checkBounds(BOUNDED);
  checkScans();
});

describe('after ANALYZE', () => {
  beforeAll(async () => {
    await database.db.work.query('analyze intel, observable');
  });
  checkBounds(BOUNDED);
  checkScans();

  test('values that very many rows have are not where a search begins', async () => {
    const rare = is('value', 'starts', '198.0.12');
    const common = is('value', 'starts', '198.0');
    const search = { scope, condition: { all: [rare, { any: [common] }] } };
    expect((await withCommon(database.db, search)).common).toEqual(new Set([common]));
    const one = { scope, condition: common };
    expect(isNarrow(one)).toBe(true);
    expect(isNarrow(await withCommon(database.db, one))).toBe(false);
  });

  const RARE: Condition = is('label', 'is', 'label-7');
  test.each<readonly [string, Condition, Sort]>([
    ['words', is('text', 'contains', 'case 4711'), NEWEST],
    ['a label', RARE, NEWEST],
    ['the order of names', { all: [] }, { by: 'name', isDescending: false }],
    ['the order of another time', RARE, { by: 'modified', isDescending: true }],
    [
      'a value as one choice',
      { any: [RARE, is('value', 'contains', '99.4')] },
      { by: 'modified', isDescending: true },
    ],
    [
      'none of some values',
      { all: [RARE, { none: [is('value', 'contains', '99.4')] }] },
      { by: 'modified', isDescending: true },
    ],
  ])('%s: read by several processes, which pass on a page each', async (_, condition, sort) => {
    const plan = await explain(pageStatement({ scope, condition }, sort, null, LIMIT, null));
    expect(plan.kinds).toContain('Gather Merge');
  });
});
