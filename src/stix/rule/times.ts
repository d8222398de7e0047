// Timestamps (STIX 2.1 §2.16): real days, and the order of two of them as instants, at any precision.

import { isCalendarDay } from '../calendar.ts';
import type { Properties, Rule } from '../finding.ts';
import type { TimeOrder } from '../model/property.ts';
import { quote } from '../quote.ts';
import { compareTimestamps } from '../timestamp.ts';
import { nameOf, type Place, tell } from './place.ts';

const TIME_IMPOSSIBLE: Rule = {
  code: 'TIME_IMPOSSIBLE',
  level: 'error',
  section: '2.16',
  title: 'A timestamp names a day that the calendar has.',
  hint: 'Give a day that exists: no 31 June, and 29 February in leap years only.',
};

const TIME_ORDER: Rule = {
  code: 'TIME_ORDER',
  level: 'error',
  section: '3.2',
  title: 'Two times of an object that belong together are in order, compared as instants.',
  hint: 'Swap them, or correct the one that is wrong.',
};

// What is no timestamp at all, the shape tells of.
const TIMESTAMP =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T[0-2]\d:[0-5]\d:[0-6]\d(?:\.\d\d*)?Z$/;
const ZERO = 0x30;
const SAFE_DAYS = 28;

/** Checks that the day of a timestamp exists. */
export function checkTime(value: unknown, place: Place): void {
  if (typeof value !== 'string' || isEarlyInMonth(value)) return;
  const found = TIMESTAMP.exec(value);
  if (found === null) return;
  if (isCalendarDay(Number(found[1]), Number(found[2]), Number(found[3]))) return;
  tell(place, TIME_IMPOSSIBLE, `${nameOf(place)} ${quote(value)} is not a day of the calendar`);
}

/** Checks the order of the times of an object, as its model has it. */
export function checkTimeOrder(
  object: Properties,
  order: readonly TimeOrder[],
  place: Place,
): void {
  for (const [later, relation, earlier] of order) {
    const after = object[later];
    const before = object[earlier];
    if (typeof after !== 'string' || typeof before !== 'string') continue;
    if (isInOrder(after, relation, before)) continue;
    if (!TIMESTAMP.test(after) || !TIMESTAMP.test(before)) continue;
    const wanted = relation === '>' ? 'must be later than' : 'must not be before';
    tell(
      place,
      TIME_ORDER,
      `${later} ${quote(after)} ${wanted} ${earlier} ${quote(before)}`,
      later,
    );
  }
}

function isInOrder(after: string, relation: TimeOrder[1], before: string): boolean {
  if (after === before) return relation === '>=';
  const difference =
    after.length === before.length ? (after > before ? 1 : -1) : compareTimestamps(after, before);
  return difference > 0 || (difference === 0 && relation === '>=');
}

// The usual case without a regular expression: the 1st to the 28th of a month from 01 to 12.
function isEarlyInMonth(text: string): boolean {
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= SAFE_DAYS;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

/** The rules of this file. */
export const TIME_RULES: readonly Rule[] = [TIME_IMPOSSIBLE, TIME_ORDER];
