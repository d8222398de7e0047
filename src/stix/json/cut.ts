// Cuts a text into what is judged by itself: the elements of a list or of a TAXII envelope, the lines
// of newline-delimited JSON, or the whole. A bundle is one value, so it is never cut.

import { frameFault, isEmpty } from './frame.ts';
import { isJson, type JsonFault } from './json-fault.ts';
import { scanEnvelope, scanList } from './scan.ts';
import { OPEN_LIST, OPEN_OBJECT, type Span, skipBlanks } from './scan-value.ts';

/** Where a part stands in its text. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * The parts of a JSON text: the elements where it is a list or an envelope (an object with a list
 * `objects` and no `type`), else one part, the whole. A fault tells where it is not JSON between
 * its elements; whether a part is JSON remains to be seen. Where there are more than `most`, one more
 * than that is given, and the rest was not looked at.
 */
export function cutText(
  text: string,
  maxDepth: number,
  most = Number.POSITIVE_INFINITY,
): readonly Part[] | JsonFault {
  const elements = findElements(text, maxDepth, most);
  if (elements !== null && elements.length > most) return elements;
  if (elements === null) return [{ start: skipBlanks(text, 0), end: text.trimEnd().length }];
  const fault = frameFault(text, elements, maxDepth);
  if (fault !== null) return fault;
  return isEmpty(elements) ? [] : elements;
}

/**
 * The lines of newline-delimited JSON, or null where the text is something else: its first line is
 * JSON by itself, and others follow.
 */
export function cutLines(text: string): readonly Part[] | null {
  const parts: Part[] = [];
  let start = 0;
  while (start < text.length) {
    const stop = text.indexOf('\n', start);
    const end = stop === -1 ? text.length : stop;
    const line = text.slice(start, end);
    if (line.trim() !== '') {
      if (parts.length === 0 && !isJson(line)) return null;
      parts.push({ start: skipBlanks(text, start), end: start + line.trimEnd().length });
    }
    start = end + 1;
  }
  return parts.length > 1 ? parts : null;
}

function findElements(text: string, maxDepth: number, most: number): readonly Span[] | null {
  const start = skipBlanks(text, 0);
  const first = text.charCodeAt(start);
  if (first === OPEN_LIST) return scanList(text, start + 1, most);
  if (first !== OPEN_OBJECT) return null;
  const { elements, members, isList, hasType, depth } = scanEnvelope(text, most);
  const isEnvelope = members === 1 && isList && !hasType && depth <= maxDepth;
  return isEnvelope ? elements : null;
}
