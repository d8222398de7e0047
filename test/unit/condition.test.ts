// What is a condition, and what is said of what is none.
import { describe, expect, test } from '@jest/globals';
import { CONDITION_LIMITS, checkCondition } from '../../src/intel/condition-check.ts';
import { readTimeWord } from '../../src/intel/time-words.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z') * 1000;
const DAY = 86_400_000_000;
const one = { field: 'type', op: 'is', value: 'indicator' };

test.each([
  [one],
  [{ all: [] }],
  [{ any: [one, { none: [one, { all: [one] }] }] }],
  [{ field: 'value', op: 'within', value: '2001:db8::/32' }],
  [{ field: 'value', op: 'in', value: ['a', 'b'] }],
  [{ field: 'valid_until', op: 'before', value: 'now+7d' }],
  [{ field: 'tlp', op: 'at_most', value: 'amber+strict' }],
  [{ field: 'import', op: 'exists', value: false }],
])('%j is a condition', (value) => {
  expect(checkCondition(value)).toEqual({ ok: true, condition: value });
});

const nested = (depth: number): unknown => (depth === 0 ? one : { all: [nested(depth - 1)] });
const many = (count: number) => Array.from({ length: count }, () => one);

test.each([
  ['no object', [one], '', 'must be an object'],
  ['nothing', null, '', 'must be an object'],
  ['a group and more', { all: [], any: [] }, '', 'nothing beside `all`'],
  ['a group that is no list', { all: one }, '/all', 'must be a list'],
  ['a member that is none', { any: [one, 5] }, '/any/1', 'must be an object'],
  ['too deep', nested(CONDITION_LIMITS.depth + 1), '/all/0/all/0/all/0/all/0/all/0/all', 'deeper'],
  ['too many in a group', { all: many(101) }, '/all', 'more than 100'],
  ['too many in all', { all: [{ any: many(60) }, { any: many(60) }] }, '/all/1/any/40', '100'],
  ['a surplus word', { ...one, not: true }, '', '`not`'],
  ['an unknown field', { ...one, field: 'toString' }, '/field', 'must be one of type, value'],
  ['an operator of other fields', { ...one, op: 'within' }, '/op', 'must be one of is, in'],
  ['a value of another kind', { ...one, value: 5 }, '/value', 'must be a text'],
  ['blanks', { ...one, value: '  ' }, '/value', 'must be a text'],
  ['a NUL', { ...one, value: 'a\0' }, '/value', 'must be a text'],
  ['half a character', { ...one, value: '\ud800' }, '/value', 'must be a text'],
  ['a text that is too long', { ...one, value: 'x'.repeat(1001) }, '/value', '1000 characters'],
  ['an empty list', { ...one, op: 'in', value: [] }, '/value', '1 to 1000 values'],
  ['a list with another kind', { ...one, op: 'in', value: ['a', 1] }, '/value/1', 'must be a text'],
  ['no network', { field: 'value', op: 'within', value: '10.0.0.0/33' }, '/value', 'network'],
  ['no time', { field: 'added', op: 'after', value: 'now+7' }, '/value', 'must be a time'],
  ['no day', { field: 'added', op: 'after', value: '2026-02-30' }, '/value', 'must be a time'],
  ['no level', { field: 'tlp', op: 'is', value: 'white' }, '/value', 'clear, green'],
  ['no percentage', { field: 'confidence', op: 'at_least', value: 101 }, '/value', '0 to 100'],
  ['no flag', { field: 'revoked', op: 'is', value: 'true' }, '/value', 'true or false'],
  ['no identifier', { field: 'id', op: 'is', value: 'indicator' }, '/value', 'type--UUID'],
  ['no UUID', { field: 'import', op: 'is', value: 'x' }, '/value', 'UUID'],
])('%s is refused, and told where', (_, value, pointer, words) => {
  const reading = checkCondition(value);
  expect(reading).toMatchObject({ ok: false, fault: { pointer } });
  expect(JSON.stringify(reading)).toContain(words);
});

describe('times', () => {
  test.each([
    ['now', NOW],
    ['now+7d', NOW + 7 * DAY],
    ['now-36h', NOW - 1.5 * DAY],
    ['now-2w', NOW - 14 * DAY],
    ['2026-06-01', NOW - DAY / 2],
    ['2026-06-01T12:00:00.001Z', NOW + 1000],
    ['now+1y', null],
    ['yesterday', null],
    ['2026-06-31', null],
  ])('%s', (text, expected) => {
    expect(readTimeWord(text, NOW)).toBe(expected);
  });
});
