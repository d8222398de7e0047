// Finds where a JSON value ends, and what its text alone can tell: depth, members, escapes of
// surrogates. Checks no grammar: JSON.parse does that. Not recursive, so it bounds what is.

/** Where a value stands in a text. */
export interface Span extends TextFacts {
  readonly start: number;
  readonly end: number;
}

/** What the text of a value tells. */
export interface TextFacts {
  /** Levels of lists and objects, the value itself included. */
  readonly depth: number;
  /** Colons outside strings: as many as there are properties, repeated ones included. */
  readonly colons: number;
  /** Commas outside strings: nearly as many as there are properties and elements. */
  readonly commas: number;
  /** Lists and objects, the value itself included. */
  readonly containers: number;
  /** Whether a string has an escape of a surrogate, paired or not. */
  readonly surrogates: boolean;
}

/** A span, and where its list or object goes on. */
export interface Stopped extends Span {
  /** The comma or bracket after the value, or the end of the text. */
  readonly stop: number;
}

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const OPEN_OBJECT = 0x7b;
const BACKSLASH = 0x5c;
export const CLOSE_LIST = 0x5d;
export const CLOSE_OBJECT = 0x7d;

/**
 * Scans the value that begins at `start`. Counts brackets without pairing them: a text where they do
 * not pair fails in JSON.parse.
 */
export function scanValue(text: string, start: number): Stopped {
  let level = 0;
  let depth = 0;
  let colons = 0;
  let commas = 0;
  let containers = 0;
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
        commas += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        level += 1;
        containers += 1;
        if (level > depth) depth = level;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        if (level === 0) break scan;
        level -= 1;
    }
  }
  const stop = Math.min(at, text.length);
  const end = withoutBlanks(text, start, stop);
  return { start, end, stop, depth, colons, commas, containers, surrogates };
}

/** Whether an object, at any depth, has more than `most` properties. The brackets of the text pair. */
export function isWiderThan(most: number, text: string): boolean {
  const outer: number[] = [];
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = scanString(text, at).end - 1;
        break;
      case COLON:
        count += 1;
        if (count > most) return true;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        outer.push(count);
        count = 0;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        count = outer.pop() ?? 0;
    }
  }
  return false;
}

interface ScannedString {
  /** After the closing quote. */
  readonly end: number;
  readonly surrogates: boolean;
}

/** Scans the string whose opening quote stands at `start`. */
export function scanString(text: string, start: number): ScannedString {
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

/** The first position from `from` on that is not blank. */
export function skipBlanks(text: string, from: number): number {
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
