// Constants as tokens (STIX 2.1 §9.2). What only concerns their value is told, and reading goes on.

import { isBase64 } from '../format/base64.ts';
import { quote } from '../quote.ts';
import { readStixTimestamp } from '../timestamp.ts';
import type { Constant } from './ast.ts';
import { CONSTANT, NUMBER_RANGE } from './rules.ts';
import { refuse, type Scanner, tell } from './scanner.ts';

const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const LOWER_E = 0x65;

// Integers of up to 15 digits and floats of up to 308 are in range, whatever the digits are.
const SAFE_INTEGER_LENGTH = 15;
const SAFE_FLOAT_LENGTH = 308;

const HEX = /^(?:[0-9a-f]{2})*$/;
const LINE_FEEDS = /[\r\n]/g;
const EXPONENT = /^e[+-]?\d/i;

/** Reads a string from its apostrophe on. Any character is allowed inside, line feeds included. */
export function readString(s: Scanner): void {
  const { text } = s;
  s.isEscaped = false;
  for (let at = s.start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === APOSTROPHE) {
      s.kind = 'string';
      s.end = at + 1;
      return;
    }
    if (code !== BACKSLASH) continue;
    s.isEscaped = true;
    at += 1;
    const escaped = text.charCodeAt(at);
    if (escaped !== APOSTROPHE && escaped !== BACKSLASH) {
      breakAt(
        s,
        at - 1,
        'A backslash stands before neither an apostrophe nor a backslash.',
        ESCAPE,
      );
      return;
    }
  }
  breakAt(s, s.start, 'Text has no apostrophe at its end.', UNCLOSED);
}

const ESCAPE = "Write \\\\ for a backslash and \\' for an apostrophe.";
const UNCLOSED = "Close it with an apostrophe; inside of it an apostrophe is \\'.";

/** The text of the string under the eye, without apostrophes and escapes. */
export function readText(s: Scanner): string {
  const raw = s.text.slice(s.start + 1, s.end - 1);
  return s.isEscaped ? unescapeText(raw) : raw;
}

/** The constant under the eye. */
export function readConstant(s: Scanner): Constant {
  const { kind } = s;
  if (kind === 'string') return { kind, value: readText(s) };
  const raw = s.text.slice(s.start, s.end);
  if (kind === 'hex' || kind === 'timestamp') return { kind, value: raw.slice(2, -1) };
  if (kind === 'binary') return { kind, value: withoutLineFeeds(raw.slice(2, -1)) };
  if (kind === 'integer' || kind === 'float') return { kind, value: raw };
  return { kind: 'boolean', value: raw };
}

/** Text between apostrophes without its escapes. */
export function unescapeText(raw: string): string {
  // Nearly no name has escapes, and replacing nothing took a quarter of a pattern's time.
  return raw.includes('\\') ? raw.replace(/\\(['\\])/g, '$1') : raw;
}

/** Reads h'…', b'…' or t'…', with the prefix under the eye. */
export function readLiteral(s: Scanner, kind: 'hex' | 'binary' | 'timestamp'): void {
  const close = s.text.indexOf("'", s.end + 1);
  if (close === -1) {
    breakAt(s, s.start, 'A constant has no apostrophe at its end.', UNCLOSED);
    return;
  }
  const value = s.text.slice(s.end + 1, close);
  s.kind = kind;
  s.end = close + 1;
  const fault = literalFault(kind, value);
  if (fault !== null) tell(s, CONSTANT, s.start, `${quote(value)} is not ${fault}.`);
}

function literalFault(kind: 'hex' | 'binary' | 'timestamp', value: string): string | null {
  if (kind === 'hex') return HEX.test(value) ? null : 'pairs of digits 0 to 9 and letters a to f';
  if (kind === 'timestamp')
    return readStixTimestamp(value) === null ? 'a timestamp such as 2014-01-13T07:03:17Z' : null;
  const base64 = withoutLineFeeds(value);
  return base64 !== '' && isBase64(base64) ? null : 'base64 with its padding';
}

// Base64 may be broken into lines, which mean nothing (§9.2).
function withoutLineFeeds(base64: string): string {
  return base64.replace(LINE_FEEDS, '');
}

/**
 * Reads a number. The specification writes floats "in the usual fashion", so that `.5` and `007.5`
 * are let through; integers with leading zeros, plus signs and exponents are not.
 */
export function readNumber(s: Scanner): void {
  const { text, start } = s;
  const first = text.charCodeAt(start) === HYPHEN ? start + 1 : start;
  let end = skipDigits(text, first);
  const isFloat = text.charCodeAt(end) === DOT && isDigit(text.charCodeAt(end + 1));
  if (isFloat) end = skipDigits(text, end + 1);
  s.kind = isFloat ? 'float' : 'integer';
  s.end = end;
  const next = text.charCodeAt(end);
  if (next === DOT || (next | 0x20) === LOWER_E) refuseTail(s, next === DOT);
  else if (!isFloat && end - first > 1 && text.charCodeAt(first) === ZERO)
    breakAt(s, start, 'An integer has zeros in front.', 'Leave the zeros out.');
  else if (end - first > SAFE_INTEGER_LENGTH) checkRange(s, isFloat);
}

function refuseTail(s: Scanner, isDot: boolean): void {
  if (isDot)
    breakAt(s, s.start, 'A number has a point without digits after it.', 'Write 1.0 or 1.');
  else if (EXPONENT.test(s.text.slice(s.end, s.end + 3)))
    breakAt(s, s.start, 'A number has an exponent.', 'Write all digits.');
}

function checkRange(s: Scanner, isFloat: boolean): void {
  if (isFloat && s.end - s.start <= SAFE_FLOAT_LENGTH) return;
  const text = s.text.slice(s.start, s.end);
  const isInside = isFloat ? Number.isFinite(Number(text)) : Number.isSafeInteger(Number(text));
  if (!isInside) tell(s, NUMBER_RANGE, s.start, `${quote(text)} is out of range.`);
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function breakAt(s: Scanner, offset: number, message: string, hint: string): void {
  s.kind = 'bad';
  refuse(s, CONSTANT, offset, message, hint);
}
