// What an object refers to: every property whose name says that it holds ids, wherever it stands.
import { isProperties, type Properties } from '../stix/finding.ts';
import { readIdentifier } from '../stix/identifier.ts';

/** A property that names another object. */
export interface Reference {
  readonly property: string;
  readonly type: string;
  readonly uuid: string;
}

// Nearly every object has them, and nobody looks from a creator or a marking for all it stands on.
const LEFT_OUT: ReadonlySet<string> = new Set([
  'created_by_ref',
  'object_marking_refs',
  'marking_ref',
]);
// A report may name thousands of objects; more than that is not read, and is found from the other side.
const MOST = 5000;
const LONGEST_PROPERTY = 250;

/** The references of an object, in its order; each object once a property. Never throws. */
export function readReferences(object: Properties): readonly Reference[] {
  const found = new Map<string, Reference>();
  collect(object, found);
  return [...found.values()];
}

function collect(value: Properties, found: Map<string, Reference>): void {
  for (const name in value) {
    const member = value[name];
    if (/_refs?$/.test(name)) addAll(name, member, found);
    else if (Array.isArray(member)) {
      for (const one of member) if (isProperties(one)) collect(one, found);
    } else if (isProperties(member)) collect(member, found);
  }
}

function addAll(property: string, value: unknown, found: Map<string, Reference>): void {
  if (LEFT_OUT.has(property) || property.length > LONGEST_PROPERTY) return;
  for (const id of Array.isArray(value) ? value : [value]) {
    const read = typeof id === 'string' ? readIdentifier(id) : null;
    if (read !== null && found.size < MOST) found.set(`${property} ${id}`, { property, ...read });
  }
}
