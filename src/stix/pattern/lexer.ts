// The next token of a pattern (STIX 2.1 §9): the longest that fits. Written by hand over character
// codes, because recognising indicators' patterns is the hot path of a push: a microsecond each.

import { quote } from '../quote.ts';
import { readLiteral, readNumber, readString } from './literal.ts';
import { SYNTAX } from './rules.ts';
import { refuse, type Scanner } from './scanner.ts';
import { KEYWORDS, type TokenKind } from './token.ts';

const SPACE = 1;
const LETTER = 2;
const DIGIT = 3;
const MARK = 4;
const COMPARISON = 5;

const HYPHEN = 0x2d;
const DOT = 0x2e;
const APOSTROPHE = 0x27;
const LOWER_B = 0x62;
const LOWER_F = 0x66;
const LOWER_H = 0x68;
const LOWER_T = 0x74;
const LONGEST_KEYWORD = 'FOLLOWEDBY'.length;

const CLASSES = classify();
const SPACES = /^[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

const HINTS: ReadonlyMap<string, string> = new Map([
  ['"', "Write text in apostrophes: 'text'."],
  ['\u2018', "Write text in straight apostrophes (U+0027): 'text'."],
  ['\u2019', "Write text in straight apostrophes (U+0027): 'text'."],
  ['/', 'There are no comments in patterns.'],
  ['+', 'Leave the plus sign out.'],
  ['==', 'Write =.'],
  ['<>', 'Write !=.'],
  ['!', 'Write != for not equal, or NOT before an operator.'],
]);

/** Moves the eye to the next token. A character that begins none ends the reading. */
export function advance(s: Scanner): void {
  const { text } = s;
  let at = s.end;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  s.start = at;
  s.end = at;
  if (at === text.length) {
    s.kind = 'end';
    return;
  }
  const code = text.charCodeAt(at);
  const found = code < CLASSES.length ? CLASSES[code] : 0;
  if (found === LETTER) readWord(s, code);
  else if (found === MARK) take(s, text.charAt(at) as TokenKind, 1);
  else if (code === APOSTROPHE) readString(s);
  else if (found === COMPARISON) readComparison(s);
  else if (isNumberStart(text, at, code)) readNumber(s);
  else if (code === DOT) take(s, '.', 1);
  else refuseCharacters(s, String.fromCodePoint(text.codePointAt(at) ?? 0));
}

/** Moves on when the token is of that kind. */
export function accept(s: Scanner, kind: TokenKind): boolean {
  if (s.kind !== kind) return false;
  advance(s);
  return true;
}

function take(s: Scanner, kind: TokenKind, length: number): void {
  s.kind = kind;
  s.end = s.start + length;
}

function readWord(s: Scanner, first: number): void {
  const { text, start } = s;
  let isHyphenated = false;
  let end = start + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === HYPHEN) isHyphenated = true;
    else if (!isWordPart(code)) break;
  }
  s.end = end;
  if (isHyphenated) s.kind = 'hyphenated';
  else if (end === start + 1 && text.charCodeAt(end) === APOSTROPHE) readPrefixed(s, first);
  else s.kind = mayBeKeyword(first, end - start) ? keywordOr(text.slice(start, end)) : 'word';
}

// Of single letters with an apostrophe right behind, three begin constants.
function readPrefixed(s: Scanner, first: number): void {
  if (first === LOWER_H) readLiteral(s, 'hex');
  else if (first === LOWER_B) readLiteral(s, 'binary');
  else if (first === LOWER_T) readLiteral(s, 'timestamp');
  else s.kind = 'word';
}

function isWordPart(code: number): boolean {
  const found = code < CLASSES.length ? CLASSES[code] : 0;
  return found === LETTER || found === DIGIT;
}

// Types and properties are in lower case, so that nearly all words need no look-up.
function mayBeKeyword(first: number, length: number): boolean {
  return length <= LONGEST_KEYWORD && (first < LOWER_B || first === LOWER_T || first === LOWER_F);
}

function keywordOr(word: string): TokenKind {
  return KEYWORDS.get(word) ?? 'word';
}

function readComparison(s: Scanner): void {
  const two = s.text.slice(s.start, s.start + 2);
  const one = two.charAt(0);
  if (two === '!=' || two === '<=' || two === '>=') take(s, two, 2);
  else if (two === '==' || two === '<>') refuseCharacters(s, two);
  else if (one === '!') refuseCharacters(s, one);
  else take(s, one as TokenKind, 1);
}

function isNumberStart(text: string, at: number, code: number): boolean {
  if (isDigit(code)) return true;
  if (code === DOT) return isDigit(text.charCodeAt(at + 1));
  if (code !== HYPHEN) return false;
  const next = text.charCodeAt(at + 1);
  return isDigit(next) || (next === DOT && isDigit(text.charCodeAt(at + 2)));
}

function refuseCharacters(s: Scanner, characters: string): void {
  take(s, 'bad', characters.length);
  const message = `${quote(characters)} has no meaning in patterns outside text.`;
  refuse(s, SYNTAX, s.start, message, HINTS.get(characters));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

// Code points with the property White_Space (§9.4).
function isSpace(code: number): boolean {
  if (code < CLASSES.length) return CLASSES[code] === SPACE;
  return SPACES.test(String.fromCharCode(code));
}

function classify(): Uint8Array {
  const classes = new Uint8Array(128);
  const mark = (characters: string, found: number): void => {
    for (const character of characters) classes[character.charCodeAt(0)] = found;
  };
  mark('\t\n\v\f\r ', SPACE);
  mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', LETTER);
  mark('0123456789', DIGIT);
  mark('[](),:*', MARK);
  mark('=!<>', COMPARISON);
  return classes;
}
