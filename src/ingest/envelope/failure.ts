// What a TAXII status says of an object that is not valid: its failures have one message each.

import type { Finding } from '../../stix/finding.ts';
import type { Verdict } from '../../stix/validate.ts';

// Enough for any sane path; a hostile name may have megabytes.
const LONGEST_POINTER = 200;

/** The first error in full (where, what, what would be right), and how many there are besides. */
export function describeErrors({ errors, omitted }: Pick<Verdict, 'errors' | 'omitted'>): string {
  const [first] = errors;
  if (first === undefined) return 'The object is not valid.';
  const more = errors.length - 1 + omitted;
  const rest = more === 0 ? '' : more === 1 ? ' One more error.' : ` ${more} more errors.`;
  const section = first.section === '' ? '' : ` (STIX 2.1 section ${first.section})`;
  return `${placeOf(first)}${sentence(first.message)} ${sentence(first.hint)}${section}${rest}`;
}

function placeOf({ pointer }: Finding): string {
  if (pointer === '') return '';
  const shown =
    pointer.length > LONGEST_POINTER ? `${pointer.slice(0, LONGEST_POINTER)}…` : pointer;
  return `${shown.toWellFormed()}: `;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
