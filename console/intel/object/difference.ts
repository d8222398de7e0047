// What changed between two versions of an object, property by property.
import { isObject } from './facts.ts';
import type { StixObject } from './shapes.ts';

export interface Change {
  /** `hashes.MD5`: dots lead into objects. */
  readonly property: string;
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

// It changes with every version.
const ALWAYS = new Set(['modified']);

/** The changes from one version to the next, in the order of the newer one. */
export function changesOf(before: StixObject, after: StixObject): Change[] {
  return changesIn(before, after, '').filter(({ property }) => !ALWAYS.has(property));
}

function changesIn(before: StixObject, after: StixObject, path: string): Change[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    const property = `${path}${name}`;
    if (isObject(old) && isObject(now)) return changesIn(old, now, `${property}.`);
    const [gone, come] = [linesOf(old), linesOf(now)];
    const isReordered = gone.every((one) => come.includes(one)) && gone.length === come.length;
    return [
      {
        property,
        gone: isReordered ? gone : gone.filter((one) => !come.includes(one)),
        come: isReordered ? come : come.filter((one) => !gone.includes(one)),
      },
    ];
  });
}

// Of lists only the items that differ are told.
function linesOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
}
