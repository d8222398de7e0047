// The door for text: is this JSON, and is it STIX 2.1. JSON.parse alone would take a repeated
// property or half a surrogate pair without a word.

import type { Finding } from './finding.ts';
import { createTextReport, NUMBER_RANGE } from './json/i-json.ts';
import { readJson } from './json/read-json.ts';
import { type Options, type Verdict, validate } from './validate.ts';

const MAX_ERRORS = 100;
const MAX_DEPTH = 100;

/**
 * Checks a JSON text: what is wrong with the text comes first, then what is wrong with its value.
 * Never throws.
 */
export function validateText(text: string, options: Options = {}): Verdict {
  const most = options.maxErrors ?? MAX_ERRORS;
  const report = createTextReport(most);
  const read = readJson(text, report, options.maxDepth ?? MAX_DEPTH);
  const { errors, omitted } = report;
  if (read === null) return { id: null, type: null, valid: false, errors, warnings: [], omitted };
  const verdict = validate(read.value, options);
  if (errors.length === 0) return verdict;
  const all = [...errors, ...verdict.errors.filter((one) => !isToldAlready(one, errors))];
  const told = all.slice(0, most);
  return {
    ...verdict,
    valid: false,
    errors: told,
    omitted: omitted + verdict.omitted + all.length - told.length,
  };
}

// The value of such a number is out of every range.
function isToldAlready({ pointer }: Finding, errors: readonly Finding[]): boolean {
  return errors.some((one) => one.code === NUMBER_RANGE.code && one.pointer === pointer);
}
