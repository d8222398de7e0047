// STIX timestamps (STIX 2.1 §2.16) as text: any number of fraction digits, so never through a Date.
// The normal form (no `Z`, no trailing zeros of the fraction) sorts as text the way instants do.

import { isCalendarDay } from './calendar.ts';

// The fraction is bounded because the normal form is part of a unique index, whose entries
// PostgreSQL limits to about 2,700 bytes.
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,1000}))?Z$/;
const LENGTH_TO_MINUTES = '2020-01-01T00:00'.length;
const LENGTH_TO_SECONDS = '2020-01-01T00:00:00'.length;

const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const PLAIN_LENGTH = '0000-00-00T00:00:00.000Z'.length;
const DASH = 45;
const POINT = 46;
const COLON = 58;
const T = 84;
const Z = 90;
const ZERO = 48;
const NINE = 57;

/** The normal form of a STIX timestamp, or null when the text is none. */
export function readStixTimestamp(text: string): string | null {
  const found = TIMESTAMP.exec(text);
  if (found === null) return null;
  if (!isCalendarDay(Number(found[1]), Number(found[2]), Number(found[3]))) return null;
  if (!isClockTime(Number(found[4]), Number(found[5]), Number(found[6]))) return null;
  const fraction = withoutTrailingZeros(found[7] ?? '');
  const seconds = text.slice(0, LENGTH_TO_SECONDS);
  return fraction === '' ? seconds : `${seconds}.${fraction}`;
}

/**
 * Negative when timestamp `a` is before `b`, 0 when they are the same instant, positive when it is
 * after, at any precision. Both must be STIX timestamps: of other text the answer means nothing.
 */
export function compareTimestamps(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = digitAt(a, index) - digitAt(b, index);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The milliseconds since 1970 of a STIX timestamp, digits behind them cut off; null when the text is
 * none. A leap second is the second after it, as POSIX has it.
 */
export function readMilliseconds(text: string): number | null {
  const plain = readPlainTimestamp(text);
  if (plain !== null) return plain;
  const normal = readStixTimestamp(text);
  if (normal === null) return null;
  const minute = Date.parse(`${normal.slice(0, LENGTH_TO_MINUTES)}Z`);
  const seconds = normal.slice(LENGTH_TO_MINUTES + 1, LENGTH_TO_SECONDS);
  const fraction = normal.slice(LENGTH_TO_SECONDS + 1, LENGTH_TO_SECONDS + 4).padEnd(3, '0');
  return minute + Number(seconds) * 1000 + Number(fraction);
}

/**
 * The milliseconds since 1970 of a timestamp as nearly all are written, `YYYY-MM-DDTHH:MM:SS.sssZ`; null of
 * any other text, and of leap seconds. By hand: a load of rows reads several of each.
 */
export function readPlainTimestamp(text: string): number | null {
  if (text.length !== PLAIN_LENGTH || !hasPlainMarks(text)) return null;
  const year = numberAt(text, 0, 4);
  const month = numberAt(text, 5, 2);
  const day = numberAt(text, 8, 2);
  const hour = numberAt(text, 11, 2);
  const minute = numberAt(text, 14, 2);
  const second = numberAt(text, 17, 2);
  const millisecond = numberAt(text, 20, 3);
  // What is no number is in no range. Date.UTC takes smaller years for those of the last century.
  const isDay = year >= 100 && isCalendarDay(year, month, day);
  const isTime = hour < 24 && minute < 60 && second < 60 && millisecond >= 0;
  if (!isDay || !isTime) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** The timestamp of milliseconds since 1970, with three digits; null outside the years 0 to 9999. */
export function printTimestamp(milliseconds: number): string | null {
  const isWritable = milliseconds >= FIRST && milliseconds <= LAST;
  return isWritable ? new Date(milliseconds).toISOString() : null;
}

/** A version as it is shown: the sender's text, else the normal form with three digits or more and `Z`. */
export function printVersion(version: string, versionAsSent: string | null): string {
  if (versionAsSent !== null) return versionAsSent;
  const point = version.indexOf('.');
  if (point === -1) return `${version}.000Z`;
  return `${version.padEnd(point + 4, '0')}Z`;
}

/** The sender's text where `printVersion` would not give it back from the normal form, else null. */
export function versionAsSent(normal: string, text: string): string | null {
  return printVersion(normal, null) === text ? null : text;
}

function hasPlainMarks(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === POINT &&
    text.charCodeAt(23) === Z
  );
}

// NaN where one of the characters is no digit.
function numberAt(text: string, start: number, length: number): number {
  let number = 0;
  for (let at = start; at < start + length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return Number.NaN;
    number = number * 10 + code - ZERO;
  }
  return number;
}

// What is no digit stands at the same place in both, but for the end, after which zeros follow.
function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= ZERO && code <= NINE ? code : ZERO;
}

// RFC 3339 allows a leap second, which comes at the end of a day in UTC.
function isClockTime(hour: number, minute: number, second: number): boolean {
  if (second === 60) return hour === 23 && minute === 59;
  return hour < 24 && minute < 60 && second < 60;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
