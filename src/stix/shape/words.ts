// How places and values are named in messages.

import type { Path } from '../finding.ts';
import { quote } from '../quote.ts';

const PLAIN_NAME = /^\w{1,60}$/;

/** A path the way it is written in code: `external_references[0].source_name`. */
export function placeOf(path: Path): string {
  let place = '';
  for (const part of path) {
    if (typeof part === 'number') place += `[${part}]`;
    else if (!PLAIN_NAME.test(part)) place += `[${quote(part)}]`;
    else place += place === '' ? part : `.${part}`;
  }
  return place === '' ? 'the object' : place;
}

/** A value, short enough for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
