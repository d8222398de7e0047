// Values of hashes (STIX 2.1 §10.7): what each algorithm's value looks like.

const DIGITS: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA-1', 40],
  ['SHA-256', 64],
  ['SHA-512', 128],
  ['SHA3-256', 64],
  ['SHA3-512', 128],
  ['TLSH', 70],
]);

const HEX = /^[0-9a-f]+$/i;
// A signature has 64 characters at most (spamsum); of nothing it is `3::`.
const SSDEEP = /^\d{1,10}:[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$/;
const TLSH_VERSION = 'T1';

/**
 * What is wrong with a hash, as the rest of a sentence about it; null when nothing is, or when the
 * algorithm is not one of STIX's.
 */
export function hashFault(algorithm: string, value: string): string | null {
  if (algorithm === 'SSDEEP')
    return SSDEEP.test(value) ? null : 'is no SSDEEP value, which is `blocksize:hash:hash`';
  const digits = DIGITS.get(algorithm);
  if (digits === undefined) return null;
  const bare = algorithm === 'TLSH' && hasTlshVersion(value) ? value.slice(2) : value;
  if (bare.length !== digits)
    return `has ${bare.length} characters; ${algorithm} has ${digits} hexadecimal digits`;
  return HEX.test(bare) ? null : `is not hexadecimal, as ${algorithm} is`;
}

/** Whether a TLSH value begins with the version that newer programs put before the 70 digits. */
export function hasTlshVersion(value: string): boolean {
  return value.startsWith(TLSH_VERSION);
}
