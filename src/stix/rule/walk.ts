// One walk over all of an object: what holds of every value (STIX 2.1 §2, §3.1), wherever it stands.
// What the shape tells already (types, required properties, emptiness of known lists) is not told again.

import { isProperties, type Properties, type Report, type Rule } from '../finding.ts';
import { MOST_PROPERTIES, TOO_WIDE } from '../shape/entries.ts';
import { checkExtension } from './extensions.ts';
import { checkCustomProperty, checkDictionaryKey } from './names.ts';
import { isFull, nameOf, type Place, tell, tellOnce } from './place.ts';
import { EXTENSION_PLANS, OPEN_EXTENSION, type Plan, type Step } from './plan.ts';

const VALUE_NULL: Rule = {
  code: 'VALUE_NULL',
  level: 'error',
  section: '2',
  title: 'null is no STIX value, at any depth.',
  hint: 'Leave the property out instead.',
};

const VALUE_EMPTY: Rule = {
  code: 'VALUE_EMPTY',
  level: 'error',
  section: '2.12',
  title: 'Lists and dictionaries are not empty, at any depth.',
  hint: 'Leave the property out instead.',
};

const NUMBER_TOO_LARGE: Rule = {
  code: 'NUMBER_TOO_LARGE',
  level: 'error',
  section: '2.6',
  title: 'A number is finite as a double of IEEE 754.',
  hint: 'Give a number below 1.8e308, or a string.',
};

const TOO_DEEP: Rule = {
  code: 'TOO_DEEP',
  level: 'error',
  section: '',
  title: 'Lists and objects are nested no deeper than the limit.',
  hint: 'Flatten the content.',
};

/** Walks an object, a structure or an extension by its plan. */
export function walk(object: Properties, plan: Plan, place: Place): void {
  if (isTooDeep(place)) return;
  plan.check?.(object, place);
  let count = 0;
  for (const name in object) {
    count += 1;
    if (count > MOST_PROPERTIES) {
      tellWide(place);
      return;
    }
    const step = plan.steps.get(name);
    if (step !== undefined && step.does === 'nothing') continue;
    place.path.push(name);
    if (step !== undefined) take(step, object[name], place);
    else {
      checkCustomProperty(name, object, place);
      walkValue(object[name], plan.mayBeEmpty, place);
    }
    place.path.pop();
    if (isFull(place.report)) return;
  }
}

/** Whether the walk met something that is too deep or too wide to be looked at further. */
export function wasTooLarge({ errors }: Report): boolean {
  return errors.some(({ code }) => code === TOO_DEEP.code || code === TOO_WIDE.code);
}

function take(step: Step, value: unknown, place: Place): void {
  switch (step.does) {
    case 'nothing':
      return;
    case 'walk-dictionary':
      if (isProperties(value)) walkDictionary(value, false, place);
      return;
    case 'walk-extensions':
      if (isProperties(value)) walkExtensions(value, place);
      return;
    default:
      if (step.list) takeEach(step, value, place);
      else takeOne(step, value, place);
  }
}

type ItemStep = Extract<Step, { readonly list: boolean }>;

function takeEach(step: ItemStep, items: unknown, place: Place): void {
  if (!Array.isArray(items) || isTooDeep(place)) return;
  for (let index = 0; index < items.length; index += 1) {
    place.path.push(index);
    takeOne(step, items[index], place);
    place.path.pop();
    if (isFull(place.report)) return;
  }
}

function takeOne(step: ItemStep, value: unknown, place: Place): void {
  if (step.does === 'check') step.check(value, place);
  else if (isProperties(value)) walk(value, step.plan, place);
}

function walkExtensions(extensions: Properties, place: Place): void {
  if (isTooDeep(place)) return;
  for (const key in extensions) {
    const extension = extensions[key];
    place.path.push(key);
    checkDictionaryKey(key, place);
    checkExtension(key, extension, place);
    if (isProperties(extension)) walk(extension, EXTENSION_PLANS.get(key) ?? OPEN_EXTENSION, place);
    place.path.pop();
    if (isFull(place.report)) return;
  }
}

