// Where a check of the second pass stands: in which object, below which names, with which report.

import { add, type Path, type Properties, type Report, type Rule, toPointer } from '../finding.ts';

/** The place of a value inside the object that is checked. */
export interface Place {
  readonly report: Report;
  /** The type of the object that is checked. */
  readonly type: string;
  /** Names and indexes from that object down to the value; grows and shrinks with the walk. */
  readonly path: (string | number)[];
  /** The longest path that is walked. */
  readonly deepest: number;
}

/** A check of an object, of a structure or of an extension. It is silent where the shape is wrong. */
export type Check = (object: Properties, place: Place) => void;

/** A check of the value of one property. */
export type ValueCheck = (value: unknown, place: Place) => void;

/** Adds a finding about the place, or about what is `below` it. */
export function tell(place: Place, rule: Rule, message: string, ...below: Path): void {
  add(place.report, rule, [...place.path, ...below], message);
}

/** The same, unless an error about the place itself was told already, by the shape for one. */
export function tellOnce(place: Place, rule: Rule, message: string): void {
  const pointer = place.report.base + toPointer(place.path);
  if (place.report.errors.some((error) => error.pointer === pointer)) return;
  add(place.report, rule, place.path, message);
}

/** Whether errors were left out already: then the walk ends, so that hostile texts stay cheap. */
export function isFull({ omitted }: Report): boolean {
  return omitted > 0;
}

/** The name of the property that the place is at, as a message has it: its last name and indexes. */
export function nameOf({ path }: Place): string {
  let start = path.length - 1;
  while (start > 0 && typeof path[start] === 'number') start -= 1;
  return path
    .slice(Math.max(start, 0))
    .map((part) => (typeof part === 'number' ? `[${part}]` : part.slice(0, 80)))
    .join('');
}
