// The state of reading one pattern, and how its findings are told.

import type { Rule } from '../finding.ts';
import { quote } from '../quote.ts';
import { DEPTH, SYNTAX } from './rules.ts';
import type { TokenKind } from './token.ts';
import { KEYWORDS } from './token.ts';
import type { Tree } from './tree.ts';

/** The versions of the pattern language. */
export type PatternVersion = '2.0' | '2.1';

/** One thing that is wrong with a pattern, and where. */
export interface PatternFinding {
  readonly rule: Rule;
  /** Characters (UTF-16) before it. */
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** The state of reading one pattern. It is mutable because copies would cost half of the speed. */
export interface Scanner {
  readonly text: string;
  readonly version: PatternVersion;
  readonly errors: PatternFinding[];
  /** Errors that are told; the reading ends with the last of them. */
  readonly most: number;
  /** Where the tree grows; null while a pattern is only checked, which is twice as fast. */
  readonly tree: Tree | null;
  /** The path that was read last. */
  readonly path: PathMarks;
  /** The token under the eye. */
  kind: TokenKind;
  start: number;
  end: number;
  /** Whether the token is a string with escapes. */
  isEscaped: boolean;
  /** Whether an error was found behind which the text makes no sense. */
  isBroken: boolean;
  depth: number;
}

/** Where the parts of an object path are. */
export interface PathMarks {
  start: number;
  type: string;
  keys: number;
  /** The last key, with its apostrophes. */
  keyStart: number;
  keyEnd: number;
  /** The key before the last. */
  hostStart: number;
  hostEnd: number;
}

const DEEPEST = 64;

/** A scanner before the first token. */
export function createScanner(
  text: string,
  version: PatternVersion,
  tree: Tree | null,
  most: number,
): Scanner {
  return {
    text,
    version,
    errors: [],
    most,
    tree,
    path: { start: 0, type: '', keys: 0, keyStart: 0, keyEnd: 0, hostStart: 0, hostEnd: 0 },
    kind: 'end',
    start: 0,
    end: 0,
    isEscaped: false,
    isBroken: false,
    depth: 0,
  };
}

/** Tells an error after which reading goes on, unless it is the last that is told. */
export function tell(
  s: Scanner,
  rule: Rule,
  offset: number,
  message: string,
  hint = rule.hint,
): void {
  if (s.errors.length < s.most) s.errors.push({ rule, offset, message, hint });
  if (s.errors.length < s.most) return;
  s.isBroken = true;
  s.end = s.text.length;
}

/** Tells an error that ends the reading, unless one has done so. */
export function refuse(
  s: Scanner,
  rule: Rule,
  offset: number,
  message: string,
  hint = rule.hint,
): false {
  if (!s.isBroken) tell(s, rule, offset, message, hint);
  s.isBroken = true;
  return false;
}

/** Refuses the token under the eye, because something else was expected. */
export function expected(s: Scanner, what: string, hint = SYNTAX.hint): false {
  if (s.isBroken) return false;
  const found = s.text.slice(s.start, s.end);
  const shown = s.kind === 'end' ? 'the end of the pattern' : quote(found);
  const isKeyword = s.kind === 'word' && KEYWORDS.has(found.toUpperCase());
  return refuse(
    s,
    SYNTAX,
    s.start,
    `Expected ${what}, found ${shown}.`,
    isKeyword ? 'Write keywords in upper case.' : hint,
  );
}

/** Goes into parentheses, unless they are nested too deep: each level costs stack. */
export function enter(s: Scanner): boolean {
  s.depth += 1;
  if (s.depth <= DEEPEST) return true;
  return refuse(s, DEPTH, s.start, `Parentheses are nested deeper than ${DEEPEST}.`);
}