// One enumeration tells whether it is empty too: of a large dictionary each costs 16 ms (measured).
function walkDictionary(dictionary: Properties, mayBeEmpty: boolean, place: Place): void {
  if (isTooDeep(place)) return;
  let count = 0;
  for (const key in dictionary) {
    count += 1;
    if (count > MOST_PROPERTIES) {
      tellWide(place);
      return;
    }
    place.path.push(key);
    checkDictionaryKey(key, place);
    walkValue(dictionary[key], mayBeEmpty, place);
    place.path.pop();
    if (isFull(place.report)) return;
  }
  if (count === 0) tellEmpty('object', mayBeEmpty, place);
}

function walkList(items: readonly unknown[], mayBeEmpty: boolean, place: Place): void {
  if (items.length === 0) tellEmpty('list', mayBeEmpty, place);
  if (isTooDeep(place)) return;
  for (let index = 0; index < items.length; index += 1) {
    place.path.push(index);
    walkValue(items[index], mayBeEmpty, place);
    place.path.pop();
    if (isFull(place.report)) return;
  }
}

/** Walks a value whose type no table knows; the place is at it. */
export function walkValue(value: unknown, mayBeEmpty: boolean, place: Place): void {
  if (typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      tellOnce(place, NUMBER_TOO_LARGE, `${nameOf(place)} is larger than a double can hold`);
  } else if (value === null) tellOnce(place, VALUE_NULL, `${nameOf(place)} is null`);
  else if (Array.isArray(value)) walkList(value, mayBeEmpty, place);
  else if (isProperties(value)) walkDictionary(value, mayBeEmpty, place);
}

// Custom properties of what is widely published have empty values: that is only advised against.
function tellEmpty(what: 'list' | 'object', mayBeEmpty: boolean, place: Place): void {
  if (!mayBeEmpty) tellOnce(place, VALUE_EMPTY, `${nameOf(place)} is an empty ${what}`);
}

/**
 * Tells of an object whose shape is wrong, where it is nested too deeply or has too many properties:
 * there may be lists and objects where the walk expects none. Whether it is worth a closer look.
 */
export function checkSize(object: Properties, place: Place): boolean {
  const excess = excessOf(object, place.deepest);
  if (excess === TOO_DEEP)
    tell(place, TOO_DEEP, `the object is nested deeper than ${place.deepest} levels`);
  if (excess === TOO_WIDE) tellWide(place);
  return excess !== TOO_WIDE;
}

function excessOf(value: unknown, levels: number): Rule | null {
  if (typeof value !== 'object' || value === null) return null;
  if (levels === 0) return TOO_DEEP;
  if (isProperties(value)) return excessBelow(value, levels);
  if (!Array.isArray(value)) return null;
  for (const item of value) {
    const excess = excessOf(item, levels - 1);
    if (excess !== null) return excess;
  }
  return null;
}

function excessBelow(object: Properties, levels: number): Rule | null {
  let count = 0;
  for (const name in object) {
    count += 1;
    const excess = count > MOST_PROPERTIES ? TOO_WIDE : excessOf(object[name], levels - 1);
    if (excess !== null) return excess;
  }
  return null;
}

function tellWide(place: Place): void {
  const name = place.path.length === 0 ? 'the object' : nameOf(place);
  tellOnce(place, TOO_WIDE, `${name} has more than ${MOST_PROPERTIES} properties`);
}

// Said of the outermost value that is too deep: what is below it is not looked at.
function isTooDeep(place: Place): boolean {
  if (place.path.length < place.deepest) return false;
  tell(place, TOO_DEEP, `${nameOf(place)} is nested deeper than ${place.deepest} levels`);
  return true;
}

/** The rules of this file. */
export const WALK_RULES: readonly Rule[] = [VALUE_NULL, VALUE_EMPTY, NUMBER_TOO_LARGE, TOO_DEEP];
