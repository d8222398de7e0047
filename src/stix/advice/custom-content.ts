// What the specification does not define (STIX 2.1 §11): it belongs into extensions (§7.3).

import {
  add,
  isProperties,
  type Path,
  type Properties,
  type Report,
  type Rule,
} from '../finding.ts';
import { objectTypes, predefinedExtensions, type TypeModel } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { definesTopLevel, definesType } from './extensions.ts';
import { placeOf } from './names.ts';
import { isFull } from './walk.ts';

const CUSTOM_PROPERTY: Rule = {
  code: 'CUSTOM_PROPERTY',
  level: 'warning',
  section: '11.1',
  title: 'A property that the specification does not define comes with an extension.',
  hint: 'Move it into an extension of type `property-extension`, or declare a `toplevel-property-extension`; check the spelling if no custom property was meant.',
};
const CUSTOM_TYPE: Rule = {
  code: 'CUSTOM_TYPE',
  level: 'warning',
  section: '11.2',
  title: 'A type that the specification does not define comes with an extension.',
  hint: 'Publish an extension-definition, and name it in `extensions` with `extension_type` new-sdo, new-sro or new-sco.',
};
const CUSTOM_EXTENSION: Rule = {
  code: 'CUSTOM_EXTENSION',
  level: 'warning',
  section: '3.2',
  title:
    'An extension is one that is predefined, or is named by the id of its extension-definition.',
  hint: 'Publish an extension-definition, and use its id as the key.',
};
const CUSTOM_PREFIX: Rule = {
  code: 'CUSTOM_PREFIX',
  level: 'info',
  section: '11',
  title:
    'Names of custom content outside extensions begin with `x_` (properties) or `x-` (types, extensions).',
  hint: 'Begin the name with x and the name of your organisation.',
};

/** The rules of this file. */
export const CUSTOM_ADVICE: readonly Rule[] = [
  CUSTOM_PROPERTY,
  CUSTOM_TYPE,
  CUSTOM_EXTENSION,
  CUSTOM_PREFIX,
];

const DEFINITION = 'extension-definition--';

/** Checks a type that is not in the tables (§11.2). */
export function adviseCustomType(object: Properties, _model: TypeModel, report: Report): void {
  const { type, extensions } = object;
  if (typeof type !== 'string' || objectTypes.has(type) || definesType(extensions)) return;
  add(report, CUSTOM_TYPE, ['type'], `type ${quote(type)} comes without an extension`);
  if (!type.startsWith('x-'))
    add(report, CUSTOM_PREFIX, ['type'], `type ${quote(type)} does not begin with x-`);
}

/** Checks the top-level properties that are not in the table (§11.1). A custom type's are its own. */
export function adviseCustomProperties(object: Properties, model: TypeModel, report: Report): void {
  if (!objectTypes.has(model.name) || definesTopLevel(object.extensions)) return;
  for (const name in object) {
    if (isFull(report)) return;
    if (model.properties[name] === undefined) tellCustom(name, [name], model.name, report);
  }
}

/** Checks properties of structures and predefined extensions that are not in their table (§11.1). */
export function adviseNestedCustom(
  _value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property !== undefined || path.length === 1) return;
  const name = path.at(-1);
  // `extension_type` in a predefined extension has a rule of its own.
  if (typeof name === 'string' && name !== 'extension_type')
    tellCustom(name, path, placeOf(path.slice(0, -1)), report);
}

/** Checks the names of extensions (§3.2). */
export function adviseExtensionNames(object: Properties, _model: TypeModel, report: Report): void {
  if (!isProperties(object.extensions)) return;
  for (const name in object.extensions) {
    if (isFull(report)) return;
    if (name.startsWith(DEFINITION) || predefinedExtensions.has(name)) continue;
    const path = ['extensions', name];
    add(report, CUSTOM_EXTENSION, path, `extension ${quote(name)} has no extension-definition`);
    if (!name.startsWith('x-'))
      add(report, CUSTOM_PREFIX, path, `extension ${quote(name)} does not begin with x-`);
  }
}

function tellCustom(name: string, path: Path, owner: string, report: Report): void {
  add(report, CUSTOM_PROPERTY, path, `${owner} has no property ${quote(name)}`);
  if (!name.startsWith('x_'))
    add(report, CUSTOM_PREFIX, path, `property ${quote(name)} does not begin with x_`);
}
