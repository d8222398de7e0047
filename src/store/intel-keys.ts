// What values and ids narrow a search to: which rows of `intel` they can mean, looked up by index.
import type { Condition, Test } from '../intel/condition.ts';
import { foldText, textsOf } from '../intel/readings.ts';
import { readIdentifierAnyCase } from '../stix/identifier.ts';
import type { Database } from './database.ts';
import { observableSql, type Search } from './intel-search.ts';
import type { Bind } from './page-statement.ts';

// To look up a twentieth of all rows one by one takes about as long as to go through all.
const MOST_KEYS =
  "(select greatest(20000, reltuples / 20)::bigint from pg_class where oid = 'intel'::regclass)";

// `10.` begins a good part of all values.
const SHORTEST_START = 5;
// So do these, what they begin with, and what is hardly longer.
const COMMON_STARTS = ['http://www.', 'https://www.'];
const COMMON_START = /^https?:\/\/(?:www\.)?/;
const SHORTEST_REST = 4;

type Narrow = Pick<Search, 'condition' | 'common'>;

/** A search that knows which of its values are so common that they narrow nothing. */
export async function withCommon(db: Database, search: Search): Promise<Search> {
  const tests = valueTests(search.condition);
  if (tests.length === 0) return search;
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const counts = tests.map(
    (test) => `(select count(*) from (
      select from observable v where ${observableSql(test, { bind })} limit m.most + 1) c) > m.most`,
  );
  const { rows } = await db.searches.query<{ are: boolean[] }>(
    `select array[${counts.join(', ')}] as are from (select ${MOST_KEYS} as most offset 0) m`,
    values,
  );
  const common = new Set(tests.filter((_, at) => rows[0]?.are[at]));
  return common.size === 0 ? search : { ...search, common };
}

// Those that may narrow it.
function valueTests(condition: Condition): Test[] {
  if ('all' in condition) return condition.all.flatMap(valueTests);
  if ('any' in condition) return condition.any.flatMap(valueTests);
  if ('none' in condition) return [];
  return condition.field === 'value' && isNarrow({ condition }) ? [condition] : [];
}

/** Whether values or ids that are looked up by index narrow all that a condition can find. */
export function isNarrow({ condition, common }: Narrow): boolean {
  const narrows = (member: Condition) => isNarrow({ condition: member, common });
  if ('all' in condition) return condition.all.some(narrows);
  if ('any' in condition) return condition.any.length > 0 && condition.any.every(narrows);
  if ('none' in condition) return false;
  const { field, op, value } = condition;
  if (field === 'id') return true;
  if (field !== 'value' || common?.has(condition)) return false;
  return op === 'is' || op === 'in' || (op === 'starts' && isLong(foldText(String(value))));
}

function isLong(start: string): boolean {
  if (start.length < SHORTEST_START || COMMON_STARTS.some((one) => one.startsWith(start)))
    return false;
  return start.replace(COMMON_START, '').length >= SHORTEST_REST;
}

/** The keys of all rows that a narrow condition can hold of, each once; some of them it may not hold of. */
export function keysSql({ condition, common, scope }: Search, bind: Bind): string {
  const join = (members: readonly Condition[], word: string) =>
    members
      .map((member) => `(${keysSql({ condition: member, common, scope }, bind)})`)
      .join(` ${word} `);
  if ('all' in condition) {
    const narrow = condition.all.filter((member) => isNarrow({ condition: member, common }));
    return join(narrow, 'intersect');
  }
  if ('any' in condition) return join(condition.any, 'union');
  if ('none' in condition) return 'select collection_id, date_added from intel';
  const collections = bind(scope.collections.map(({ id }) => id));
  return condition.field === 'id'
    ? idKeysSql(condition, collections, bind)
    : `select distinct v.collection_id, v.date_added from (
        select * from observable v where ${observableSql(condition, { bind })} offset 0) v
        where v.collection_id = any(${collections}::uuid[])`;
}

/** What is left to be tested of the rows that the keys of a narrow condition name. */
export function restOf({ condition, common }: Narrow): Condition {
  const rest = (member: Condition) =>
    isNarrow({ condition: member, common }) ? restOf({ condition: member, common }) : member;
  if ('all' in condition) return { all: condition.all.map(rest) };
  return 'any' in condition ? condition : { all: [] };
}

function idKeysSql({ value }: Test, collections: string, bind: Bind): string {
  const ids = textsOf(value).flatMap((id) => readIdentifierAnyCase(id) ?? []);
  const types = bind(ids.map(({ type }) => type));
  const uuids = bind(ids.map(({ uuid }) => uuid));
  return `select distinct o.collection_id, o.date_added
    from unnest(${collections}::uuid[]) as c (id)
    cross join unnest(${types}::text[], ${uuids}::uuid[]) as w (type, uuid)
    cross join lateral (
      select n.collection_id, n.date_added from object n
        where n.collection_id = c.id and n.stix_uuid = w.uuid and n.stix_type = w.type offset 0) o`;
}
