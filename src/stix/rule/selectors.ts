// Selectors of granular markings (STIX 2.1 §7.2.3.1): names, keys and `[n]`, joined by dots.

import { isProperties, type Properties } from '../finding.ts';

const LONGEST = 250;
const NAME = /^[a-zA-Z0-9_-]{1,250}$/;
const INDEX = /^\[(0|[1-9]\d{0,8})\]$/;

/**
 * What keeps a selector from naming something in the object, as the rest of a sentence about it; null
 * when it names something. Ends at the first part that is not there, so it costs no more than the
 * object is deep.
 */
export function selectorFault(selector: string, object: Properties): string | null {
  let value: unknown = object;
  for (let start = 0; start <= selector.length; ) {
    const dot = selector.indexOf('.', start);
    const end = dot === -1 ? selector.length : dot;
    const part = selector.slice(start, Math.min(end, start + LONGEST + 1));
    const next = part.startsWith('[') ? item(value, part) : member(value, part);
    if (next === undefined) return faultOf(part);
    value = next;
    start = end + 1;
  }
  return null;
}

function member(value: unknown, name: string): unknown {
  return isProperties(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function item(value: unknown, part: string): unknown {
  const index = INDEX.exec(part)?.[1];
  return Array.isArray(value) && index !== undefined ? value[Number(index)] : undefined;
}

function faultOf(part: string): string {
  if (INDEX.test(part)) return 'selects nothing: the object has no such item';
  if (NAME.test(part)) return 'selects nothing: the object has no such property';
  return 'has a part that is neither a name nor an index such as "[0]"';
}
