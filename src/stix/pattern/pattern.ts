// STIX patterns (STIX 2.1 §9): checked, read and told about.

import { advise, type Validity } from './advice.ts';
import type { PatternNode } from './ast.ts';
import { readPattern } from './parse-observation.ts';
import { LENGTH } from './rules.ts';
import {
  createScanner,
  type PatternFinding,
  type PatternVersion,
  refuse,
  type Scanner,
} from './scanner.ts';
import { createTree, type Tree } from './tree.ts';

/** What to check a pattern for. */
export interface PatternOptions {
  readonly version?: PatternVersion;
  /** Tell what is allowed and yet doubtful. */
  readonly warnings?: boolean;
  /** The indicator's, for the warning about START and STOP outside of it. */
  readonly validity?: Validity;
}

/** What is wrong with a pattern, in the order of its text. */
export interface PatternVerdict {
  readonly valid: boolean;
  readonly errors: readonly PatternFinding[];
  readonly warnings: readonly PatternFinding[];
}

/** A pattern's tree, or the first thing that is wrong. */
export type PatternReading =
  | { readonly ok: true; readonly ast: PatternNode }
  | { readonly ok: false; readonly error: PatternFinding };

// That many characters hold 6,554 comparisons at most (`abc:d=1OR abc:d=1`), so that these need no
// limit of their own.
const LONGEST = 65_536;
// A pattern can break a rule in each of its comparisons; nobody reads thousands of messages.
const MOST_ERRORS = 20;
const NO_WARNINGS: readonly PatternFinding[] = [];

/** Whether a text is a valid pattern. Builds nothing: a million patterns a second. */
export function isPattern(text: string, version: PatternVersion = '2.1'): boolean {
  return read(text, version, null, 1).errors.length === 0;
}

/** Checks a pattern: all that is wrong up to the first error of syntax. */
export function checkPattern(text: string, options: PatternOptions = {}): PatternVerdict {
  const version = options.version ?? '2.1';
  const tree = options.warnings === true ? createTree() : null;
  const { errors } = read(text, version, tree, MOST_ERRORS);
  const valid = errors.length === 0;
  const warnings =
    tree !== null && valid ? advise(tree, version, options.validity ?? {}) : NO_WARNINGS;
  return { valid, errors, warnings };
}

/** What is doubtful about a pattern; nothing where it is not valid. */
export function doubtsOf(
  text: string,
  version: PatternVersion,
  validity: Validity,
): readonly PatternFinding[] {
  const tree = createTree();
  const isValid = read(text, version, tree, 1).errors.length === 0;
  return isValid ? advise(tree, version, validity) : NO_WARNINGS;
}

/** The tree of a valid pattern. */
export function parsePattern(text: string, version: PatternVersion = '2.1'): PatternReading {
  const tree = createTree();
  const [error] = read(text, version, tree, 1).errors;
  const [ast] = tree.observations;
  if (error !== undefined) return { ok: false, error };
  if (ast === undefined) throw new Error('A pattern without errors has a tree.');
  return { ok: true, ast };
}

/** The version that an indicator's pattern is written in (§4.7): its own, else the object's, else 2.1. */
export function patternVersion(own: unknown, spec: unknown): PatternVersion {
  const said = typeof own === 'string' ? own : spec;
  return said === '2.0' ? '2.0' : '2.1';
}

function read(text: string, version: PatternVersion, tree: Tree | null, most: number): Scanner {
  const scanner = createScanner(text, version, tree, most);
  if (text.length > LONGEST)
    refuse(scanner, LENGTH, LONGEST, `The pattern has ${text.length} characters.`);
  else readPattern(scanner);
  return scanner;
}
