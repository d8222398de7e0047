// Judges the body of POST /api/v1/validate: cut into its elements, one verdict each, as JSON text.
// Nothing is stored.

import type { Finding } from '../../stix/finding.ts';
import { cutText, type Part } from '../../stix/json/cut.ts';
import { describePosition, findFault, type JsonFault } from '../../stix/json/json-fault.ts';
import type { Options, Verdict } from '../../stix/validate.ts';
import { validateText } from '../../stix/validate-text.ts';
import { decode } from './decode.ts';

/** The answer as text, or why there is none. */
export type Judgement =
  | { readonly text: string }
  | { readonly fault: 'not-json' | 'too-many'; readonly message: string };

const MAX_DEPTH = 100;
const MAX_ELEMENTS = 10_000;
// Findings of one element, and of all besides the first of each: a hostile body could ask for gigabytes.
const MAX_ERRORS = 100;
const MAX_WARNINGS = 50;
const MAX_FINDINGS = 10_000;

const TOO_MANY: Judgement = {
  fault: 'too-many',
  message: `The body has more than ${MAX_ELEMENTS} elements; validate it in parts.`,
};

/** Judges each element of a body. Never throws on any bytes. */
export function judgeBody(bytes: Uint8Array, options: Options): Judgement {
  const text = decode(bytes);
  if (text === null) return { fault: 'not-json', message: 'The body is not UTF-8.' };
  const parts = cutText(text, MAX_DEPTH, MAX_ELEMENTS);
  if ('offset' in parts) return notJson(text, parts);
  if (parts.length > MAX_ELEMENTS) return TOO_MANY;
  const results: string[] = [];
  let left = MAX_FINDINGS;
  for (const part of parts) {
    const verdict = judgePart(text, part, options, left);
    if (verdict === null) return notJson(text, faultOf(text, part));
    left -= verdict.errors.length + verdict.warnings.length;
    results.push(JSON.stringify(sendable(verdict)));
  }
  return { text: `{"results":[${results.join(',')}]}` };
}

// Null: the part is not JSON, so the body is not.
function judgePart(
  text: string,
  { start, end }: Part,
  options: Options,
  left: number,
): Verdict | null {
  const verdict = validateText(text.slice(start, end), {
    ...options,
    maxErrors: Math.max(1, Math.min(MAX_ERRORS, left)),
    maxWarnings: Math.max(0, Math.min(MAX_WARNINGS, left)),
    maxDepth: MAX_DEPTH,
  });
  return verdict.errors.some(({ code }) => code === 'JSON_SYNTAX') ? null : verdict;
}

function faultOf(text: string, { start, end }: Part): JsonFault {
  const { offset, reason } = findFault(text.slice(start, end));
  return { offset: start + offset, reason };
}

function notJson(text: string, { offset, reason }: JsonFault): Judgement {
  const where = describePosition(text, offset);
  return { fault: 'not-json', message: `The body is not JSON: ${reason} at ${where}.` };
}

function sendable(verdict: Verdict): Verdict {
  return {
    ...verdict,
    id: verdict.id?.toWellFormed() ?? null,
    type: verdict.type?.toWellFormed() ?? null,
    errors: verdict.errors.map(withSanePointer),
    warnings: verdict.warnings.map(withSanePointer),
  };
}

// A hostile name may have megabytes, and a hundred findings below it: they point to what holds it.
const LONGEST_POINTER = 1000;

function withSanePointer(finding: Finding): Finding {
  const { pointer } = finding;
  const cut = pointer.length > LONGEST_POINTER ? pointer.lastIndexOf('/', LONGEST_POINTER) : -1;
  return { ...finding, pointer: (cut === -1 ? pointer : pointer.slice(0, cut)).toWellFormed() };
}
