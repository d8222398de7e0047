// Finds where the elements of a list, or of an envelope's `objects`, begin and end, in the text as it
// was sent. Checks no grammar: JSON.parse does that for each element, and for what is left without them.

import {
  COLON,
  COMMA,
  OPEN_LIST,
  QUOTE,
  type Span,
  type Stopped,
  scanString,
  scanValue,
  skipBlanks,
} from './scan-value.ts';

/** What the scan of a body found. */
export interface Scan {
  readonly elements: readonly Span[];
  /** How often the top level has a member `objects`. */
  readonly members: number;
  /** Whether `objects` is a list. */
  readonly isList: boolean;
  /** Whether the top level has a member `type`, as STIX objects and bundles have. */
  readonly hasType: boolean;
  /** Whether `objects` has more elements than were asked for; the scan ended there. */
  readonly isTooLong: boolean;
  /** The greatest depth of any other member. */
  readonly depth: number;
}

// `{"type":"abc","id":"abc--UUID"}`. Sixteen MiB of `{},` would take 1.3 GB as elements and findings.
const SMALLEST_OBJECT = 63;
const ALLOWANCE = 1000;

/**
 * Scans a text that begins with `{`. It may be anything after that: the scan ends where it cannot
 * be JSON any more, and never throws. `most` is as many elements as could be STIX objects, `list` the
 * name of the member that holds them.
 */
export function scanEnvelope(
  text: string,
  most = ALLOWANCE + text.length / SMALLEST_OBJECT,
  list = 'objects',
): Scan {
  let elements: readonly Stopped[] = [];
  let members = 0;
  let isList = false;
  let hasType = false;
  let depth = 0;
  let at = skipBlanks(text, skipBlanks(text, 0) + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const key = scanString(text, at);
    const colon = skipBlanks(text, key.end);
    if (text.charCodeAt(colon) !== COLON) break;
    const start = skipBlanks(text, colon + 1);
    const name = text.slice(at, key.end);
    const isObjects = nameIs(name, list);
    hasType ||= nameIs(name, 'type');
    if (isObjects) members += 1;
    if (isObjects && members === 1 && text.charCodeAt(start) === OPEN_LIST) {
      isList = true;
      elements = scanList(text, start + 1, most);
      at = (elements.at(-1)?.stop ?? start) + 1;
    } else {
      const value = scanValue(text, start);
      depth = Math.max(depth, value.depth);
      at = value.stop;
    }
    at = skipBlanks(text, at);
    if (text.charCodeAt(at) !== COMMA) break;
    at = skipBlanks(text, at + 1);
  }
  return { elements, members, isList, hasType, isTooLong: elements.length > most, depth };
}

/**
 * The values of a list from after its `[`, up to one more than `most`. An empty list gives one value
 * of no length.
 */
export function scanList(text: string, from: number, most: number): Stopped[] {
  const spans: Stopped[] = [];
  let at = from;
  for (;;) {
    const span = scanValue(text, skipBlanks(text, at));
    spans.push(span);
    if (text.charCodeAt(span.stop) !== COMMA || spans.length > most) return spans;
    at = span.stop + 1;
  }
}

// A name may be written with escapes.
function nameIs(quoted: string, name: string): boolean {
  if (!quoted.includes('\\')) return quoted === `"${name}"`;
  try {
    return JSON.parse(quoted) === name;
  } catch {
    return false;
  }
}
