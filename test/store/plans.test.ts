// The plans of the hot statements, also right after a bulk load: a page reads limit + 1 rows through
// an index, whatever the statistics say. Statistics that know another collection only are the worst.
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { summarise } from '../../src/intel/summary.ts';
import type { ObjectRow } from '../../src/store/copy-rows.ts';
import { inTransaction, type Transaction } from '../../src/store/database.ts';
import {
  copyObjects,
  deleteVersions,
  selectBodies,
  selectStored,
  updateSuperseded,
} from '../../src/store/objects.ts';
import { packSummary } from '../../src/store/packed-summary.ts';
import type { PageQuery } from '../../src/store/page-statement.ts';
import { objectsStatement, recordsStatement } from '../../src/store/poll.ts';
import { type TestDatabase, withDatabase } from '../support/database.ts';

const ROWS = 60_000;
const LIMIT = 100;
const START = 1_700_000_000_000_000;
const MIB = 1024 ** 2;

const full = randomUUID();
const other = randomUUID();
const uuids = Array.from({ length: ROWS }, () => randomUUID());

let database: TestDatabase;

beforeAll(async () => {
  database = await withDatabase();
  await database.db.work.query('alter table object set (autovacuum_enabled = false)');
});

afterAll(() => database.drop());

// Every twentieth row is superseded by the next; every fiftieth is no indicator.
const SUMMARY = packSummary(
  summarise({ type: 'indicator', pattern: "[ipv4-addr:value = '198.51.100.7']" }),
);

function makeRow(index: number): ObjectRow {
  const isOld = index % 20 === 0;
  const isNew = index % 20 === 1;
  const at = isNew ? index - 1 : index;
  return {
    date_added: START + index,
    stix_type: at % 50 === 7 ? 'malware' : 'indicator',
    stix_uuid: uuids[at] ?? '',
    version: isNew ? '2021-01-01T00:00:00' : '2020-01-01T00:00:00',
    version_as_sent: null,
    spec_version: '2.1',
    superseded_at: isOld ? START + index + 1 : null,
    content_hash: createHash('sha256').update(String(index)).digest('hex').slice(0, 32),
    account_id: null,
    import_id: null,
    import_line: null,
    body: `{"id":"indicator--${uuids[at]}","x":"${'x'.repeat(300)}"}`,
    summary: SUMMARY,
  };
}

async function load(collection: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 5000) {
    const size = Math.min(5000, count - from);
    const rows = Array.from({ length: size }, (_, index) => makeRow(from + index));
    await inTransaction(database.db, (client) => copyObjects(client, collection, rows));
  }
}

function ask(changes: Partial<PageQuery> = {}): PageQuery {
  return {
    collection_id: full,
    added_after: 0,
    after: 0,
    until: null,
    limit: LIMIT,
    ids: null,
    types: null,
    spec_versions: null,
    keywords: ['last'],
    versions: [],
    distinct_versions: false,
    ...changes,
  };
}

const MIDDLE = START + ROWS / 2;
const someIds = (count: number) =>
  uuids.slice(1002, 1002 + count).map((uuid) => ({ type: 'indicator', uuid }));

/** Statement → query, the index it must walk, and how many rows of the table it may touch. */
const PAGES: readonly (readonly [string, PageQuery, string, number])[] = [
  ['the first page', ask(), 'object_pkey', 1.2],
  ['a page in the middle', ask({ after: MIDDLE }), 'object_pkey', 1.2],
  ['the last page', ask({ after: START + ROWS - 150 }), 'object_pkey', 1.6],
  ['a poll by added_after', ask({ after: MIDDLE, added_after: MIDDLE }), 'object_pkey', 1.2],
  ['an idle poll', ask({ after: START + ROWS, added_after: START + ROWS }), 'object_pkey', 1],
  ['a page of all versions', ask({ keywords: ['all'], after: MIDDLE }), 'object_pkey', 2.4],
  ['a page of first versions', ask({ keywords: ['first'], after: MIDDLE }), 'object_pkey', 2.4],
  [
    'the last of two specifications',
    ask({ spec_versions: ['2.0', '2.1'], after: MIDDLE }),
    'object_pkey',
    2.4,
  ],
  ['a page of indicators', ask({ types: ['indicator'], after: MIDDLE }), 'object_pkey', 1.3],
  [
    'a page of indicators and malware',
    ask({ types: ['indicator', 'malware'] }),
    'object_pkey',
    1.2,
  ],
  ['a page of malware', ask({ types: ['malware'], after: MIDDLE }), 'object_other_types', 2.4],
  ['a page of malware and tools', ask({ types: ['malware', 'tool'] }), 'object_other_types', 2.4],
  ['one object', ask({ ids: someIds(1) }), 'object_version', 0.1],
  ['fifty objects', ask({ ids: someIds(50) }), 'object_version', 1.2],
  [
    'all versions of one object',
    ask({ ids: someIds(1), keywords: ['all'] }),
    'object_version',
    0.1,
  ],
];

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

