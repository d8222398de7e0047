// STIX timestamps (STIX 2.1 §2.16) as text: any number of fraction digits, so never through a Date.
// The normal form (no `Z`, no trailing zeros of the fraction) sorts as text the way instants do.

import { isCalendarDay } from './calendar.ts';

// The fraction is bounded because the normal form is part of a unique index, whose entries
// PostgreSQL limits to about 2,700 bytes.
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,1000}))?Z$/;
const LENGTH_TO_SECONDS = '2020-01-01T00:00:00'.length;

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
