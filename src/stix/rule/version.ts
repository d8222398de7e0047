// STIX 2.0 content (STIX 2.1 §3.2, §3.5): its rules are not known here, so it is refused, or accepted
// without being checked.

import type { Properties, Rule } from '../finding.ts';
import { readIdentifier } from '../identifier.ts';
import { classOf } from '../model/model.ts';
import { quote } from '../quote.ts';
import { type Place, tell } from './place.ts';

// The catalogue has this code from the shape, where it is the same rule for other versions.
const SPEC_VERSION: Rule = {
  code: 'SPEC_VERSION',
  level: 'error',
  section: '3.2',
  title: 'spec_version is "2.1".',
  hint: 'Send STIX 2.1.',
};

const IDENTITY_20: Rule = {
  code: 'STIX_20_IDENTITY',
  level: 'error',
  section: '2.9',
  title: 'STIX 2.0 content that is accepted unchecked has a readable id that begins with its type.',
  hint: 'Write the id as type, two hyphens and a UUID.',
};

const STIX_20_UNCHECKED: Rule = {
  code: 'STIX_20_UNCHECKED',
  level: 'warning',
  section: '3.2',
  title: 'STIX 2.0 content is accepted without being checked.',
  hint: 'Convert it to STIX 2.1.',
};

/**
 * Whether the object is STIX 2.0: it says so, or it is no SCO and has no `spec_version`, which came
 * with 2.1. Bundles of 2.1 have none.
 */
export function isStix20(object: Properties, type: string): boolean {
  const { spec_version: version } = object;
  if (version !== undefined) return version === '2.0';
  const objectClass = classOf(type, object);
  return objectClass !== 'sco' && objectClass !== 'bundle';
}

/**
 * Says what becomes of STIX 2.0 content. Without a version and without times it is none either: all
 * objects of 2.0 have `created`.
 */
export function checkStix20(object: Properties, place: Place): void {
  const { id, spec_version: version, created, modified } = object;
  const isNeither = version === undefined && created === undefined && modified === undefined;
  if (isNeither || place.report.policies.stix20 === 'refuse') {
    const message =
      version === undefined ? 'spec_version is missing, as in STIX 2.0' : 'spec_version is "2.0"';
    tell(place, SPEC_VERSION, message, 'spec_version');
    return;
  }
  if (typeof id !== 'string' || readIdentifier(id.toLowerCase())?.type !== place.type)
    tell(
      place,
      IDENTITY_20,
      `id ${typeof id === 'string' ? quote(id) : 'is no text'} cannot be read`,
      'id',
    );
  tell(place, STIX_20_UNCHECKED, `this ${place.type} is STIX 2.0 and was not checked`);
}

/** The rules of this file. */
export const VERSION_RULES: readonly Rule[] = [IDENTITY_20, STIX_20_UNCHECKED];
