// Data markings (STIX 2.1 §7.2): an object's references to marking-definitions, and granular ones.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { quote } from '../quote.ts';
import { isFull, type Place, tell } from './place.ts';
import { selectorFault } from './selectors.ts';

const SELECTOR: Rule = {
  code: 'SELECTOR',
  level: 'error',
  section: '7.2.3.1',
  title: 'A selector names a property, a key or an item that the object has.',
  hint: 'Join names and indexes by dots, such as labels.[0] or external_references.[1].url.',
};

const MARKING_ITSELF: Rule = {
  code: 'MARKING_ITSELF',
  level: 'error',
  section: '7.2',
  title: 'A marking-definition does not mark itself.',
  hint: 'Remove the reference to itself.',
};

/** Checks the selectors of an object's granular markings. */
export function checkGranularMarkings(object: Properties, place: Place): void {
  const { granular_markings: markings } = object;
  if (!Array.isArray(markings)) return;
  for (let index = 0; index < markings.length && !isFull(place.report); index += 1) {
    const marking: unknown = markings[index];
    if (isProperties(marking) && Array.isArray(marking.selectors))
      checkSelectors(marking.selectors, object, index, place);
  }
}

function checkSelectors(
  selectors: readonly unknown[],
  object: Properties,
  marking: number,
  place: Place,
): void {
  for (let index = 0; index < selectors.length && !isFull(place.report); index += 1) {
    const selector = selectors[index];
    if (typeof selector !== 'string') continue;
    const fault = selectorFault(selector, object);
    if (fault !== null)
      tell(
        place,
        SELECTOR,
        `selector ${quote(selector)} ${fault}`,
        'granular_markings',
        marking,
        'selectors',
        index,
      );
  }
}

/** Checks that a marking-definition does not mark itself, as a whole or in part. */
export function checkSelfMarking(object: Properties, place: Place): void {
  const { id, object_marking_refs: refs, granular_markings: markings } = object;
  if (typeof id !== 'string') return;
  if (Array.isArray(refs)) {
    const at = refs.indexOf(id);
    if (at !== -1) tellItself(place, 'object_marking_refs', at);
  }
  if (!Array.isArray(markings)) return;
  const at = markings.findIndex((one) => isProperties(one) && one.marking_ref === id);
  if (at !== -1) tellItself(place, 'granular_markings', at, 'marking_ref');
}

function tellItself(place: Place, ...below: (string | number)[]): void {
  tell(place, MARKING_ITSELF, 'the marking-definition marks itself', ...below);
}

/** The rules of this file. */
export const MARKING_RULES: readonly Rule[] = [SELECTOR, MARKING_ITSELF];
