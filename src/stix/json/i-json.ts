// What RFC 7493 (I-JSON) forbids and JSON.parse takes silently: repeated properties, lone
// surrogates, numbers that lose their value. Such an object would not mean the same to all readers.

import { add, createReport, isProperties, type Path, type Report, type Rule } from '../finding.ts';
import { quote } from '../quote.ts';
import type { TextFacts } from './scan-value.ts';
import { readAgain } from './second-reading.ts';

const DUPLICATE_MEMBER: Rule = {
  code: 'JSON_DUPLICATE_MEMBER',
  level: 'error',
  section: '2',
  title: 'An object has each property once.',
  hint: 'Keep one of the two; readers differ in which one they take.',
};

const LONE_SURROGATE: Rule = {
  code: 'JSON_LONE_SURROGATE',
  level: 'error',
  section: '2.15',
  title: 'Text is Unicode, without halves of surrogate pairs.',
  hint: 'Write \\ud800 to \\udfff in pairs, or the character itself.',
};

/** Said of a number, so that no more need be said of it. */
export const NUMBER_RANGE: Rule = {
  code: 'JSON_NUMBER_RANGE',
  level: 'error',
  section: '2.10',
  title:
    'A number keeps its value: whole numbers are within ±9007199254740991, others within a double.',
  hint: 'Send a number within ±9007199254740991, or text.',
};

export const I_JSON_RULES: readonly Rule[] = [DUPLICATE_MEMBER, LONE_SURROGATE, NUMBER_RANGE];

const WHOLE = /^-?\d+$/;
const LONGEST_NUMBER = 40;
const SURROGATE = 'A string has a lone surrogate.';
// Findings that are counted beyond those that are told.
const ENOUGH = 100;

/** An empty report on a text: what holds for texts is no matter of policy. */
export function createTextReport(maxErrors: number): Report {
  const policies = {
    hexCase: 'lower',
    createdByRef: 'identity',
    uuidVersions: 'rfc9562',
    uuidCase: 'any',
    stix20: 'refuse',
  } as const;
  return createReport(policies, { errors: maxErrors, warnings: 0, infos: false });
}

/**
 * Adds what keeps a JSON text from being I-JSON. `value` is what JSON.parse made of it. Recursive:
 * bound the depth before.
 */
export function checkIJson(value: unknown, text: string, facts: TextFacts, report: Report): void {
  const seen: Seen = { properties: 0, isSafe: true };
  walk(value, seen);
  const isPaired = !facts.surrogates || isWellFormed(value);
  if (seen.properties !== facts.colons || !seen.isSafe || !isPaired) explain(text, report);
}

interface Seen {
  properties: number;
  isSafe: boolean;
}

function walk(value: unknown, seen: Seen): void {
  if (typeof value === 'number') {
    if (!isSafe(value)) seen.isSafe = false;
  } else if (Array.isArray(value)) {
    for (const element of value) walk(element, seen);
  } else if (isProperties(value)) {
    // Of an object with tens of thousands of properties, Object.values takes three times as long.
    for (const name in value) {
      seen.properties += 1;
      walk(value[name], seen);
    }
  }
}

// Beyond 2^53 whole numbers are no longer exact. Numbers such as 1e20 are: their text tells.
function isSafe(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, one]) => name.isWellFormed() && isWellFormed(one));
}

// A second reading, of the text: the value has lost what was repeated.
function explain(text: string, report: Report): void {
  const tell = (rule: Rule, path: Path, message: string): void => {
    add(report, rule, path, message);
    if (report.omitted >= ENOUGH) throw new Error('enough');
  };
  try {
    readAgain(text, {
      onName: (name, isRepeated, pathOf) => {
        if (isRepeated)
          tell(DUPLICATE_MEMBER, pathOf(), `The object has the property ${quote(name)} twice.`);
        if (!name.isWellFormed()) tell(LONE_SURROGATE, pathOf(), SURROGATE);
      },
      onString: (value, pathOf) => {
        if (!value.isWellFormed()) tell(LONE_SURROGATE, pathOf(), SURROGATE);
      },
      onNumber: (digits, pathOf) => {
        const value = Number(digits);
        if (isSafe(value) || (Number.isFinite(value) && !WHOLE.test(digits))) return;
        tell(NUMBER_RANGE, pathOf(), `The number ${shorten(digits)} would be read as ${value}.`);
      },
    });
  } catch {
    // Left early: nobody reads more, and a hostile text could have a hundred thousand.
  }
}

function shorten(digits: string): string {
  return digits.length > LONGEST_NUMBER ? `${digits.slice(0, LONGEST_NUMBER)}…` : digits;
}
