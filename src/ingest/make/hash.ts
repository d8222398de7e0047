// Hashes: which algorithm, how long, how a pattern spells them.
import type { ValueType } from '../map/field.ts';
import type { Value, ValueFault } from './comparison.ts';
import { HASH_OF_LENGTH } from './shape.ts';

interface Algorithm {
  /** As STIX spells it. */
  readonly name: string;
  readonly digits: number | null;
  readonly letters: 'lower' | 'upper' | 'kept';
}

const ALGORITHMS: Partial<Record<ValueType, Algorithm>> = {
  md5: { name: 'MD5', digits: 32, letters: 'lower' },
  sha1: { name: 'SHA-1', digits: 40, letters: 'lower' },
  sha256: { name: 'SHA-256', digits: 64, letters: 'lower' },
  sha512: { name: 'SHA-512', digits: 128, letters: 'lower' },
  sha3256: { name: 'SHA3-256', digits: 64, letters: 'lower' },
  sha3512: { name: 'SHA3-512', digits: 128, letters: 'lower' },
  sha224: { name: 'SHA-224', digits: 56, letters: 'lower' },
  sha384: { name: 'SHA-384', digits: 96, letters: 'lower' },
  ssdeep: { name: 'SSDEEP', digits: null, letters: 'kept' },
  tlsh: { name: 'TLSH', digits: 70, letters: 'upper' },
  authentihash: { name: 'AUTHENTIHASH', digits: 64, letters: 'lower' },
  imphash: { name: 'IMPHASH', digits: 32, letters: 'lower' },
  pehash: { name: 'PEHASH', digits: null, letters: 'lower' },
};

/** The order of the hashes of one file inside a pattern. */
export const CRYPTO_HASHES: readonly ValueType[] = [
  'md5',
  'sha1',
  'sha256',
  'sha512',
  'sha3256',
  'sha3512',
  'sha224',
  'sha384',
];

/** Which hash names a file that has several. */
export const NAMING_ORDER: readonly ValueType[] = ['sha256', 'sha1', 'md5', 'sha512'];

// Hashes of nothing: every tool that hashes an empty file reports them.
const OF_EMPTY: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'd14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
]);

/** True for every type that is a hash of a file, `hash` (any algorithm) and name-and-hash included. */
export function isHashType(type: ValueType): boolean {
  return type === 'hash' || type === 'filename-hash' || ALGORITHMS[type] !== undefined;
}

/** True for the hashes that may stand together in one pattern. */
export function isCryptoHash(type: ValueType): boolean {
  return CRYPTO_HASHES.includes(type);
}

/** The comparison for one hash whose algorithm is known, or what is wrong with it. */
export function readHash(type: ValueType, text: string): Value | ValueFault {
  if (type === 'hash') {
    return readAnyHash(text, 'file:hashes', 'VALUE_NOT_A_HASH');
  }
  if (type === 'filename-hash') {
    const read = readAnyHash(
      text.slice(text.lastIndexOf('|') + 1),
      'file:hashes',
      'VALUE_NOT_A_HASH',
    );
    const name = text.includes('|') ? text.slice(0, text.lastIndexOf('|')) : '';
    return read.kind === 'value' && name !== '' ? { ...read, name } : read;
  }
  const algorithm = ALGORITHMS[type];
  return algorithm === undefined
    ? { kind: 'fault', code: 'HASH_ALGORITHM_UNKNOWN' }
    : readKnown(algorithm, text, 'file:hashes');
}

/** The algorithm of a hash by its length; null for what is no hash. */
export function hashTypeOf(text: string): ValueType | null {
  return /^[0-9a-f]+$/i.test(text) ? (HASH_OF_LENGTH.get(text.length) ?? null) : null;
}

/** A hash whose algorithm is told by its length. */
export function readAnyHash(text: string, path: string, notHex: string): Value | ValueFault {
  const type = hashTypeOf(text);
  const algorithm = type === null ? undefined : ALGORITHMS[type];
  if (algorithm === undefined) {
    return { kind: 'fault', code: /^[0-9a-f]+$/i.test(text) ? 'HASH_LENGTH' : notHex };
  }
  return readKnown(algorithm, text, path);
}

function readKnown(algorithm: Algorithm, text: string, path: string): Value | ValueFault {
  const { name, digits, letters } = algorithm;
  // The version may stand before a TLSH.
  const bare = name === 'TLSH' ? text.replace(/^T1/i, '') : text;
  if (digits !== null && bare.length !== digits) {
    const isHex = /^[0-9a-f]+$/i.test(bare);
    return { kind: 'fault', code: isHex ? 'HASH_LENGTH' : 'VALUE_NOT_A_HASH' };
  }
  const isSpelled = name === 'SSDEEP' ? /^\d+:[\w+/]+:[\w+/]+$/ : /^[0-9a-f]+$/i;
  if (!isSpelled.test(bare)) {
    return { kind: 'fault', code: 'VALUE_NOT_A_HASH' };
  }
  const spelled =
    letters === 'kept' ? text : letters === 'upper' ? text.toUpperCase() : text.toLowerCase();
  if (OF_EMPTY.has(spelled)) {
    return { kind: 'fault', code: 'VALUE_EXCLUDED' };
  }
  const key = name.includes('-') ? `'${name}'` : name;
  return {
    kind: 'value',
    comparison: `${path}.${key} = '${spelled}'`,
    name: spelled,
    warnings: [],
  };
}
