// Names that senders choose (STIX 2.1 §3.1, §2.3, §11.1): of properties and of keys in dictionaries;
// and what the end of a property's name promises of its value.

import type { Properties, Rule } from '../finding.ts';
import { isBase64 } from '../format/base64.ts';
import { reservedPropertyNames } from '../model/common.ts';
import { quote } from '../quote.ts';
import { checkCharset } from './formats.ts';
import { checkHex } from './hex.ts';
import { isIdentifier } from './identifiers.ts';
import { isFull, nameOf, type Place, tell, tellOnce, type ValueCheck } from './place.ts';
import { referenceTo } from './references.ts';

const PROPERTY_NAME: Rule = {
  code: 'PROPERTY_NAME',
  level: 'error',
  section: '3.1',
  title: "A property's name has 3 to 250 characters of a-z, 0-9 and _, and begins with a letter.",
  hint: 'Rename the property; names of your own are best kept inside an extension.',
};

const PROPERTY_RESERVED: Rule = {
  code: 'PROPERTY_RESERVED',
  level: 'error',
  section: '3.8',
  title: 'The names severity, username, phone_number and action are reserved for later versions.',
  hint: 'Choose another name for the property.',
};

// The catalogue has it from the shape, which tells of the keys that the tables know.
const DICTIONARY_KEY: Rule = {
  code: 'DICTIONARY_KEY',
  level: 'error',
  section: '2.3',
  title: 'A key of a dictionary has 1 to 250 characters of a-z, A-Z, 0-9, - and _.',
  hint: 'Rename the key.',
};

const SUFFIX_TYPE: Rule = {
  code: 'SUFFIX_TYPE',
  level: 'error',
  section: '3.1',
  title:
    'A property whose name ends in _ref, _refs, _bin or _hex holds an identifier, a list of them, base64 or hexadecimal digits.',
  hint: 'Rename the property, or give it a value of the type that its name promises.',
};

const ENCODING_ALONE: Rule = {
  code: 'ENCODING_ALONE',
  level: 'error',
  section: '3.9.1',
  title: 'A property that names an encoding stands beside the one that it is about.',
  hint: 'Leave it out, or add the property whose name it has before _enc.',
};

const NAME = /^[a-z][a-z0-9_]{2,249}$/;
const KEY = /^[a-zA-Z0-9_-]{1,250}$/;
// A search, because matching a megabyte would cost V8 a stack entry a character.
const NOT_HEX = /[^0-9a-fA-F]/;

const checkTarget = referenceTo('any');

const SUFFIX_CHECKS: ReadonlyMap<string, ValueCheck> = new Map([
  ['ref', checkReference],
  ['refs', checkReferences],
  ['bin', checkBinary],
  ['hex', checkHexadecimal],
]);

/**
 * Checks a property that the specification does not define: its name, and whether its value is what
 * the end of the name promises. The place is at it.
 */
export function checkCustomProperty(name: string, object: Properties, place: Place): void {
  if (!NAME.test(name)) {
    tell(place, PROPERTY_NAME, `${quote(name)} cannot be the name of a property`);
    return;
  }
  if (reservedPropertyNames.has(name)) tell(place, PROPERTY_RESERVED, `${name} is a reserved name`);
  const end = name.lastIndexOf('_');
  if (end === -1) return;
  const suffix = name.slice(end + 1);
  if (suffix === 'enc') checkEncoding(name, object, place);
  // Published ATT&CK has references that are empty; like other empty values that says nothing.
  else if (object[name] !== '') SUFFIX_CHECKS.get(suffix)?.(object[name], place);
}

/** Checks a key of a dictionary; the place is at it. */
export function checkDictionaryKey(key: string, place: Place): void {
  if (!KEY.test(key))
    tellOnce(place, DICTIONARY_KEY, `${quote(key)} cannot be a key of a dictionary`);
}

/** Checks that the property `name`, which names an encoding, stands beside the one it is about (§3.9.1). */
export function checkEncodingOf(name: string, object: Properties, place: Place): void {
  const { [name]: given, [encodedBy(name)]: encoded } = object;
  if (given !== undefined && encoded === undefined)
    tell(place, ENCODING_ALONE, `${name} is given without ${encodedBy(name)}`, name);
}

function encodedBy(name: string): string {
  return name.slice(0, -'_enc'.length);
}

function checkEncoding(name: string, object: Properties, place: Place): void {
  if (!Object.hasOwn(object, encodedBy(name)))
    tell(place, ENCODING_ALONE, `${name} is given without ${encodedBy(name)}`);
  checkCharset(object[name], place);
}

function checkReference(value: unknown, place: Place): void {
  if (typeof value === 'string' && isIdentifier(value)) checkTarget(value, place);
  else tellPromise('is not an identifier', place);
}

function checkReferences(value: unknown, place: Place): void {
  if (!Array.isArray(value)) {
    tellPromise('is not a list of identifiers', place);
    return;
  }
  for (let index = 0; index < value.length && !isFull(place.report); index += 1) {
    place.path.push(index);
    checkReference(value[index], place);
    place.path.pop();
  }
}

function checkBinary(value: unknown, place: Place): void {
  if (typeof value !== 'string' || !isBase64(value)) tellPromise('is not base64', place);
}

function checkHexadecimal(value: unknown, place: Place): void {
  if (typeof value !== 'string' || value.length % 2 === 1 || NOT_HEX.test(value))
    tellPromise('is not pairs of hexadecimal digits', place);
  else checkHex(value, place);
}

function tellPromise(fault: string, place: Place): void {
  tell(place, SUFFIX_TYPE, `${nameOf(place)} ${fault}, which its name promises`);
}

/** The rules of this file. */
export const NAME_RULES: readonly Rule[] = [
  PROPERTY_NAME,
  PROPERTY_RESERVED,
  SUFFIX_TYPE,
  ENCODING_ALONE,
];
