// Identifiers (STIX 2.1 §2.9): the prefix is the type, the UUID is of a version and a variant that
// RFC 4122 or RFC 9562 defines. That the text has the form `type--UUID` is part of the shape.

import type { Properties, Rule } from '../finding.ts';
import { isTypeName, uuidVersion } from '../identifier.ts';
import { quote } from '../quote.ts';
import { nameOf, type Place, tell } from './place.ts';

const ID_PREFIX: Rule = {
  code: 'ID_PREFIX',
  level: 'error',
  section: '2.9',
  title: 'An id begins with the type of its object.',
  hint: 'Make the part before `--` equal to `type`.',
};

const TYPE_RESERVED: Rule = {
  code: 'TYPE_RESERVED',
  level: 'error',
  section: '3.8',
  title: 'The name action is reserved for a type of a later version.',
  hint: 'Choose another name for the type.',
};

const UUID_VERSION: Rule = {
  code: 'UUID_VERSION',
  level: 'error',
  section: '2.9',
  title: 'UUIDs are of the versions 1 to 5 (RFC 4122), where the policy asks for that.',
  hint: 'Use a random UUID (version 4), or for SCOs one of version 5.',
};

const UUID_CASE: Rule = {
  code: 'UUID_CASE',
  level: 'error',
  section: '2.9',
  title: 'The letters of a UUID are in lower case, where the policy asks for that.',
  hint: 'Write the UUID in lower case.',
};

const LAST_OF_RFC_4122 = 5;
const RESERVED_TYPE = 'action';
const UUID_LENGTH = 36;
const DASHES_AND_UUID = /^--[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
const UPPER_CASE = /[A-F]/;

const HYPHEN = '-'.charCodeAt(0);

/** Whether the text is the identifier of an object of that type, its UUID not looked at. */
export function isOfType(identifier: string, type: string): boolean {
  return (
    identifier.length === type.length + UUID_LENGTH + 2 &&
    identifier.startsWith(type) &&
    identifier.charCodeAt(type.length) === HYPHEN
  );
}

/** The type that an identifier names. */
export function typeIn(identifier: string): string {
  return identifier.slice(0, Math.max(identifier.length - UUID_LENGTH - 2, 0));
}

/** Whether the text has the form of an identifier, whatever its UUID. */
export function isIdentifier(text: string): boolean {
  return isTypeName(typeIn(text)) && DASHES_AND_UUID.test(text.slice(-UUID_LENGTH - 2));
}

/** Checks `id` against `type` (§2.9, §3.2), of custom types too. */
export function checkIdPrefix({ id, type }: Properties, place: Place): void {
  if (typeof id !== 'string' || typeof type !== 'string' || isOfType(id, type)) return;
  if (!isIdentifier(id)) return;
  tell(
    place,
    ID_PREFIX,
    `id ${quote(id)} begins with ${quote(typeIn(id))}, but type is ${quote(type)}`,
    'id',
  );
}

/** Checks that a type's name is not reserved (§3.8). */
export function checkTypeName({ type }: Properties, place: Place): void {
  if (type === RESERVED_TYPE) tell(place, TYPE_RESERVED, `type ${type} is reserved`, 'type');
}

/** Checks the UUID of an identifier, an object's own or a reference (§2.9), as the policies ask. */
export function checkUuid(identifier: unknown, place: Place): void {
  if (typeof identifier !== 'string') return;
  const { uuidVersions, uuidCase } = place.report.policies;
  if (
    uuidVersions === 'rfc4122' &&
    uuidVersion(identifier) > LAST_OF_RFC_4122 &&
    isIdentifier(identifier)
  ) {
    const version = uuidVersion(identifier);
    tell(place, UUID_VERSION, `${nameOf(place)} ${quote(identifier)} has version ${version}`);
  }
  if (uuidCase === 'any') return;
  if (UPPER_CASE.test(identifier.slice(-UUID_LENGTH)) && isIdentifier(identifier))
    tell(place, UUID_CASE, `${nameOf(place)} ${quote(identifier)} has upper-case letters`);
}

/** The rules of this file. */
export const IDENTIFIER_RULES: readonly Rule[] = [
  ID_PREFIX,
  TYPE_RESERVED,
  UUID_VERSION,
  UUID_CASE,
];
