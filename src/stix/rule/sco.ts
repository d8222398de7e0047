// STIX Cyber-observable Objects (STIX 2.1 §6): which of their properties go together.

import type { Properties, Rule } from '../finding.ts';
import { uuidVersion } from '../identifier.ts';
import { objectTypes } from '../model/model.ts';
import { quote } from '../quote.ts';
import { isIdentifier } from './identifiers.ts';
import { checkEncodingOf } from './names.ts';
import { type Check, type Place, tell } from './place.ts';

const ARTIFACT_EITHER: Rule = {
  code: 'ARTIFACT_EITHER',
  level: 'error',
  section: '6.1',
  title: 'An artifact has either payload_bin or url.',
  hint: 'Give the octets as payload_bin, or say with url where they are.',
};

const ARTIFACT_HASHES: Rule = {
  code: 'ARTIFACT_HASHES',
  level: 'error',
  section: '6.1',
  title: 'An artifact with a url has hashes.',
  hint: 'Add the hashes of what the URL gives.',
};

const ARTIFACT_KEY: Rule = {
  code: 'ARTIFACT_KEY',
  level: 'error',
  section: '6.1',
  title: 'An artifact with a decryption_key names its encryption_algorithm.',
  hint: 'Add encryption_algorithm, or leave decryption_key out.',
};

const FILE_IDENTITY: Rule = {
  code: 'FILE_IDENTITY',
  level: 'error',
  section: '6.7',
  title: 'A file has hashes or a name.',
  hint: 'Add hashes or name.',
};

const EMAIL_BODY: Rule = {
  code: 'EMAIL_BODY',
  level: 'error',
  section: '6.6',
  title:
    'An email-message has body only when it is not multipart, and body_multipart only when it is.',
  hint: 'Set is_multipart as the message is, and give the body in the property for that.',
};

const SCO_EMPTY: Rule = {
  code: 'SCO_EMPTY',
  level: 'error',
  section: '6',
  title:
    'A process, a user-account, a windows-registry-key and an x509-certificate have a property of their own.',
  hint: 'Add one of the properties that are defined for the type.',
};

const ID_NOT_RANDOM: Rule = {
  code: 'ID_NOT_RANDOM',
  level: 'error',
  section: '2.9',
  title:
    'An SCO without any of the properties that its id is made of has a random id, a UUID of version 4.',
  hint: 'Use a UUID of version 4, or add one of those properties.',
};

/** Checks what is in an artifact (§6.1). */
export function checkArtifact(object: Properties, place: Place): void {
  const {
    payload_bin: payload,
    url,
    hashes,
    decryption_key: key,
    encryption_algorithm: algorithm,
  } = object;
  if ((payload === undefined) === (url === undefined)) {
    const given =
      url === undefined ? 'neither payload_bin nor url is' : 'both payload_bin and url are';
    tell(place, ARTIFACT_EITHER, `${given} given`);
  }
  if (url !== undefined && hashes === undefined)
    tell(place, ARTIFACT_HASHES, 'url is given without hashes');
  if (key !== undefined && algorithm === undefined)
    tell(
      place,
      ARTIFACT_KEY,
      'decryption_key is given without encryption_algorithm',
      'decryption_key',
    );
}

/** Checks that a file can be told from others (§6.7), and what `name_enc` is about (§3.9.1). */
export function checkFile(object: Properties, place: Place): void {
  if (object.hashes === undefined && object.name === undefined)
    tell(place, FILE_IDENTITY, 'neither hashes nor name is given');
  checkEncodingOf('name_enc', object, place);
}

/** Checks what `path_enc` is about (§3.9.1). */
export function checkDirectory(object: Properties, place: Place): void {
  checkEncodingOf('path_enc', object, place);
}

/** Checks that a message has the kind of body that it says (§6.6). */
export function checkEmailMessage(object: Properties, place: Place): void {
  const { is_multipart: isMultipart } = object;
  if (isMultipart === true && object.body !== undefined)
    tell(place, EMAIL_BODY, 'body is given, but is_multipart is true', 'body');
  if (isMultipart === false && object.body_multipart !== undefined)
    tell(place, EMAIL_BODY, 'body_multipart is given, but is_multipart is false', 'body_multipart');
}

/** The check that an SCO has one property of its own (§6.13, §6.16, §6.17, §6.18). */
export function notEmpty(type: string): Check {
  const names = Object.keys(objectTypes.get(type)?.own ?? {});
  return (object, place) => {
    for (const name of names) if (object[name] !== undefined) return;
    tell(place, SCO_EMPTY, `none of ${names.join(', ')} is given`);
  };
}

/** Checks that the id of an SCO is random where there is nothing to make it of (§2.9). */
export function checkRandomId(object: Properties, place: Place): void {
  const { id } = object;
  if (typeof id !== 'string' || uuidVersion(id) === 4) return;
  const contributing = objectTypes.get(place.type)?.idContributing ?? [];
  for (const name of contributing) if (object[name] !== undefined) return;
  if (!isIdentifier(id)) return;
  const names = contributing.join(', ');
  tell(place, ID_NOT_RANDOM, `id ${quote(id)} is not random, and none of ${names} is given`, 'id');
}

/** The rules of this file. */
export const SCO_RULES: readonly Rule[] = [
  ARTIFACT_EITHER,
  ARTIFACT_HASHES,
  ARTIFACT_KEY,
  FILE_IDENTITY,
  EMAIL_BODY,
  SCO_EMPTY,
  ID_NOT_RANDOM,
];
