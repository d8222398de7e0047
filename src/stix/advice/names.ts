// How names that a producer makes up should look, and how places are named in messages.

import type { Path } from '../finding.ts';
import { quote } from '../quote.ts';

const CAPITAL_SPACE_OR_UNDERSCORE = /[\p{Lu}\s_]/u;

/** Whether the text is in lower case, with hyphens between its words. */
export function isHyphenated(text: string): boolean {
  return !CAPITAL_SPACE_OR_UNDERSCORE.test(text);
}

/** The text in lower case with hyphens between its words, for a hint. */
export function hyphenated(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

/** A place as a message has it. Names are the sender's, so it is cut and escaped. */
export function placeOf(path: Path): string {
  return quote(path.join('.'));
}
