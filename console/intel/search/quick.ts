// Quick filters: tests at the top of a condition that one click sets and takes away.
import type { Condition, Field, Test } from '../../../src/intel/condition.ts';

/** What is asked of validity, as one choice. */
export const VALIDITIES: readonly { value: string; label: string; condition: Condition }[] = [
  {
    value: 'valid',
    label: 'Valid now',
    condition: { none: [flag('expired'), flag('revoked')] },
  },
  { value: '7d', label: 'Expires within 7 days', condition: expiresBy('now+7d') },
  { value: '30d', label: 'Expires within 30 days', condition: expiresBy('now+30d') },
  { value: 'expired', label: 'Expired', condition: flag('expired') },
  { value: 'revoked', label: 'Revoked', condition: flag('revoked') },
];

/** The tests that all must hold; a condition of another form is one of them. */
function topOf(where: Condition | null): readonly Condition[] {
  if (where === null) return [];
  return 'all' in where ? where.all : [where];
}

/** The list that a field must be in, when that is asked at the top. */
export function listOf(where: Condition | null, field: Field): readonly string[] {
  const test = topOf(where).find((one) => isListOf(one, field));
  if (test === undefined || !('field' in test)) return [];
  return Array.isArray(test.value) ? test.value : [String(test.value)];
}

/** Asks that a field be in a list; nothing of it when the list is empty. */
export function withList(
  where: Condition | null,
  field: Field,
  value: readonly string[],
): Condition | null {
  const others = topOf(where).filter((one) => !isListOf(one, field));
  return together(value.length === 0 ? others : [...others, { field, op: 'in', value }]);
}

/** The validity that is asked for. */
export function validityOf(where: Condition | null): string | null {
  const top = topOf(where).map((one) => JSON.stringify(one));
  const known = VALIDITIES.find(({ condition }) => top.includes(JSON.stringify(condition)));
  return known?.value ?? null;
}

/** Asks for another validity, or for none. */
export function withValidity(where: Condition | null, value: string | null): Condition | null {
  const known = VALIDITIES.map(({ condition }) => JSON.stringify(condition));
  const others = topOf(where).filter((one) => !known.includes(JSON.stringify(one)));
  const chosen = VALIDITIES.find((one) => one.value === value);
  return together(chosen === undefined ? others : [...others, chosen.condition]);
}

/** The confidence that is asked for at least. */
export function leastConfidence(where: Condition | null): number | null {
  const test = topOf(where).find(isLeast);
  return test !== undefined && 'field' in test ? Number(test.value) : null;
}

/** Asks for a confidence of at least that much. */
export function withLeastConfidence(
  where: Condition | null,
  value: number | null,
): Condition | null {
  const others = topOf(where).filter((one) => !isLeast(one));
  const test: Test = { field: 'confidence', op: 'at_least', value: value ?? 0 };
  return together(value === null ? others : [...others, test]);
}

/** One condition more that must hold. */
export function withTest(where: Condition | null, test: Condition): Condition {
  return { all: [...topOf(where), test] };
}

/** One of the conditions at the top less. */
export function without(where: Condition | null, part: Condition): Condition | null {
  return together(topOf(where).filter((one) => one !== part));
}

/** What no quick filter shows. */
export function notQuick(where: Condition | null): readonly Condition[] {
  const shown = VALIDITIES.map(({ condition }) => JSON.stringify(condition));
  const fields: readonly Field[] = ['type', 'source', 'tlp'];
  return topOf(where).filter(
    (one) =>
      !fields.some((field) => isListOf(one, field)) &&
      !isLeast(one) &&
      !shown.includes(JSON.stringify(one)),
  );
}

function isListOf(condition: Condition, field: Field): boolean {
  return 'field' in condition && condition.field === field && ['in', 'is'].includes(condition.op);
}

function isLeast(condition: Condition): boolean {
  return 'field' in condition && condition.field === 'confidence' && condition.op === 'at_least';
}

function together(all: readonly Condition[]): Condition | null {
  return all.length === 0 ? null : { all };
}

function flag(field: Field): Condition {
  return { field, op: 'is', value: true };
}

function expiresBy(value: string): Condition {
  return {
    all: [
      { field: 'expired', op: 'is', value: false },
      { field: 'valid_until', op: 'before', value },
    ],
  };
}
