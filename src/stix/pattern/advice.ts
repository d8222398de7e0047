// What is allowed in a pattern and yet doubtful: names that STIX does not define, constants that can
// never be equal, regular expressions that PCRE may refuse.

import { quote } from '../quote.ts';
import { readStixTimestamp } from '../timestamp.ts';
import { adviseTest } from './advise-test.ts';
import { OUTSIDE_VALIDITY } from './rules.ts';
import type { PatternFinding, PatternVersion } from './scanner.ts';
import type { PlacedInterval, Tree } from './tree.ts';

/** The indicator's `valid_from` and `valid_until`, whatever they are. */
export interface Validity {
  readonly from?: unknown;
  readonly until?: unknown;
}

const MOST_WARNINGS = 20;

/** The warnings about a valid pattern, one for each test and each interval at most. */
export function advise(tree: Tree, version: PatternVersion, validity: Validity): PatternFinding[] {
  const warnings: PatternFinding[] = [];
  for (const test of tree.tests) {
    if (warnings.length >= MOST_WARNINGS) break;
    const warning = adviseTest(test, version);
    if (warning !== null) warnings.push(warning);
  }
  for (const interval of tree.intervals) {
    if (warnings.length >= MOST_WARNINGS) break;
    const warning = adviseInterval(interval, validity);
    if (warning !== null) warnings.push(warning);
  }
  return warnings;
}

// §9.5.1: START is not before valid_from, STOP not after valid_until.
function adviseInterval(interval: PlacedInterval, validity: Validity): PatternFinding | null {
  const { start, stop, offset } = interval;
  const isEarly = isBefore(start, validity.from);
  if (!isEarly && !isBefore(validity.until, stop)) return null;
  const message = isEarly
    ? `START ${start} is earlier than valid_from ${quote(String(validity.from))}.`
    : `STOP ${stop} is later than valid_until ${quote(String(validity.until))}.`;
  return { rule: OUTSIDE_VALIDITY, offset, message, hint: OUTSIDE_VALIDITY.hint };
}

function isBefore(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  const first = readStixTimestamp(one);
  const second = readStixTimestamp(other);
  return first !== null && second !== null && first < second;
}
