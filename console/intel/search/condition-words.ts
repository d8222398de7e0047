// A condition as a sentence.
import type { Condition, Test } from '../../../src/intel/condition.ts';
import { typeWords } from '../words.ts';
import { fieldWords, RELATIVE_TIMES } from './fields.ts';

/** What a condition asks, in words. `titles` are those of collections. */
export function conditionWords(
  condition: Condition,
  titles: ReadonlyMap<string, string> = new Map(),
): string {
  if ('field' in condition) return testWords(condition, titles);
  if ('all' in condition) return joined(condition.all, ' and ', titles);
  if ('any' in condition) return joined(condition.any, ' or ', titles);
  const [only, ...others] = condition.none;
  if (only !== undefined && 'field' in only && others.length === 0)
    return testWords(only, titles, true);
  return `not ${inBrackets(joined(condition.none, ' or ', titles), condition.none.length)}`;
}

function joined(
  parts: readonly Condition[],
  word: string,
  titles: ReadonlyMap<string, string>,
): string {
  return parts
    .map((part) => inBrackets(conditionWords(part, titles), 'field' in part ? 1 : partCount(part)))
    .join(word);
}

function partCount(part: Exclude<Condition, Test>): number {
  if ('all' in part) return part.all.length;
  return 'any' in part ? part.any.length : 1;
}

function inBrackets(words: string, count: number): string {
  return count > 1 ? `(${words})` : words;
}

function testWords(
  { field, op, value }: Test,
  titles: ReadonlyMap<string, string>,
  negated = false,
): string {
  const known = fieldWords(field);
  const name = known?.words ?? field;
  if (op === 'exists') return `${name} ${(value === true) === negated ? 'is missing' : 'is there'}`;
  if (typeof value === 'boolean') return value === negated ? `not ${name.toLowerCase()}` : name;
  const comparison = known?.comparisons.find((one) => one.op === op && one.negated === negated);
  const values = (Array.isArray(value) ? value : [value]).map((one) =>
    valueWords(field, String(one), titles),
  );
  const few = values.length > 4 ? [...values.slice(0, 3), `${values.length - 3} more`] : values;
  const usual = comparison?.words ?? `${negated ? 'not ' : ''}${op}`;
  const words = values.length === 1 && op === 'in' ? (negated ? 'is not' : 'is') : usual;
  return `${name} ${words} ${few.join(', ')}`;
}

function valueWords(field: string, value: string, titles: ReadonlyMap<string, string>): string {
  if (field === 'type') return typeWords(value);
  if (field === 'tlp') return value.toUpperCase();
  if (field === 'collection') return titles.get(value) ?? value;
  return RELATIVE_TIMES.find((one) => one.value === value)?.label ?? value;
}
