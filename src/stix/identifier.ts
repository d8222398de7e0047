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
