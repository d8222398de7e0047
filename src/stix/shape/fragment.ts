// Reads one fragment of JSON Schema the way the compiled shapes do, to say what a value breaks.

import type { Fragment } from './kinds.ts';

const expressions = new Map<string, RegExp>();

/** The keyword of the fragment that the value breaks first, or null when it fits. */
export function brokenKeyword(value: unknown, fragment: Fragment): keyof Fragment | null {
  const { type } = fragment;
  const types = typeof type === 'string' ? [type] : type;
  if (!types.some((one) => hasType(value, one))) return 'type';
  if (typeof value === 'string') return brokenByText(value, fragment);
  return typeof value === 'number' ? brokenByNumber(value, fragment) : null;
}

/** Whether the text fits a pattern of ours. Each expression is made once. */
export function fits(text: string, pattern: string): boolean {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern);
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}

// JSON has no infinity, but JSON.parse makes one of 1e999.
function hasType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

function brokenByText(value: string, fragment: Fragment): keyof Fragment | null {
  if (fragment.enum !== undefined && !fragment.enum.includes(value)) return 'enum';
  return fragment.pattern === undefined || fits(value, fragment.pattern) ? null : 'pattern';
}

function brokenByNumber(value: number, fragment: Fragment): keyof Fragment | null {
  if (fragment.minimum !== undefined && value < fragment.minimum) return 'minimum';
  return fragment.maximum !== undefined && value > fragment.maximum ? 'maximum' : null;
}
