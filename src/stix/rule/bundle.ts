// Bundles (STIX 2.1 §8): a container of objects, and no object itself.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { isFull, type Place, tell } from './place.ts';

const BUNDLE_NESTED: Rule = {
  code: 'BUNDLE_NESTED',
  level: 'error',
  section: '8',
  title: 'A bundle holds STIX objects, and a bundle is none.',
  hint: 'Put the objects of the inner bundle into the outer one.',
};

/** Shows each object of a bundle that is no bundle, with its index; tells of those that are. */
export function eachOfBundle(
  { objects }: Properties,
  place: Place,
  show: (object: Properties, index: number) => void,
): void {
  if (!Array.isArray(objects)) return;
  for (let index = 0; index < objects.length && !isFull(place.report); index += 1) {
    const object: unknown = objects[index];
    if (!isProperties(object)) continue;
    if (object.type === 'bundle')
      tell(place, BUNDLE_NESTED, 'a bundle stands inside a bundle', 'objects', index);
    else show(object, index);
  }
}

/** The rules of this file. */
export const BUNDLE_RULES: readonly Rule[] = [BUNDLE_NESTED];
