// STIX identifiers (STIX 2.1 §2.9): `type--UUID`, the UUID in lower-case RFC 4122 form.

import { quote } from './quote.ts';

/** An identifier, taken apart. */
export interface Identifier {
  readonly type: string;
  readonly uuid: string;
}

// Each way to match is the only one, so a hostile text costs no more than its length.
const TYPE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UUID_LENGTH = 36;
const VERSION_FROM_END = 'Vxxx-Nxxx-xxxxxxxxxxxx'.length;

/** Whether the text may name a type: 3 to 250 lower-case letters and digits, single hyphens between. */
export function isTypeName(text: string): boolean {
  return text.length >= 3 && text.length <= 250 && TYPE.test(text);
}

/** The parts of an identifier, or null when the text is none. */
export function readIdentifier(text: string): Identifier | null {
  const typeLength = text.length - UUID_LENGTH - 2;
  if (typeLength < 3 || !text.startsWith('--', typeLength)) return null;
  const type = text.slice(0, typeLength);
  const uuid = text.slice(typeLength + 2);
  return isTypeName(type) && UUID.test(uuid) ? { type, uuid } : null;
}

/** As `readIdentifier`, but letters of the UUID may be in upper case; they come back in lower case. */
export function readIdentifierAnyCase(text: string): Identifier | null {
  const split = Math.max(0, text.length - UUID_LENGTH);
  return readIdentifier(text.slice(0, split) + text.slice(split).toLowerCase());
}

/** The identifier of a type and a UUID, or null when one of them is none. */
export function makeIdentifier(type: string, uuid: string): string | null {
  const id = `${type}--${uuid.toLowerCase()}`;
  return readIdentifier(id) === null ? null : id;
}

/** The version of a UUID, or of the one that an identifier ends in (RFC 9562 §4.2). */
export function uuidVersion(text: string): number {
  return Number.parseInt(text.charAt(text.length - VERSION_FROM_END), 16);
}

/** What keeps the text from being an identifier, as a sentence about `id`. */
export function explainIdentifier(text: string): string {
  const split = text.indexOf('--');
  if (split === -1) return `id ${quote(text)} has no \`--\`; it must be \`type--UUID\``;
  const type = text.slice(0, split);
  if (!isTypeName(type))
    return `id ${quote(text)} begins with ${quote(type)}, which cannot be a type's name (3 to 250 of a-z and 0-9, single hyphens between)`;
  const uuid = text.slice(split + 2);
  if (UUID.test(uuid.toLowerCase()) && uuid !== uuid.toLowerCase())
    return `id ${quote(text)} has upper-case letters in its UUID; they must be lower-case`;
  return `id ${quote(text)} does not end in an RFC 4122 UUID`;
}
