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

/** What to say of a list or an object, when anything. */
type Look = (value: object, path: Path, report: Report) => void;

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
  if (property === undefined) look(value, [...path], tellEmpty, report);
}

/** Checks the keys inside custom properties and extensions at any depth (§2.3). */
export function adviseKeys(object: Properties, model: TypeModel, report: Report): void {
  for (const name in object)
    if (model.properties[name] === undefined) look(object[name], [name], tellKeys, report);
  const { extensions } = object;
  if (!isProperties(extensions)) return;
  for (const name in extensions) {
    const extension = extensions[name];
    if (predefinedExtensions.has(name) || !isProperties(extension)) continue;
    for (const member in extension)
      look(extension[member], ['extensions', name, member], tellKeys, report);
  }
}

function look(value: unknown, path: (string | number)[], tell: Look, report: Report): void {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
  tell(value, path, report);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && !isFull(report); index += 1)
      lookBelow(value[index], index, path, tell, report);
  } else if (isProperties(value)) {
    for (const key in value) {
      if (isFull(report)) return;
      lookBelow(value[key], key, path, tell, report);
    }
  }
}

function lookBelow(
  value: unknown,
  name: string | number,
  path: (string | number)[],
  tell: Look,
  report: Report,
): void {
  path.push(name);
  look(value, path, tell, report);
  path.pop();
}

function tellEmpty(value: object, path: Path, report: Report): void {
  for (const _ in value) return;
  add(report, CUSTOM_EMPTY, path, `${placeOf(path)} is empty`);
}

function tellKeys(value: object, path: Path, report: Report): void {
  if (Array.isArray(value)) return;
  for (const key in value)
    if (CAPITAL.test(key))
      add(report, DICTIONARY_KEY_CASE, [...path, key], `key ${quote(key)} has capitals`);
}
