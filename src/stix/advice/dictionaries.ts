// Keys of the sender's choice inside custom content (STIX 2.1 §2.3). The dictionaries that the tables
// know have names of other standards as keys, which keep their case.

import { add, isProperties, type Properties, type Report, type Rule } from '../finding.ts';
import { predefinedExtensions, type TypeModel } from '../model/model.ts';
import { quote } from '../quote.ts';
import { isFull } from './walk.ts';

const DICTIONARY_KEY_CASE: Rule = {
  code: 'DICTIONARY_KEY_CASE',
  level: 'info',
  section: '2.3',
  title: 'Keys of dictionaries are in lower case, unless another standard spells them.',
  hint: 'Write the key in lower case.',
};

/** The rules of this file. */
export const DICTIONARY_ADVICE: readonly Rule[] = [DICTIONARY_KEY_CASE];

type Names = (string | number)[];

const CAPITAL = /[A-Z]/;

/** Checks the keys inside custom properties and extensions, at any depth (§2.3). */
export function adviseKeys(object: Properties, model: TypeModel, report: Report): void {
  for (const name in object)
    if (model.properties[name] === undefined) adviseWithin(object[name], [name], report);
  const { extensions } = object;
  if (!isProperties(extensions)) return;
  for (const name in extensions) {
    const extension = extensions[name];
    if (predefinedExtensions.has(name) || !isProperties(extension)) continue;
    for (const member in extension)
      adviseWithin(extension[member], ['extensions', name, member], report);
  }
}

// Recursive: the depth is bounded before.
function adviseWithin(value: unknown, path: Names, report: Report): void {
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) {
    if (isFull(report)) return;
    path.push(isList ? Number(key) : key);
    if (!isList && CAPITAL.test(key))
      add(report, DICTIONARY_KEY_CASE, path, `key ${quote(key)} has capitals`);
    adviseWithin(member, path, report);
    path.pop();
  }
}
