// What values and ids narrow a search to: which rows of `intel` they can mean, looked up by index.
import type { Condition, Test } from '../intel/condition.ts';
import { foldText, textsOf } from '../intel/readings.ts';
import { readIdentifierAnyCase } from '../stix/identifier.ts';
import { observableSql, type Scope } from './intel-search.ts';
import type { Bind } from './page-statement.ts';

// `10.` begins a good part of all values.
const SHORTEST_START = 5;
// So do these, what they begin with, and what is hardly longer.
const COMMON_STARTS = ['http://www.', 'https://www.'];
const COMMON_START = /^https?:\/\/(?:www\.)?/;
const SHORTEST_REST = 4;

/** Whether values or ids that are looked up by index narrow all that a condition can find. */
export function isNarrow(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(isNarrow);
  if ('any' in condition) return condition.any.length > 0 && condition.any.every(isNarrow);
  if ('none' in condition) return false;
  const { field, op, value } = condition;
  if (field === 'id') return true;
  if (field !== 'value') return false;
  return op === 'is' || op === 'in' || (op === 'starts' && isLong(foldText(String(value))));
}

function isLong(start: string): boolean {
  if (start.length < SHORTEST_START || COMMON_STARTS.some((one) => one.startsWith(start)))
    return false;
  return start.replace(COMMON_START, '').length >= SHORTEST_REST;
}

/** The keys of all rows that a narrow condition can hold of, each once; some of them it may not hold of. */
export function keysSql(condition: Condition, scope: Scope, bind: Bind): string {
  const join = (members: readonly Condition[], word: string) =>
    members.map((member) => `(${keysSql(member, scope, bind)})`).join(` ${word} `);
  if ('all' in condition) return join(condition.all.filter(isNarrow), 'intersect');
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
export function restOf(condition: Condition): Condition {
  if ('all' in condition)
    return { all: condition.all.map((member) => (isNarrow(member) ? restOf(member) : member)) };
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
