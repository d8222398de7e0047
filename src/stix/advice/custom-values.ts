// The inside of custom properties and of extensions that no table knows (STIX 2.1 §2.3, §2.12). The
// dictionaries of the tables have names of other standards as keys, which keep their case.

import {
  add,
  isProperties,
  type Path,
  type Properties,
  type Report,
  type Rule,
} from '../finding.ts';
import { predefinedExtensions, type TypeModel } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { placeOf } from './names.ts';
import { isFull } from './walk.ts';

const CUSTOM_EMPTY: Rule = {
  code: 'CUSTOM_EMPTY',
  level: 'warning',
  section: '2.12',
  title: 'Custom properties have no empty lists and no empty objects.',
  hint: 'Leave the property out where there is nothing to say.',
};
const DICTIONARY_KEY_CASE: Rule = {
  code: 'DICTIONARY_KEY_CASE',
  level: 'info',
  section: '2.3',
  title: 'Keys of dictionaries are in lower case, unless another standard spells them.',
  hint: 'Write the key in lower case.',
};

/** The rules of this file. */
export const CUSTOM_VALUE_ADVICE: readonly Rule[] = [CUSTOM_EMPTY, DICTIONARY_KEY_CASE];

/** What to say of an empty list or object, and of the key of an object, when anything. */
interface Tell {
  readonly empty?: (path: Path, report: Report) => void;
  readonly key?: (key: string, path: Path, report: Report) => void;
}

const CAPITAL = /[A-Z]/;
// What lies deeper is an error already.
const DEEPEST = 100;

/** Checks the value of a custom property for emptiness at any depth (§2.12). In extensions it is an error. */
export function adviseCustomEmpty(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property === undefined) look(value, [...path], { empty: tellEmpty }, report);
}

/** Checks the keys inside custom properties and extensions at any depth (§2.3). */
export function adviseKeys(object: Properties, model: TypeModel, report: Report): void {
  for (const name in object)
    if (model.properties[name] === undefined) look(object[name], [name], { key: tellKey }, report);
  const { extensions } = object;
  if (!isProperties(extensions)) return;
  for (const name in extensions) {
    const extension = extensions[name];
    if (predefinedExtensions.has(name) || !isProperties(extension)) continue;
    for (const member in extension)
      look(extension[member], ['extensions', name, member], { key: tellKey }, report);
  }
}

// One enumeration for all: of a large object each costs much.
function look(value: unknown, path: (string | number)[], tell: Tell, report: Report): void {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
  let isEmpty = true;
  if (Array.isArray(value)) {
    isEmpty = value.length === 0;
    for (let index = 0; index < value.length && !isFull(report); index += 1)
      lookBelow(value[index], index, path, tell, report);
  } else if (isProperties(value)) {
    for (const key in value) {
      isEmpty = false;
      if (isFull(report)) return;
      tell.key?.(key, path, report);
      lookBelow(value[key], key, path, tell, report);
    }
  }
  if (isEmpty) tell.empty?.(path, report);
}

function lookBelow(
  value: unknown,
  name: string | number,
  path: (string | number)[],
  tell: Tell,
  report: Report,
): void {
  path.push(name);
  look(value, path, tell, report);
  path.pop();
}

function tellEmpty(path: Path, report: Report): void {
  add(report, CUSTOM_EMPTY, path, `${placeOf(path)} is empty`);
}

function tellKey(key: string, path: Path, report: Report): void {
  if (CAPITAL.test(key))
    add(report, DICTIONARY_KEY_CASE, [...path, key], `key ${quote(key)} has capitals`);
}
