// Does a condition hold of an object? The same answer as the SQL of searches gives of what is stored
// (store/intel-search.ts); a test holds the two together.
import { readIdentifierAnyCase } from '../stix/identifier.ts';
import { type Address, readAddress } from './address.ts';
import type { Condition, Field, Test } from './condition.ts';
import { compareText, foldText, levelsOf, spellings, wordsOf } from './readings.ts';
import type { Summary } from './summary.ts';
import { readTimeWord } from './time-words.ts';

/** What a condition looks at besides the object's own summary. */
export interface Facts {
  readonly type: string;
  /** The STIX identifier. */
  readonly id: string;
  readonly description: string | null;
  /** The name of who made it; null where nobody says. */
  readonly source: string | null;
  /** Names of its collection: id, alias, root/alias. */
  readonly collection: readonly string[];
  /** Microseconds since 1970, as all times. */
  readonly added: number;
  readonly import: string | null;
  /** What relative times are counted from. */
  readonly now: number;
}

/** Whether a condition that was checked holds. */
export function matches(condition: Condition, summary: Summary, facts: Facts): boolean {
  const holds = (member: Condition) => matches(member, summary, facts);
  if ('all' in condition) return condition.all.every(holds);
  if ('any' in condition) return condition.any.some(holds);
  if ('none' in condition) return !condition.none.some(holds);
  return TESTS[condition.field](condition, summary, facts);
}

type Holds = (test: Test, summary: Summary, facts: Facts) => boolean;

const TESTS: Readonly<Record<Field, Holds>> = {
  type: (test, _, { type }) => isAmong(test, type),
  value: ({ op, value }, { observables }) =>
    op === 'exists'
      ? observables.length > 0 === value
      : observables.some((one) => valueHolds(op, value, one)),
  name: (test, { name }) => textHolds(test, name),
  description: (test, _, { description }) => textHolds(test, description),
  text: ({ value }, { content }) => wordsOf(String(value)).every((word) => content.includes(word)),
  source: (test, _, { source }) => textHolds(test, source),
  collection: (test, _, { collection }) => collection.some((name) => isAmong(test, name)),
  tlp: ({ op, value }, { tlp }) =>
    op === 'exists' ? (tlp !== null) === value : tlp !== null && levelsOf(op, value).includes(tlp),
  confidence: ({ op, value }, { confidence }) => numberHolds(op, value, confidence),
  label: (test, { labels }) => listHolds(test, labels),
  kind: (test, { kinds }) => listHolds(test, kinds),
  created: (test, { created }, { now }) => timeHolds(test, created, now),
  modified: (test, { modified }, { now }) => timeHolds(test, modified, now),
  added: (test, _, { added, now }) => timeHolds(test, added, now),
  valid_from: (test, { valid_from }, { now }) => timeHolds(test, valid_from, now),
  valid_until: (test, { valid_until }, { now }) => timeHolds(test, valid_until, now),
  revoked: ({ value }, { revoked }) => revoked === value,
  expired: ({ value }, { valid_until }, { now }) =>
    (valid_until !== null && valid_until <= now) === value,
  import: (test, _, { import: id }) =>
    test.op === 'exists' ? (id !== null) === test.value : id !== null && isAmong(test, id),
  id: (test, _, { id }) => isAmong(test, id),
  creator: ({ op, value }, { creator }) =>
    op === 'exists' ? (creator !== null) === value : creator !== null && isMadeBy(value, creator),
};

function textHolds({ op, value }: Test, text: string | null): boolean {
  if (op === 'exists') return (text !== null) === value;
  if (text === null) return false;
  return compareText(op, foldText(text), value);
}

function listHolds(test: Test, list: readonly string[]): boolean {
  if (test.op === 'exists') return list.length > 0 === test.value;
  return list.some((word) => compareText(test.op, foldText(word), test.value));
}

function valueHolds(
  op: Test['op'],
  asked: Test['value'],
  { ip, value }: Summary['observables'][number],
): boolean {
  if (op === 'within') {
    const network = readAddress(String(asked));
    return ip !== null && network !== null && isInside(ip, network);
  }
  if (op === 'is' || op === 'in') return spellings(asked).includes(value);
  return compareText(op, value, asked);
}

function isInside(address: Address, network: Address): boolean {
  if (address.octets.length !== network.octets.length || address.bits < network.bits) return false;
  return network.octets.every((octet, index) => {
    const left = Math.min(Math.max(network.bits - index * 8, 0), 8);
    const mask = 0xff00 >> left;
    return (octet & mask & 0xff) === ((address.octets[index] ?? 0) & mask & 0xff);
  });
}

function isAmong({ value }: Test, text: string): boolean {
  const asked = Array.isArray(value) ? value : [String(value)];
  return asked.some((one) => one.toLowerCase() === text.toLowerCase());
}

function isMadeBy(value: Test['value'], creator: string): boolean {
  const asked = Array.isArray(value) ? value : [String(value)];
  return asked.some((id) => readIdentifierAnyCase(id)?.uuid === creator);
}

function numberHolds(op: Test['op'], value: Test['value'], number: number | null): boolean {
  if (op === 'exists') return (number !== null) === value;
  if (number === null) return false;
  if (op === 'at_least') return number >= Number(value);
  if (op === 'at_most') return number <= Number(value);
  return number === value;
}

function timeHolds({ op, value }: Test, time: number | null, now: number): boolean {
  if (op === 'exists') return (time !== null) === value;
  const asked = readTimeWord(String(value), now);
  if (time === null || asked === null) return false;
  return op === 'before' ? time < asked : time > asked;
}
