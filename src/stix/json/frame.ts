// Whether a text is JSON, asked of its parts: it is JSON if each element is, and if what is left with
// a 0 in the place of all elements is. So nothing is parsed twice, nor held whole.

import { findFault, isJson, type JsonFault } from './json-fault.ts';
import type { Span } from './scan-value.ts';

/** Where a text stops being JSON because of what stands around its elements, or null. */
export function frameFault(
  text: string,
  elements: readonly Span[],
  maxDepth: number,
): JsonFault | null {
  const first = elements[0];
  const last = elements.at(-1);
  if (first === undefined || last === undefined || isEmpty(elements))
    return isJson(text) ? null : findFault(text);
  const frame = `${text.slice(0, first.start)}0${text.slice(last.end)}`;
  if (isJson(frame)) return null;
  const missing = last.end - first.start - 1;
  const { offset, reason } = findFault(frame);
  return (
    elementsFault(text, elements, maxDepth) ?? {
      offset: offset > first.start ? offset + missing : offset,
      reason,
    }
  );
}

/** Whether the list has no element: the scan then gives none, or one of no length. */
export function isEmpty(elements: readonly Span[]): boolean {
  return elements[0]?.start === elements.at(-1)?.end;
}

/** Where the text of an element stops being JSON, as an offset in the whole text. */
export function elementFault(text: string, { start, end }: Span): JsonFault {
  const { offset, reason } = findFault(text.slice(start, end));
  return { offset: start + offset, reason };
}

// A bracket or quote that is missing in an element leaves the frame wrong as well.
function elementsFault(
  text: string,
  elements: readonly Span[],
  maxDepth: number,
): JsonFault | null {
  for (const span of elements) {
    if (span.end === span.start || span.depth > maxDepth) continue;
    if (!isJson(text.slice(span.start, span.end))) return elementFault(text, span);
  }
  return null;
}
