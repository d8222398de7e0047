// Times and durations as people and tools write them → milliseconds since 1970, UTC.

import { readPlainTimestamp } from '../../stix/timestamp.ts';

/** A time that was read; 'null' for the spellings of "no time"; 'endless' for the year 9999. */
export type ReadTime =
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'null' | 'endless' | 'ambiguous' | 'unreadable' };

const ISO =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d+)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/;
const NUMERIC =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[\sT,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP]M))?)?$/i;
const NAMED =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))? (GMT|UTC|[+-]\d{4})$/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
// No time is written longer; on endless blanks the expressions would take endless time.
const LONGEST = 60;
// Times of the year 9999 mean that there is no end.
const ENDLESS = Date.UTC(9999, 0, 1);
const UNREADABLE: ReadTime = { kind: 'unreadable' };

/** Makes a reader with a memory: a feed repeats its times. */
export function makeTimeReader(dateOrder: 'dmy' | 'mdy' | null): (text: string) => ReadTime {
  const remembered = new Map<string, ReadTime>();
  return (text) => {
    const plain = readPlainTimestamp(text);
    if (plain !== null && plain >= 0 && plain < ENDLESS) {
      written = { at: plain, text };
      return { kind: 'time', at: plain };
    }
    const known = remembered.get(text);
    if (known !== undefined) {
      return known;
    }
    const time = readTime(text, dateOrder);
    if (remembered.size >= 4096) {
      remembered.clear();
    }
    remembered.set(text, time);
    return time;
  };
}

/** Reads one time; see the mapping's table of accepted spellings. */
export function readTime(text: string, dateOrder: 'dmy' | 'mdy' | null): ReadTime {
  if (text.length > LONGEST) {
    return UNREADABLE;
  }
  if (text.startsWith('0001-01-01') || text.startsWith('0000-00-00')) {
    return { kind: 'null' };
  }
  if (text.startsWith('9999-12-31')) {
    return { kind: 'endless' };
  }
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    return readDigits(text);
  }
  const iso = ISO.exec(text);
  if (iso !== null) {
    return instant(
      [Number(iso[1]), Number(iso[2]), Number(iso[3])],
      [Number(iso[4] ?? 0), Number(iso[5] ?? 0), Number(iso[6] ?? 0)],
      milliseconds(iso[7]),
      iso[8],
    );
  }
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) {
    return readNumeric(numeric, dateOrder);
  }
  const named = NAMED.exec(text);
  if (named !== null) {
    const month = MONTHS.indexOf(named[2] ?? '-') / 3 + 1;
    const clock: Triple = [Number(named[4]), Number(named[5]), Number(named[6] ?? 0)];
    return instant([Number(named[3]), month, Number(named[1])], clock, 0, named[7]);
  }
  return UNREADABLE;
}

/** `4h`, `1h30m`, `90d`, `PT4H`, `P90D`, plain seconds → milliseconds; null if unreadable. */
export function readDuration(text: string): number | null {
  if (text.length > LONGEST) {
    return null;
  }
  if (/^\d{1,12}$/.test(text)) {
    return Number(text) * 1000;
  }
  const plain =
    /^(?:(\d+)w)?\s*(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+(?:\.\d+)?)s)?$/i.exec(text);
  const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(
    text,
  );
  const parts = plain ?? iso;
  if (parts === null || parts.slice(1).every((part) => part === undefined)) {
    return null;
  }
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  const whole = ((weeks ?? 0) * 7 + (days ?? 0)) * 86_400 + (hours ?? 0) * 3600;
  return Math.trunc((whole + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000);
}

// The time that was read or written last: most rows have one, and write it as they read it.
let written = { at: 0, text: '1970-01-01T00:00:00.000Z' };

/** `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export function writeTime(at: number): string {
  if (written.at !== at) {
    written = { at, text: new Date(at).toISOString() };
  }
  return written.text;
}

type Triple = readonly [number, number, number];

function readDigits(text: string): ReadTime {
  const [whole = ''] = text.split('.');
  if (whole.length === 8 && whole === text) {
    const date: Triple = [
      Number(text.slice(0, 4)),
      Number(text.slice(4, 6)),
      Number(text.slice(6)),
    ];
    return instant(date, [0, 0, 0], 0, undefined);
  }
  const factor = new Map([
    [10, 1000],
    [13, 1],
    [16, 0.001],
  ]).get(whole.length);
  if (factor === undefined || (factor !== 1000 && whole !== text)) {
    return UNREADABLE;
  }
  const at = Math.floor(Number(text) * factor);
  return at <= Date.UTC(9998, 11, 31) ? { kind: 'time', at } : UNREADABLE;
}

function readNumeric(parts: RegExpExecArray, dateOrder: 'dmy' | 'mdy' | null): ReadTime {
  const first = Number(parts[1]);
  const second = Number(parts[3]);
  const isDotted = parts[2] === '.';
  const isSettled = isDotted || first > 12 || second > 12 || first === second;
  if (!isSettled && dateOrder === null) {
    return { kind: 'ambiguous' };
  }
  const isDayFirst = isDotted || first > 12 || (second <= 12 && dateOrder !== 'mdy');
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  let hour = Number(parts[5] ?? 0);
  const half = parts[8]?.toUpperCase();
  if (half !== undefined) {
    if (hour < 1 || hour > 12) {
      return UNREADABLE;
    }
    hour = (hour % 12) + (half === 'PM' ? 12 : 0);
  }
  const clock: Triple = [hour, Number(parts[6] ?? 0), Number(parts[7] ?? 0)];
  return instant([Number(parts[4]), month, day], clock, 0, undefined);
}

function instant(date: Triple, clock: Triple, millis: number, zone: string | undefined): ReadTime {
  const [year, month, day] = date;
  const [hour, minute, second] = clock;
  const isReal =
    year >= 1970 &&
    year <= 9998 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate()) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  const offset = offsetOf(zone);
  if (!isReal || offset === null) {
    return UNREADABLE;
  }
  return {
    kind: 'time',
    at: Date.UTC(year, month - 1, day, hour, minute, second, millis) - offset,
  };
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || !/^[+-]/.test(zone)) {
    return 0;
  }
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) {
    return null;
  }
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(1, 4).padEnd(3, '0'));
}
