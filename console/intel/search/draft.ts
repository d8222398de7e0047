// A condition while it is being built: rows that may still lack their value, in groups.
import type { Condition, Field, Test } from '../../../src/intel/condition.ts';
import { type Comparison, FIELDS, fieldWords } from './fields.ts';

export type Join = 'all' | 'any' | 'none';

export interface DraftRow {
  readonly key: number;
  readonly field: Field;
  readonly comparison: Comparison;
  readonly value: Test['value'];
}

export interface DraftGroup {
  readonly key: number;
  readonly join: Join;
  readonly items: readonly DraftItem[];
}

export type DraftItem = DraftRow | DraftGroup;

let lastKey = 0;

/** A row without a value. */
export function newRow(field: Field = 'value'): DraftRow {
  const [comparison] = fieldWords(field)?.comparisons ?? [];
  const [first] = FIELDS[0]?.comparisons ?? [];
  const chosen = comparison ?? first;
  if (chosen === undefined) throw new Error('Each field has a comparison.');
  return { key: nextKey(), field, comparison: chosen, value: emptyValue(chosen) };
}

/** A group with one row. */
export function newGroup(join: Join, items: readonly DraftItem[] = [newRow()]): DraftGroup {
  return { key: nextKey(), join, items };
}

export function isGroup(item: DraftItem): item is DraftGroup {
  return 'join' in item;
}

/** What a comparison begins with. */
export function emptyValue({ input }: Comparison): Test['value'] {
  if (input === 'flag') return true;
  if (input === 'time') return 'now';
  return input === 'words' || input === 'collection' ? [] : '';
}

/** A condition as a group to build on. */
export function toDraft(condition: Condition | null): DraftGroup {
  if (condition === null) return newGroup('all', []);
  const item = draftItem(condition);
  return isGroup(item) ? item : newGroup('all', [item]);
}

/** What of a draft is complete; null for nothing. */
export function fromDraft({ join, items }: DraftGroup): Condition | null {
  const parts = items.flatMap((item) => {
    const part = isGroup(item) ? fromDraft(item) : fromRow(item);
    return part === null ? [] : [part];
  });
  if (parts.length === 0) return null;
  if (join === 'all') return { all: parts };
  return join === 'any' ? { any: parts } : { none: parts };
}

function fromRow({ field, comparison: { op, negated }, value }: DraftRow): Condition | null {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return null;
  const test: Test = { field, op, value };
  return negated ? { none: [test] } : test;
}

function draftItem(condition: Condition): DraftItem {
  if ('field' in condition) return draftRow(condition, false);
  if ('all' in condition) return newGroup('all', condition.all.map(draftItem));
  if ('any' in condition) return newGroup('any', condition.any.map(draftItem));
  const [only, ...others] = condition.none;
  // What is negated alone is shown as its opposite, where there are words for that.
  if (only !== undefined && others.length === 0 && 'field' in only && has(only, true))
    return draftRow(only, true);
  return newGroup('none', condition.none.map(draftItem));
}

function draftRow(test: Test, negated: boolean): DraftRow {
  const { field, op, value } = widen(test);
  const comparison = fieldWords(field)?.comparisons.find(
    (one) => one.op === op && one.negated === negated,
  );
  return {
    key: nextKey(),
    field,
    comparison: comparison ?? { op, negated, words: op, input: 'text' },
    value,
  };
}

// `is` of one is the same as `in` of it, for fields that are asked for by lists.
function widen(test: Test): Test {
  if (test.op !== 'is' || typeof test.value !== 'string' || has(test, false)) return test;
  return { ...test, op: 'in', value: [test.value] };
}

function has({ field, op }: Test, negated: boolean): boolean {
  const comparisons = fieldWords(field)?.comparisons ?? [];
  return comparisons.some((one) => one.op === op && one.negated === negated);
}

function nextKey(): number {
  lastKey += 1;
  return lastKey;
}
