// What RFC 7493 (I-JSON) forbids and JSON.parse takes silently: repeated properties, lone
// surrogates, numbers that lose their value. Such an object would not mean the same to all readers.

import { quote } from '../../stix/quote.ts';
import { findRepeatedProperty } from './json-fault.ts';

/** What the scan of an object's text told. */
export interface TextFacts {
  readonly colons: number;
  readonly surrogates: boolean;
}

/** Why a parsed object is no I-JSON, or null. Recursive: bound the depth before. */
export function iJsonFault(value: unknown, text: string, facts: TextFacts): string | null {
  const seen: Seen = { properties: 0, number: null };
  walk(value, seen);
  if (seen.properties !== facts.colons) {
    const name = findRepeatedProperty(text);
    return `The object has the property ${name === null ? '' : `${quote(name)} `}twice.`;
  }
  if (seen.number !== null)
    return `The object has the number ${seen.number}, which is out of range; whole numbers reach to ±9007199254740991.`;
  if (facts.surrogates && hasLoneSurrogate(value))
    return 'The object has a lone surrogate in a string; \\ud800 to \\udfff must come in pairs.';
  return null;
}

interface Seen {
  properties: number;
  number: number | null;
}

function walk(value: unknown, seen: Seen): void {
  if (typeof value === 'number') {
    // Beyond 2^53 every double is whole, so this catches the infinite ones as well.
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) seen.number ??= value;
  } else if (Array.isArray(value)) {
    for (const element of value) walk(element, seen);
  } else if (typeof value === 'object' && value !== null) {
    const values = Object.values(value);
    seen.properties += values.length;
    for (const property of values) walk(property, seen);
  }
}

function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return /\p{Cs}/u.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, property]) => hasLoneSurrogate(name) || hasLoneSurrogate(property),
  );
}
