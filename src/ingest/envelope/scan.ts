// Finds where the elements of an envelope's `objects` begin and end, in the text as it was sent.
// Checks no grammar: JSON.parse does that for each element, and for what is left without them.

/** Where an element stands, and what its text alone can tell. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Levels of lists and objects, the element itself included. */
  readonly depth: number;
  /** Colons outside strings: as many as there are properties, repeated ones included. */
  readonly colons: number;
  /** Whether a string has an escape of a surrogate, paired or not. */
  readonly surrogates: boolean;
}

/** What the scan of a body found. */
export interface Scan {
  readonly elements: readonly Span[];
  /** How often the top level has a member `objects`. */
  readonly members: number;
  /** Whether `objects` is a list. */
  readonly isList: boolean;
  /** Whether `objects` has more elements than could be STIX objects; the scan ended there. */
  readonly isTooLong: boolean;
  /** The greatest depth of any other member. */
  readonly depth: number;
}

// `{"type":"abc","id":"abc--UUID"}`. Sixteen MiB of `{},` would take 1.3 GB as elements and findings.
const SMALLEST_OBJECT = 63;
const ALLOWANCE = 1000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Scans a text that begins with `{`. It may be anything after that: the scan ends where it cannot
 * be JSON any more, and never throws.
 */
export function scanEnvelope(text: string): Scan {
  let elements: readonly Stopped[] = [];
  let members = 0;
  let isList = false;
  let depth = 0;
  const most = ALLOWANCE + text.length / SMALLEST_OBJECT;
  let at = skipBlanks(text, skipBlanks(text, 0) + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const key = scanString(text, at);
    const colon = skipBlanks(text, key.end);
    if (text.charCodeAt(colon) !== COLON) break;
    const start = skipBlanks(text, colon + 1);
    const isObjects = nameIs(text.slice(at, key.end), 'objects');
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
  return { elements, members, isList, isTooLong: elements.length > most, depth };
}

interface Stopped extends Span {
  /** The comma or bracket after the value, or the end of the text. */
  readonly stop: number;
}

// The values of a list from after its `[`. An empty list gives one value of no length.
function scanList(text: string, from: number, most: number): Stopped[] {
  const spans: Stopped[] = [];
  let at = from;
  for (;;) {
    const span = scanValue(text, skipBlanks(text, at));
    spans.push(span);
    if (text.charCodeAt(span.stop) !== COMMA || spans.length > most) return spans;
    at = span.stop + 1;
  }
}

// Counts brackets without pairing them: a text where they do not pair fails in JSON.parse.
function scanValue(text: string, start: number): Stopped {
  let level = 0;
  let depth = 0;
  let colons = 0;
  let surrogates = false;
  let at = start;
  scan: for (; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const found = scanString(text, at);
        surrogates ||= found.surrogates;
        at = found.end - 1;
        break;
      }
      case COLON:
        colons += 1;
        break;
      case COMMA:
        if (level === 0) break scan;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        level += 1;
        if (level > depth) depth = level;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        if (level === 0) break scan;
        level -= 1;
    }
  }
  const stop = Math.min(at, text.length);
  return { start, end: withoutBlanks(text, start, stop), stop, depth, colons, surrogates };
}

interface ScannedString {
  /** After the closing quote. */
  readonly end: number;
  readonly surrogates: boolean;
}

function scanString(text: string, start: number): ScannedString {
  let surrogates = false;
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) return { end: at + 1, surrogates };
    if (letter === BACKSLASH) {
      at += 1;
      surrogates ||= text.charAt(at) === 'u' && text.charAt(at + 1).toLowerCase() === 'd';
    }
  }
  return { end: text.length, surrogates };
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

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function withoutBlanks(text: string, start: number, stop: number): number {
  let end = stop;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

function isBlank(letter: number): boolean {
  return letter === 0x20 || letter === 0x0a || letter === 0x0d || letter === 0x09;
}
