// References (STIX 2.1 §2.9, §3.3): which types of object a property may name. Objects that are not
// at hand cannot be asked, so the type in the identifier decides; types of others' making pass where
// a whole class may be named.

import type { Rule } from '../finding.ts';
import { classOf, objectTypes } from '../model/model.ts';
import type { Targets } from '../model/property.ts';
import { quote } from '../quote.ts';
import { checkUuid, isIdentifier, isOfType, typeIn } from './identifiers.ts';
import { nameOf, type Place, tell, type ValueCheck } from './place.ts';

const REFERENCE_TARGET: Rule = {
  code: 'REFERENCE_TARGET',
  level: 'error',
  section: '2.9',
  title: 'A reference names an object of a type that its property allows, and never a bundle.',
  hint: 'Refer to an object of one of the types that the property allows.',
};

const CREATED_BY: ValueCheck = referenceTo(['identity']);

const CLASSES: Readonly<
  Record<Exclude<Targets, readonly string[]>, readonly [string, ...string[]]>
> = {
  any: ['any object but a bundle', 'sdo', 'sro', 'sco', 'meta'],
  sdo: ['an SDO', 'sdo'],
  sco: ['an SCO', 'sco'],
  'sdo-sco': ['an SDO or an SCO', 'sdo', 'sco'],
  'sco-sro': ['an SCO or an SRO', 'sco', 'sro'],
};

/** The check of a reference with these targets. */
export function referenceTo(targets: Targets): ValueCheck {
  const isTarget = typeof targets === 'string' ? targetOfClass(targets) : targetOfTypes(targets);
  return (value, place) => {
    if (typeof value !== 'string') return;
    if (!isTarget(value)) tellTarget(value, targets, place);
    checkUuid(value, place);
  };
}

/** Checks `created_by_ref` (§3.2), as strictly as the policy says. */
export function checkCreatedBy(value: unknown, place: Place): void {
  if (place.report.policies.createdByRef === 'identity') CREATED_BY(value, place);
  else checkUuid(value, place);
}

function targetOfTypes(types: readonly string[]): (identifier: string) => boolean {
  return (identifier) => {
    for (const type of types) if (isOfType(identifier, type)) return true;
    return false;
  };
}

function targetOfClass(name: keyof typeof CLASSES): (identifier: string) => boolean {
  if (name === 'any') return (identifier) => !isOfType(identifier, 'bundle');
  const classes: readonly string[] = CLASSES[name].slice(1);
  return (identifier) => {
    const type = typeIn(identifier);
    return !objectTypes.has(type) || classes.includes(classOf(type));
  };
}

function tellTarget(identifier: string, targets: Targets, place: Place): void {
  if (!isIdentifier(identifier)) return;
  const wanted = typeof targets === 'string' ? CLASSES[targets][0] : targets.join(', ');
  tell(
    place,
    REFERENCE_TARGET,
    `${nameOf(place)} ${quote(identifier)} names ${quote(typeIn(identifier))}; allowed: ${wanted}`,
  );
}

/** The rules of this file. */
export const REFERENCE_RULES: readonly Rule[] = [REFERENCE_TARGET];
