// TAXII timestamps (TAXII 2.1 §2): microseconds since 1970 UTC inside, six digits and `Z` outside.
// Written strictly, read leniently: clients send any precision, and offsets.

import { isCalendarDay } from '../stix/calendar.ts';

const MICROS = 1_000_000;
// A `+` in a query string arrives as a blank where the client did not escape it.
const LENIENT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([-+ ])(\d\d):(\d\d))$/i;

/** The text of a date_added: exactly six digits, in UTC. */
export function formatDateAdded(micros: number | bigint): string {
  const whole = Number(micros);
  const rest = ((whole % MICROS) + MICROS) % MICROS;
  const seconds = (whole - rest) / MICROS;
  const text = new Date(seconds * 1000).toISOString();
  return `${text.slice(0, -4)}${String(rest).padStart(6, '0')}Z`;
}

/** The microseconds of an `added_after`, or null when the text is no timestamp. */
export function readAddedAfter(text: string): number | null {
  const found = LENIENT.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map(Number);
  if (year < 1 || !isCalendarDay(year, month, day)) return null;
  if (hour > 23 || minute > 59 || second > (minute === 59 ? 60 : 59)) return null;
  const offset = readOffset(found[8], Number(found[9]), Number(found[10]));
  if (offset === null) return null;
  const micros = Number((found[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const seconds = startOfDay(year, month, day) + hour * 3600 + minute * 60 + second - offset;
  return clamp(seconds * MICROS + micros);
}

function readOffset(sign: string | undefined, hours: number, minutes: number): number | null {
  if (sign === undefined) return 0;
  if (hours > 23 || minutes > 59) return null;
  const seconds = hours * 3600 + minutes * 60;
  return sign === '-' ? -seconds : seconds;
}

// Not Date.UTC(year, …), which takes the years 0 to 99 for 1900 to 1999.
function startOfDay(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
}

// No date_added lies outside: exact integers reach from the year 1684 to 2255.
function clamp(micros: number): number {
  return Math.min(Math.max(micros, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
