// The common properties (STIX 2.1 §3.2). Those that a class has no use for are in its table too,
// marked so: a common name must not come with another meaning (§3.2), so their form is held to.

import type { ObjectClass, PropertyModels } from './property.ts';
import {
  boolean,
  extensions,
  integer,
  list,
  of,
  type PropertyModel,
  ref,
  required,
  string,
  type TimeOrder,
  timestampOf,
} from './property.ts';

/** Every common property, required or not. */
export const commonProperties: PropertyModels = {
  type: { kind: 'type-name' },
  spec_version: { kind: 'spec-version' },
  id: { kind: 'identifier' },
  created_by_ref: ref('identity'),
  created: timestampOf('millisecond'),
  modified: timestampOf('millisecond'),
  revoked: boolean,
  labels: list(string),
  confidence: integer(0, 100),
  lang: string,
  external_references: list(of('external-reference')),
  object_marking_refs: list(ref('marking-definition')),
  granular_markings: list(of('granular-marking')),
  defanged: boolean,
  extensions,
};

const VERSIONED = ['type', 'spec_version', 'id', 'created', 'modified'];

const SDO_SRO = select(VERSIONED, ['defanged']);
const SCO = select(
  ['type', 'id'],
  [
    'created_by_ref',
    'created',
    'modified',
    'revoked',
    'labels',
    'confidence',
    'lang',
    'external_references',
  ],
);
const META = new Map<string, PropertyModels>([
  [
    'extension-definition',
    select([...VERSIONED, 'created_by_ref'], ['confidence', 'lang', 'defanged', 'extensions']),
  ],
  ['language-content', select(VERSIONED, ['lang', 'defanged'])],
  [
    'marking-definition',
    select(
      ['type', 'spec_version', 'id', 'created'],
      ['modified', 'revoked', 'labels', 'confidence', 'lang', 'defanged'],
    ),
  ],
]);
const BUNDLE: PropertyModels = { type: required({ kind: 'type-name' }) };

/** The common properties of a type. Meta objects differ from each other, so the name is asked. */
export function commonPropertiesOf(objectClass: ObjectClass, name: string): PropertyModels {
  if (objectClass === 'sco') return SCO;
  if (objectClass === 'bundle') return BUNDLE;
  return META.get(name) ?? SDO_SRO;
}

/** Holds for every object that has both (§3.6.1). */
export const COMMON_ORDER: readonly TimeOrder[] = [['modified', '>=', 'created']];

/** Names that no property may have (§3.8). */
export const reservedPropertyNames: ReadonlySet<string> = new Set([
  'severity',
  'username',
  'phone_number',
  'action',
]);

function select(
  requiredNames: readonly string[],
  notApplicable: readonly string[],
): PropertyModels {
  return Object.fromEntries(
    Object.entries(commonProperties).map(([name, property]): [string, PropertyModel] => {
      if (notApplicable.includes(name)) return [name, { ...property, notApplicable: true }];
      return [name, requiredNames.includes(name) ? required(property) : property];
    }),
  );
}
