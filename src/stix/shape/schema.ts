// JSON Schema of the model, for the compiled shapes and for others to use. Only keywords that Ajv
// compiles without run-time code of its own; what they cannot say is said by the rules.

import { commonProperties } from '../model/common.ts';
import {
  customTypes,
  objectTypes,
  type PartModel,
  predefinedExtensions,
  structures,
  type TypeModel,
} from '../model/model.ts';
import type { PropertyModel, PropertyModels } from '../model/property.ts';
import { entriesOf, MOST_PROPERTIES } from './entries.ts';
import { leafOf } from './kinds.ts';

/** A JSON Schema (draft 2020-12). */
export type Schema = { readonly [keyword: string]: unknown };

/** Where the common properties stand in `$defs`. */
const COMMON = 'common-properties';

/**
 * The schema of each type, custom class, structure and predefined extension, by name. References go
 * to `#/$defs/`; the common properties are one schema for all.
 */
export function schemas(): ReadonlyMap<string, Schema> {
  const shared = { type: 'object', properties: propertySchemas(commonProperties) };
  const all = new Map<string, Schema>([[COMMON, shared]]);
  for (const model of [...objectTypes.values(), ...Object.values(customTypes)])
    all.set(model.name, objectSchema(model));
  for (const model of [...structures.values(), ...predefinedExtensions.values()])
    all.set(model.name, partSchema(model));
  return all;
}

function objectSchema(model: TypeModel): Schema {
  if (model.class === 'bundle') return partSchema(model);
  return {
    type: 'object',
    allOf: [reference(COMMON)],
    required: requiredNames(model),
    properties: propertySchemas(model.own, model),
  };
}

function partSchema(model: PartModel): Schema {
  const required = requiredNames(model);
  return {
    type: 'object',
    ...(required.length === 0 ? { minProperties: 1 } : { required }),
    properties: propertySchemas(model.properties, model),
  };
}

function requiredNames(model: PartModel): string[] {
  return Object.keys(model.properties).filter((name) => model.properties[name]?.required);
}

function propertySchemas(properties: PropertyModels, owner?: PartModel): Schema {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, propertySchema(property, owner)]),
  );
}

function propertySchema(property: PropertyModel, owner?: PartModel): Schema {
  const one = valueSchema(property, owner);
  return property.list ? { type: 'array', minItems: 1, items: one } : one;
}

function valueSchema(property: PropertyModel, owner?: PartModel): Schema {
  const leaf = leafOf(property);
  if (leaf !== null) return { ...leaf.fragment };
  if (structures.has(property.kind)) return reference(property.kind);
  if (property.kind === 'stix-object') return { type: 'object' };
  const { names, value } = entriesOf(property);
  return {
    type: 'object',
    minProperties: 1,
    maxProperties: MOST_PROPERTIES,
    ...(names === undefined ? {} : { propertyNames: { pattern: names.pattern } }),
    ...(property.kind === 'extensions' ? { properties: extensionsOf(owner) } : {}),
    ...(value === undefined ? {} : { additionalProperties: propertySchema(value) }),
  };
}

function extensionsOf(host?: PartModel): Schema {
  const own = [...predefinedExtensions.values()].filter(
    ({ hosts }) => host !== undefined && hosts?.includes(host.name),
  );
  return Object.fromEntries(own.map(({ name }) => [name, reference(name)]));
}

function reference(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}
