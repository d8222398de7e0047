// Hashes (STIX 2.1 §2.7, §10.7): values as their algorithm makes them. The form of names is part of the
// shape.

import { isProperties, type Rule } from '../finding.ts';
import { hashFault } from '../format/hash.ts';
import { vocabularies } from '../model/vocabularies.ts';
import { quote } from '../quote.ts';
import { isFull, type Place, tell } from './place.ts';

const HASH_VALUE: Rule = {
  code: 'HASH_VALUE',
  level: 'error',
  section: '10.7',
  title: 'A hash is as its algorithm makes it: so many hexadecimal digits, for one.',
  hint: 'Correct the value, or name the algorithm that made it.',
};

const HASH_NAME_KNOWN: Rule = {
  code: 'HASH_NAME_KNOWN',
  level: 'error',
  section: '2.5',
  title: 'Hashes of an external reference have names of hash-algorithm-ov only.',
  hint: 'Use MD5, SHA-1, SHA-256, SHA-512, SHA3-256, SHA3-512, SSDEEP or TLSH.',
};

const NAME = /^[a-zA-Z0-9_-]{3,250}$/;
const KNOWN: ReadonlySet<string> = vocabularies.get('hash-algorithm-ov') ?? new Set();

/** Checks the values of a `hashes` property. */
export function checkHashes(value: unknown, place: Place): void {
  if (!isProperties(value)) return;
  for (const name in value) {
    if (isFull(place.report)) return;
    const hash = value[name];
    if (typeof hash === 'string') checkHash(name, hash, place);
  }
}

/** Checks that the names of an external reference's hashes are of the vocabulary (§2.5). */
export function checkKnownHashNames(value: unknown, place: Place): void {
  if (!isProperties(value)) return;
  for (const name in value) {
    if (isFull(place.report)) return;
    if (NAME.test(name) && !KNOWN.has(name))
      tell(
        place,
        HASH_NAME_KNOWN,
        `${quote(name)} is not a name of hash-algorithm-ov`,
        'hashes',
        name,
      );
  }
}

function checkHash(name: string, hash: string, place: Place): void {
  const fault = hashFault(name, hash);
  if (fault !== null) tell(place, HASH_VALUE, `${name} ${quote(hash)} ${fault}`, name);
}

/** The rules of this file. */
export const HASH_RULES: readonly Rule[] = [HASH_VALUE, HASH_NAME_KNOWN];
