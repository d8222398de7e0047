// Is this JSON a condition? If not, what is wrong, where, and what would be right.
import { readIdentifierAnyCase } from '../stix/identifier.ts';
import { TLP_LEVELS } from '../stix/tlp.ts';
import { readAddress } from './address.ts';
import type { Condition, Field, Operator, Test } from './condition.ts';
import { readTimeWord } from './time-words.ts';

/** What is wrong with a condition, and where (JSON pointer). */
export interface ConditionFault {
  readonly pointer: string;
  /** One sentence, without a subject: `must be …`. */
  readonly message: string;
}

/** A condition, or the first fault that was found. */
export type ConditionReading =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly fault: ConditionFault };

/** How large a condition may be. */
export const CONDITION_LIMITS = { depth: 5, tests: 100, list: 1000, characters: 1000 } as const;

type ValueKind = 'text' | 'time' | 'percent' | 'flag' | 'tlp' | 'identifier' | 'uuid' | 'network';

interface FieldRule {
  readonly kind: ValueKind;
  readonly operators: readonly Operator[];
}

const TIME: FieldRule = { kind: 'time', operators: ['before', 'after', 'exists'] };
const FLAG: FieldRule = { kind: 'flag', operators: ['is'] };

/** What each field can be asked, and with what. */
const FIELD_RULES: Readonly<Record<Field, FieldRule>> = {
  type: { kind: 'text', operators: ['is', 'in'] },
  value: { kind: 'text', operators: ['is', 'in', 'starts', 'contains', 'within', 'exists'] },
  name: { kind: 'text', operators: ['is', 'in', 'starts', 'contains', 'exists'] },
  description: { kind: 'text', operators: ['contains'] },
  text: { kind: 'text', operators: ['contains'] },
  source: { kind: 'text', operators: ['is', 'in', 'starts', 'contains', 'exists'] },
  collection: { kind: 'text', operators: ['is', 'in'] },
  tlp: { kind: 'tlp', operators: ['is', 'in', 'at_least', 'at_most', 'exists'] },
  confidence: { kind: 'percent', operators: ['is', 'at_least', 'at_most', 'exists'] },
  label: { kind: 'text', operators: ['is', 'in', 'starts', 'contains', 'exists'] },
  kind: { kind: 'text', operators: ['is', 'in', 'exists'] },
  created: TIME,
  modified: TIME,
  added: { kind: 'time', operators: ['before', 'after'] },
  valid_from: TIME,
  valid_until: TIME,
  revoked: FLAG,
  expired: FLAG,
  import: { kind: 'uuid', operators: ['is', 'in', 'exists'] },
  id: { kind: 'identifier', operators: ['is', 'in'] },
  creator: { kind: 'identifier', operators: ['is', 'in', 'exists'] },
};

const GROUPS = ['all', 'any', 'none'] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads a condition out of parsed JSON. */
export function checkCondition(value: unknown): ConditionReading {
  const fault = findFault(value, '', 1, { tests: 0 });
  return fault === null ? { ok: true, condition: value as Condition } : { ok: false, fault };
}

function findFault(
  value: unknown,
  pointer: string,
  depth: number,
  count: { tests: number },
): ConditionFault | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { pointer, message: 'must be an object: a test {field, op, value}, or a group' };
  const names = Object.keys(value);
  const group = GROUPS.find((name) => Object.hasOwn(value, name));
  if (group === undefined) {
    count.tests += 1;
    if (count.tests > CONDITION_LIMITS.tests)
      return { pointer, message: `is one test more than the ${CONDITION_LIMITS.tests} allowed` };
    return findTestFault(value, names, pointer);
  }
  if (names.length > 1)
    return { pointer, message: `must have nothing beside \`${group}\`; nest groups instead` };
  return findGroupFault(Reflect.get(value, group), `${pointer}/${group}`, depth, count);
}

