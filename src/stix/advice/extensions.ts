// Extensions (STIX 2.1 §7.3): what they and their definitions say of themselves.

import { add, isProperties, type Properties, type Report, type Rule } from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import { quote } from '../quote.ts';

const EXTENSION_DESCRIPTION: Rule = {
  code: 'EXTENSION_DESCRIPTION',
  level: 'warning',
  section: '7.3.1',
  title: 'An extension-definition has a description.',
  hint: 'Say what data the extension brings and what it is for.',
};
const EXTENSION_PROPERTIES_LISTED: Rule = {
  code: 'EXTENSION_PROPERTIES_LISTED',
  level: 'warning',
  section: '7.3.1',
  title: 'An extension-definition with top-level properties lists them in `extension_properties`.',
  hint: 'List the names, so that consumers can tell them from mistakes.',
};
const EXTENSION_TYPE_EMPTY: Rule = {
  code: 'EXTENSION_TYPE_EMPTY',
  level: 'warning',
  section: '7.3.2',
  title: 'An object of a new type has a property of its own.',
  hint: 'Add a property that says something, beside those that all objects have.',
};

/** The rules of this file. */
export const EXTENSION_ADVICE: readonly Rule[] = [
  EXTENSION_DESCRIPTION,
  EXTENSION_PROPERTIES_LISTED,
  EXTENSION_TYPE_EMPTY,
];

const NEW_TYPES: ReadonlySet<unknown> = new Set(['new-sdo', 'new-sro', 'new-sco']);

/** Whether one of the extensions defines the type of the object (§7.3). */
export function definesType(extensions: unknown): boolean {
  return hasExtension(extensions, ({ extension_type: type }) => NEW_TYPES.has(type));
}

/** Whether one of the extensions brings properties to the top level of the object (§7.3). */
export function definesTopLevel(extensions: unknown): boolean {
  return hasExtension(
    extensions,
    ({ extension_type: type }) => type === 'toplevel-property-extension',
  );
}

/** Checks what an extension-definition tells of itself (§7.3.1). */
export function adviseDefinition(object: Properties, model: TypeModel, report: Report): void {
  if (model.name !== 'extension-definition') return;
  if (!Object.hasOwn(object, 'description'))
    add(report, EXTENSION_DESCRIPTION, [], 'extension-definition has no description');
  const { extension_types: types } = object;
  if (!Array.isArray(types) || !types.includes('toplevel-property-extension')) return;
  if (!Object.hasOwn(object, 'extension_properties'))
    add(
      report,
      EXTENSION_PROPERTIES_LISTED,
      [],
      'extension-definition has no extension_properties',
    );
}

/** Checks that an object of a new type says something of its own (§7.3.2). */
export function adviseNewType(object: Properties, model: TypeModel, report: Report): void {
  if (!definesType(object.extensions)) return;
  for (const name in object) if (model.properties[name] === undefined) return;
  if (Object.keys(model.own).length > 0) return;
  const message = `${quote(String(object.type))} has common properties only`;
  add(report, EXTENSION_TYPE_EMPTY, [], message);
}

function hasExtension(extensions: unknown, isWanted: (extension: Properties) => boolean): boolean {
  if (!isProperties(extensions)) return false;
  for (const name in extensions) {
    const extension = extensions[name];
    if (isProperties(extension) && isWanted(extension)) return true;
  }
  return false;
}
