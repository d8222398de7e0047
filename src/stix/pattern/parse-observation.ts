// Observations, their operators and qualifiers (STIX 2.1 §9.5). Each function reads one rule of the
// grammar from the token under the eye and returns false when the text is none, with the error told.

import { quote } from '../quote.ts';
import { readStixTimestamp } from '../timestamp.ts';
import type { JoinedNode, Qualifier } from './ast.ts';
import { accept, advance } from './lexer.ts';
import { readComparisons } from './parse-comparison.ts';
import { CONSTANT, INTERVAL, QUALIFIER_NUMBER, QUALIFIER_TWICE, VERSION } from './rules.ts';
import { enter, expected, refuse, type Scanner, tell } from './scanner.ts';
import type { TokenKind } from './token.ts';
import { addObservation, joinObservations, qualify } from './tree.ts';

// One bit each, so that what was seen is a number.
const WITHIN = 1;
const REPEATS = 2;
const START = 4;
const ZERO = /^[0.]*$/;

/** Reads a whole pattern. */
export function readPattern(s: Scanner): boolean {
  advance(s);
  if (!readSequence(s)) return false;
  if (s.kind === 'end') return true;
  const hint = s.kind === ']' || s.kind === ')' ? 'It closes nothing; remove it.' : undefined;
  return expected(s, 'AND, OR, FOLLOWEDBY, a qualifier or the end of the pattern', hint);
}

// FOLLOWEDBY binds loosest, then OR, then AND.
function readSequence(s: Scanner): boolean {
  return readJoined(s, 'FOLLOWEDBY', readAlternatives);
}

function readAlternatives(s: Scanner): boolean {
  return readJoined(s, 'OR', readConjunction);
}

function readConjunction(s: Scanner): boolean {
  return readJoined(s, 'AND', readQualified);
}

function readJoined(
  s: Scanner,
  operator: JoinedNode['operator'],
  readOperand: (s: Scanner) => boolean,
): boolean {
  const from = s.tree === null ? 0 : s.tree.observations.length;
  do {
    if (!readOperand(s)) return false;
  } while (accept(s, operator));
  if (s.tree !== null) joinObservations(s.tree, operator, from);
  return true;
}

function readQualified(s: Scanner): boolean {
  if (s.kind === '[') return readObservation(s) && readQualifiers(s);
  if (s.kind === '(') return readGroup(s) && readQualifiers(s);
  return expected(
    s,
    '"[" or "("',
    "Put brackets around each observation: [type:property = 'value'].",
  );
}

function readObservation(s: Scanner): boolean {
  advance(s);
  if (!readComparisons(s)) return false;
  if (s.kind !== ']') return expected(s, 'AND, OR or "]"');
  advance(s);
  if (s.tree !== null) addObservation(s.tree);
  return true;
}

function readGroup(s: Scanner): boolean {
  if (!enter(s)) return false;
  advance(s);
  if (!readSequence(s)) return false;
  if (s.kind !== ')') return expected(s, 'AND, OR, FOLLOWEDBY, a qualifier or ")"');
  s.depth -= 1;
  advance(s);
  return true;
}

// A qualifier belongs to the one observation or group before it.
function readQualifiers(s: Scanner): boolean {
  let seen = 0;
  for (let bit = qualifierBit(s.kind); bit !== 0; bit = qualifierBit(s.kind)) {
    if ((seen & bit) !== 0)
      tell(s, QUALIFIER_TWICE, s.start, `${s.kind} qualifies the same expression a second time.`);
    seen |= bit;
    if (!readQualifier(s, bit)) return false;
  }
  if (s.tree !== null) qualify(s.tree);
  return true;
}

function qualifierBit(kind: TokenKind): number {
  if (kind === 'WITHIN') return WITHIN;
  if (kind === 'REPEATS') return REPEATS;
  return kind === 'START' ? START : 0;
}

function readQualifier(s: Scanner, bit: number): boolean {
  const offset = s.start;
  advance(s);
  if (bit === WITHIN) return readWithin(s);
  if (bit === REPEATS) return readRepeats(s);
  return readInterval(s, offset);
}

function readWithin(s: Scanner): boolean {
  if (s.kind !== 'integer' && s.kind !== 'float') return expected(s, 'a number of seconds');
  const seconds = readPositive(s, 'WITHIN');
  if (!accept(s, 'SECONDS')) return expected(s, 'SECONDS', 'WITHIN counts in SECONDS only.');
  return keep(s, { kind: 'WITHIN', seconds });
}

function readRepeats(s: Scanner): boolean {
  if (s.kind !== 'integer') return expected(s, 'an integer');
  const times = readPositive(s, 'REPEATS');
  if (!accept(s, 'TIMES')) return expected(s, 'TIMES');
  return keep(s, { kind: 'REPEATS', times });
}

function readPositive(s: Scanner, keyword: string): string {
  const number = s.text.slice(s.start, s.end);
  if (number.startsWith('-') || ZERO.test(number))
    tell(s, QUALIFIER_NUMBER, s.start, `${keyword} ${number} is not positive.`);
  advance(s);
  return number;
}

function readInterval(s: Scanner, offset: number): boolean {
  const start = readInstant(s);
  if (start === null) return false;
  if (!accept(s, 'STOP')) return expected(s, 'STOP', "START t'…' is followed by STOP t'…'.");
  const stopOffset = s.start;
  const stop = readInstant(s);
  if (stop === null) return false;
  const from = readStixTimestamp(start);
  const to = readStixTimestamp(stop);
  if (from !== null && to !== null && to <= from)
    tell(s, INTERVAL, stopOffset, `STOP ${stop} is not later than START ${start}.`);
  s.tree?.intervals.push({ start, stop, offset });
  return keep(s, { kind: 'START', start, stop });
}

// STIX 2.0 writes plain text here; what writes 2.0 today writes t'…', so that both are read.
function readInstant(s: Scanner): string | null {
  const isPlain = s.kind === 'string';
  if (isPlain && s.version === '2.1') {
    refuse(s, VERSION, s.start, 'START and STOP take text in STIX 2.0 only.', "Write t'…'.");
    return null;
  }
  if (!isPlain && s.kind !== 'timestamp') {
    expected(s, "a timestamp such as t'2014-01-13T07:03:17Z'");
    return null;
  }
  const instant = s.text.slice(s.start + (isPlain ? 1 : 2), s.end - 1);
  if (isPlain && readStixTimestamp(instant) === null)
    tell(
      s,
      CONSTANT,
      s.start,
      `${quote(instant)} is not a timestamp such as 2014-01-13T07:03:17Z.`,
    );
  advance(s);
  return instant;
}

function keep(s: Scanner, qualifier: Qualifier): boolean {
  s.tree?.qualifiers.push(qualifier);
  return true;
}