function findGroupFault(
  members: unknown,
  pointer: string,
  depth: number,
  count: { tests: number },
): ConditionFault | null {
  if (!Array.isArray(members)) return { pointer, message: 'must be a list of conditions' };
  if (depth > CONDITION_LIMITS.depth)
    return { pointer, message: `is nested deeper than ${CONDITION_LIMITS.depth} groups` };
  if (members.length > CONDITION_LIMITS.tests)
    return { pointer, message: `has more than ${CONDITION_LIMITS.tests} members` };
  for (const [index, member] of members.entries()) {
    const fault = findFault(member, `${pointer}/${index}`, depth + 1, count);
    if (fault !== null) return fault;
  }
  return null;
}

function findTestFault(
  test: object,
  names: readonly string[],
  pointer: string,
): ConditionFault | null {
  const { field, op, value } = test as Partial<Record<keyof Test, unknown>>;
  const surplus = names.find((name) => !['field', 'op', 'value'].includes(name));
  if (surplus !== undefined)
    return {
      pointer,
      message: `must not have \`${shorten(surplus)}\`: a test is {field, op, value}`,
    };
  const rule = typeof field === 'string' && isField(field) ? FIELD_RULES[field] : null;
  if (rule === null) {
    const known = Object.keys(FIELD_RULES).join(', ');
    return { pointer: `${pointer}/field`, message: `must be one of ${known}` };
  }
  const operator = rule.operators.find((one) => one === op);
  if (operator === undefined)
    return {
      pointer: `${pointer}/op`,
      message: `must be one of ${rule.operators.join(', ')} for the field \`${field}\``,
    };
  return findValueFault(value, operator, rule.kind, `${pointer}/value`);
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELD_RULES, name);
}

function findValueFault(
  value: unknown,
  operator: Operator,
  kind: ValueKind,
  pointer: string,
): ConditionFault | null {
  if (operator === 'exists') return findKindFault(value, 'flag', pointer);
  if (operator === 'within') return findKindFault(value, 'network', pointer);
  if (operator !== 'in') return findKindFault(value, kind, pointer);
  if (!Array.isArray(value) || value.length === 0 || value.length > CONDITION_LIMITS.list)
    return { pointer, message: `must be a list of 1 to ${CONDITION_LIMITS.list} values` };
  for (const [index, one] of value.entries()) {
    const fault = findKindFault(one, kind, `${pointer}/${index}`);
    if (fault !== null) return fault;
  }
  return null;
}

const EXPECTED: Readonly<Record<ValueKind, string>> = {
  text: `must be a text of 1 to ${CONDITION_LIMITS.characters} characters, not only blanks`,
  time: 'must be a time: 2026-03-01T10:00:00Z, 2026-03-01, now, now+7d, now-24h (s, m, h, d, w)',
  percent: 'must be an integer from 0 to 100',
  flag: 'must be true or false',
  tlp: `must be one of ${TLP_LEVELS.join(', ')}`,
  identifier: 'must be a STIX identifier: type--UUID',
  uuid: 'must be a UUID',
  network: 'must be an IP address or a network: 192.0.2.7, 192.0.2.0/24, 2001:db8::/32',
};

const FITS: Readonly<Record<Exclude<ValueKind, 'percent' | 'flag'>, (text: string) => boolean>> = {
  text: (text) => text.trim() !== '',
  time: (text) => readTimeWord(text, 0) !== null,
  tlp: (text) => TLP_LEVELS.some((level) => level === text),
  identifier: (text) => readIdentifierAnyCase(text) !== null,
  uuid: (text) => UUID.test(text),
  network: (text) => readAddress(text) !== null,
};

function findKindFault(value: unknown, kind: ValueKind, pointer: string): ConditionFault | null {
  const fault = { pointer, message: EXPECTED[kind] };
  if (kind === 'flag') return typeof value === 'boolean' ? null : fault;
  if (kind === 'percent')
    return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100 ? null : fault;
  const isText = typeof value === 'string' && value.length <= CONDITION_LIMITS.characters;
  return isText && isStorable(value) && FITS[kind](value) ? null : fault;
}

// No column holds a NUL or half a character, and PostgreSQL would refuse the first.
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