const OPTIONS = '(analyze, buffers off, timing off, costs off, format json)';

async function explain(statement: { text: string; values: unknown[] }, pool: 'polls' | 'work') {
  const { rows } = await database.db[pool].query(
    `explain ${OPTIONS} ${statement.text}`,
    statement.values,
  );
  return readPlans([rows[0]['QUERY PLAN'][0].Plan]);
}

function readPlans(plans: readonly Plan[]) {
  const nodes: Plan[] = [];
  const visit = (plan: Plan): void => {
    nodes.push(plan);
    for (const inner of plan.Plans ?? []) visit(inner);
  };
  for (const plan of plans) visit(plan);
  const scans = nodes.filter(
    (node) => node['Relation Name'] === 'object' || node['Index Name'] !== undefined,
  );
  return {
    kinds: nodes.map((node) => node['Node Type']),
    sorted: nodes
      .filter((node) => node['Node Type'].includes('Sort'))
      .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0),
    indexes: new Set(nodes.flatMap((node) => node['Index Name'] ?? [])),
    read: scans.reduce((sum, node) => sum + readBy(node), 0),
  };
}

function readBy(node: Plan): number {
  const removed =
    (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return (node['Actual Rows'] + removed) * node['Actual Loops'];
}

function checkPlans(): void {
  test.each(PAGES)('%s reads limit + 1 rows through its index', async (_, query, index, share) => {
    const pool = query.ids === null ? 'polls' : 'work';
    for (const statement of [objectsStatement(query, 16 * MIB), recordsStatement(query)]) {
      const plan = await explain(statement, pool);
      expect(plan.kinds).not.toContain('Seq Scan');
      expect(plan.indexes).toContain(index);
      if (query.ids === null) {
        expect(plan.kinds.filter((kind) => kind.startsWith('Bitmap'))).toEqual([]);
        // Walks of several types are merged by sorting what they found, never the table.
        const mayBeSorted = query.types?.includes('malware') ? 2 * (LIMIT + 1) : 0;
        expect(plan.sorted).toBeLessThanOrEqual(mayBeSorted);
      }
      expect(plan.read).toBeLessThanOrEqual(Math.ceil((LIMIT + 1) * share) + 1);
    }
  });

  test.each<readonly [string, readonly string[], Run]>([
    [
      'what is stored of a batch',
      ['object_version'],
      (c) => selectStored(c, full, uuids.slice(0, 500)),
    ],
    ['bodies', ['object_pkey'], (c) => selectBodies(c, full, dates)],
  ])('the writers’ statement for %s finds its rows through its index', checkWrites);
}

async function checkWrites(_: string, indexes: readonly string[], run: Run): Promise<void> {
  const plan = await explainWrites(run);
  expect(plan.kinds).not.toContain('Seq Scan');
  expect(plan.indexes).toEqual(new Set(indexes));
  expect(plan.read).toBeLessThanOrEqual(1100 * indexes.length);
}

type Run = (client: Transaction) => Promise<unknown>;

// Every seventh row from the thousandth on.
const dates = Array.from({ length: 500 }, (_, index) => START + 1000 + index * 7);

// Statements as the writers send them, each explained instead of run, in a transaction undone.
async function explainWrites(run: Run) {
  const client = await database.db.work.connect();
  const plans: Plan[] = [];
  const query = async (text: string, values?: unknown[]) => {
    if (/^\s*set/i.test(text)) return client.query(text, values);
    const { rows } = await client.query(`explain ${OPTIONS} ${text}`, values);
    plans.push(rows[0]['QUERY PLAN'][0].Plan);
    return { rows: [] };
  };
  try {
    await client.query('begin');
    await run({ query } as unknown as Transaction);
  } finally {
    await client.query('rollback');
    client.release();
  }
  return readPlans(plans);
}

describe('with statistics that know another collection only', () => {
  beforeAll(async () => {
    await load(other, 1000);
    await database.db.work.query('analyze object');
    await load(full, ROWS);
  });
  checkPlans();
});

describe('without any statistics', () => {
  beforeAll(async () => {
    await database.db.work.query("delete from pg_statistic where starelid = 'object'::regclass");
    await database.db.work.query(
      "update pg_class set reltuples = -1, relpages = 0 where relname in ('object', 'object_pkey', 'object_version', 'object_other_types')",
    );
  });
  checkPlans();
});

describe('after ANALYZE', () => {
  beforeAll(async () => {
    await database.db.work.query('analyze object, intel, observable');
  });
  checkPlans();

  // These two need statistics; without them they read the collection once a batch.
  test.each<readonly [string, readonly string[], Run]>([
    [
      'superseded_at',
      ['object_pkey', 'intel_pkey'],
      (c) => updateSuperseded(c, full, new Map(dates.map((d) => [d, d + 1]))),
    ],
    [
      'deletion',
      ['object_pkey', 'intel_pkey', 'observable_pkey', 'reference_pkey'],
      (c) => deleteVersions(c, full, dates),
    ],
  ])('the writers’ statement for %s finds its rows through its index', checkWrites);
});
