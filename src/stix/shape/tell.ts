// The rules of shape, and how the walk tells what breaks one.
import { add, type Report, type Rule } from '../finding.ts';
import { NAME_RULES, TOO_WIDE } from './entries.ts';
import { error, LEAF_RULES, NUMBER_RANGE, PROPERTY_TYPE } from './kinds.ts';
import { placeOf, show } from './words.ts';

/** A property that the type requires is not there. */
export const PROPERTY_MISSING = error(
  'PROPERTY_MISSING',
  '3.2',
  'An object has every property that its type requires.',
  'Add the property.',
);
/** A list without an element. */
export const LIST_EMPTY = error(
  'LIST_EMPTY',
  '2.12',
  'A list has one element or more.',
  'Leave the property out when there is nothing to list.',
);
const OBJECT_EMPTY = error(
  'OBJECT_EMPTY',
  '2.3',
  'A dictionary, an extension or another object inside an object has one property or more.',
  'Leave it out when there is nothing in it.',
);

/** The rules of shape. */
export const SHAPE_RULES: readonly Rule[] = [
  ...LEAF_RULES,
  ...NAME_RULES,
  TOO_WIDE,
  PROPERTY_MISSING,
  LIST_EMPTY,
  OBJECT_EMPTY,
];

// What these rules say, the table of each type says of each property.
const STATED_IN_TABLES: ReadonlySet<Rule> = new Set([
  PROPERTY_MISSING,
  PROPERTY_TYPE,
  NUMBER_RANGE,
]);

/** A walk through an object, and what it reports to. */
export interface Walk {
  readonly report: Report;
  /** Where the walk stands: one list that grows and shrinks. */
  readonly path: (string | number)[];
  /** The section of the table that the property stands in. */
  section: string;
  /** The host of extensions. */
  readonly host: string;
  /** Inside `objects` of observed-data (§2.13): `id` is optional and references are keys. */
  readonly contained: boolean;
}

/** Tells that a value is of the wrong type. */
export function tellType(value: unknown, wanted: string, walk: Walk, hint?: string): void {
  tell(walk, PROPERTY_TYPE, `is ${show(value)}; it must be ${wanted}`, hint);
}

/** Tells that an object has no property. */
export function tellEmpty(walk: Walk): void {
  tell(walk, OBJECT_EMPTY, 'is an empty object');
}

/** Tells a fault of what the walk stands at. */
export function tell(walk: Walk, rule: Rule, message: string, hint?: string): void {
  const section = STATED_IN_TABLES.has(rule) ? walk.section : rule.section;
  add(walk.report, { ...rule, section }, walk.path, `${placeOf(walk.path)} ${message}`, hint);
}
