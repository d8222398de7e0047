// How strictly pushed objects are held to STIX 2.1: what the setting PUSH_VALIDATION means.

import type { Policies } from '../../stix/finding.ts';

/** The values of PUSH_VALIDATION. */
export type Validation = 'strict' | 'lenient' | 'off';

// STIX 2.0 is stored as it comes, because its rules are not known here. Letters of a UUID are in lower
// case as in ids, which the store keys on: a reference must find what it names.
const STRICT: Policies = {
  hexCase: 'lower',
  createdByRef: 'identity',
  uuidVersions: 'rfc9562',
  uuidCase: 'lower',
  stix20: 'accept',
};

/** The policies of each; null: an object is asked for no more than storing it needs. */
export const POLICIES: Readonly<Record<Validation, Policies | null>> = {
  strict: STRICT,
  lenient: { ...STRICT, hexCase: 'any', createdByRef: 'any', uuidCase: 'any' },
  off: null,
};

/** What people write is held to; where pushes are held to nothing, that is strict all the same. */
export function policiesOf(validation: Validation): Policies {
  return POLICIES[validation] ?? STRICT;
}
