// Extensions (STIX 2.1 §3.2, §3.10, §7.3): names, the type that each declares, and its host.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import { objectTypes, predefinedExtensions } from '../model/model.ts';
import { vocabularies } from '../model/vocabularies.ts';
import { quote } from '../quote.ts';
import { checkUuid, isIdentifier, isOfType } from './identifiers.ts';
import { type Place, tell } from './place.ts';

const EXTENSION_TYPE: Rule = {
  code: 'EXTENSION_TYPE',
  level: 'error',
  section: '7.3',
  title: 'An extension with an extension-definition names its extension_type.',
  hint: 'Add extension_type: property-extension, toplevel-property-extension, new-sdo, new-sco or new-sro.',
};

const EXTENSION_MISPLACED: Rule = {
  code: 'EXTENSION_MISPLACED',
  level: 'error',
  section: '3.10',
  title: 'A predefined extension stands in SCOs of its host type only.',
  hint: 'Move it to an object of its host type.',
};

const EXTENSION_PROPERTIES_ALONE: Rule = {
  code: 'EXTENSION_PROPERTIES_ALONE',
  level: 'error',
  section: '7.3.1',
  title: 'extension_properties goes with the extension type toplevel-property-extension only.',
  hint: 'Leave extension_properties out, or add toplevel-property-extension to extension_types.',
};

const TOPLEVEL = 'toplevel-property-extension';
const TYPES: ReadonlySet<unknown> = vocabularies.get('extension-type-enum') ?? new Set();

function isDefinitionId(key: string): boolean {
  return isOfType(key, 'extension-definition') && isIdentifier(key);
}

/** Checks one extension, by its key; the place is at it. */
export function checkExtension(key: string, extension: unknown, place: Place): void {
  if (!isProperties(extension)) return;
  if (isDefinitionId(key)) {
    checkUuid(key, place);
    checkDeclaredType(extension, place);
  } else checkHost(key, place);
}

function checkDeclaredType(extension: Properties, place: Place): void {
  const { extension_type: type } = extension;
  if (type === undefined) tell(place, EXTENSION_TYPE, 'extension_type is missing');
  else if (!TYPES.has(type)) {
    const given = typeof type === 'string' ? quote(type) : 'something else than text';
    tell(place, EXTENSION_TYPE, `extension_type is ${given}`, 'extension_type');
  }
}

// In other objects than SCOs a predefined extension is only advised against.
function checkHost(key: string, place: Place): void {
  const hosts = predefinedExtensions.get(key)?.hosts;
  if (hosts === undefined || hosts.includes(place.type)) return;
  if (objectTypes.get(place.type)?.class !== 'sco') return;
  const message = `${key} belongs to ${hosts.join(', ')}, not to ${place.type}`;
  tell(place, EXTENSION_MISPLACED, message);
}

/** Checks `extension_properties` of an extension-definition (§7.3.1). */
export function checkExtensionDefinition(object: Properties, place: Place): void {
  const { extension_types: types, extension_properties: properties } = object;
  if (properties === undefined || !Array.isArray(types) || types.includes(TOPLEVEL)) return;
  tell(
    place,
    EXTENSION_PROPERTIES_ALONE,
    `extension_properties is given, but extension_types has no ${TOPLEVEL}`,
    'extension_properties',
  );
}

/** The rules of this file. */
export const EXTENSION_RULES: readonly Rule[] = [
  EXTENSION_TYPE,
  EXTENSION_MISPLACED,
  EXTENSION_PROPERTIES_ALONE,
];
