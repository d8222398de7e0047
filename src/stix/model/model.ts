// The one table of what STIX 2.1 (Errata 01) defines. Shapes, TypeScript types and the documentation
// of types are generated from it, and the rules read it.

import { isProperties, type Properties } from '../finding.ts';
import { COMMON_ORDER, commonPropertiesOf } from './common.ts';
import { PREDEFINED_EXTENSIONS } from './extensions.ts';
import { META_TYPES } from './meta.ts';
import {
  identifier,
  list,
  type ObjectClass,
  type OwnModel,
  of,
  type PropertyModels,
  required,
  type TimeOrder,
} from './property.ts';
import { SCO_TYPES } from './sco.ts';
import { SDO_TYPES } from './sdo.ts';
import { SRO_TYPES } from './sro.ts';
import { STRUCTURES } from './structures.ts';

/** A structure or a predefined extension. */
export interface PartModel extends OwnModel {
  readonly name: string;
  /** Common properties, then its own. It has no prototype: any name may be looked up. */
  readonly properties: PropertyModels;
  readonly order: readonly TimeOrder[];
}

/** A type of object with all its properties. */
export interface TypeModel extends PartModel {
  readonly class: ObjectClass;
}

type CustomClass = 'sdo' | 'sro' | 'sco';

const BUNDLE: OwnModel = {
  section: '8',
  own: { id: required(identifier), objects: list(of('stix-object')) },
};

/** SDOs, SROs, SCOs, meta objects and the bundle by the name of their type. */
export const objectTypes: ReadonlyMap<string, TypeModel> = new Map([
  ...objects('sdo', SDO_TYPES),
  ...objects('sro', SRO_TYPES),
  ...objects('sco', SCO_TYPES),
  ...objects('meta', META_TYPES),
  ...objects('bundle', { bundle: BUNDLE }),
]);

/** Objects inside objects, by name. */
export const structures: ReadonlyMap<string, PartModel> = new Map(parts(STRUCTURES));

/** Predefined extensions by name, with their `hosts`. */
export const predefinedExtensions: ReadonlyMap<string, PartModel> = new Map(
  parts(PREDEFINED_EXTENSIONS),
);

/** What is known of types that the specification does not define: the common properties of a class. */
export const customTypes: Readonly<Record<CustomClass, TypeModel>> = {
  sdo: objectModel('sdo', 'custom-sdo', { section: '7.3', own: {} }),
  sro: objectModel('sro', 'custom-sro', { section: '7.3', own: {} }),
  sco: objectModel('sco', 'custom-sco', { section: '7.3', own: {} }),
};

const DECLARED: ReadonlyMap<unknown, CustomClass> = new Map([
  ['new-sdo', 'sdo'],
  ['new-sro', 'sro'],
  ['new-sco', 'sco'],
]);

/** The model of an object's type; of a custom type, that of its class. */
export function modelOf(type: string, object: Properties): TypeModel {
  return objectTypes.get(type) ?? customTypes[customClass(object)];
}

/**
 * The class of a type. A custom one says so by the `extension_type` of an extension (§7.3), else by
 * having `created` or `modified`, which only SCOs do without.
 */
export function classOf(type: string, object: Properties = {}): ObjectClass {
  return objectTypes.get(type)?.class ?? customClass(object);
}

function customClass(object: Properties): CustomClass {
  const { extensions } = object;
  if (isProperties(extensions)) {
    for (const name in extensions) {
      const extension = extensions[name];
      const declared = isProperties(extension) ? DECLARED.get(extension.extension_type) : undefined;
      if (declared !== undefined) return declared;
    }
  }
  return Object.hasOwn(object, 'created') || Object.hasOwn(object, 'modified') ? 'sdo' : 'sco';
}

function objects(
  objectClass: ObjectClass,
  types: Readonly<Record<string, OwnModel>>,
): [string, TypeModel][] {
  return Object.entries(types).map(([name, own]) => [name, objectModel(objectClass, name, own)]);
}

function objectModel(objectClass: ObjectClass, name: string, own: OwnModel): TypeModel {
  const common = commonPropertiesOf(objectClass, name);
  return {
    ...own,
    name,
    class: objectClass,
    properties: withoutPrototype(common, own.own),
    order: objectClass === 'bundle' ? [] : [...COMMON_ORDER, ...(own.order ?? [])],
  };
}

function parts(types: Readonly<Record<string, OwnModel>>): [string, PartModel][] {
  return Object.entries(types).map(([name, own]) => [
    name,
    { ...own, name, properties: withoutPrototype(own.own), order: own.order ?? [] },
  ]);
}

function withoutPrototype(...tables: PropertyModels[]): PropertyModels {
  return Object.assign(Object.create(null), ...tables);
}
