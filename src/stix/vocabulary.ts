// Looking values up in vocabularies (STIX 2.1 §10), and what a value outside was probably meant to be.

import { vocabularies } from './model/vocabularies.ts';

// No entry is longer than 40 characters, and more than two faults leave another word.
const LONGEST = 60;
const MOST_FAULTS = 2;

/** Whether a vocabulary or enumeration has the value; false where there is no such vocabulary. */
export function isInVocabulary(name: string, value: string): boolean {
  return vocabularies.get(name)?.has(value) === true;
}

/** The entry that a value outside of its vocabulary was probably meant to be, or null. */
export function suggest(name: string, value: string): string | null {
  return nearest(value, vocabularies.get(name) ?? []);
}

/** The one of some words that a text was probably meant to be, or null. */
export function nearest(text: string, words: Iterable<string>): string | null {
  if (text.length > LONGEST) return null;
  const wanted = spelling(text);
  let found: string | null = null;
  let fewest = Math.min(MOST_FAULTS, Math.floor(wanted.length / 3)) + 1;
  for (const word of words) {
    const faults = countFaults(wanted, spelling(word), fewest);
    if (faults >= fewest) continue;
    found = word;
    fewest = faults;
  }
  return found;
}

// Upper case, blanks and underscores are the usual faults; they count for none.
function spelling(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

// Letters to add, drop or change (Levenshtein); `most` where there are as many or more.
function countFaults(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    if (Math.min(...next) >= most) return most;
    row = next;
  }
  return Math.min(row[b.length] ?? most, most);
}
