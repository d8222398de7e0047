// What the form asks for, read from the model of STIX that the server checks objects by.
import { isProperties } from '../../../../src/stix/finding.ts';
import { modelOf, objectTypes } from '../../../../src/stix/model/model.ts';
import type { PropertyModel, Targets } from '../../../../src/stix/model/property.ts';
import {
  commonRelationshipTypes,
  relationshipTypes,
} from '../../../../src/stix/model/relationships.ts';
import { vocabularies } from '../../../../src/stix/model/vocabularies.ts';
import type { StixObject } from '../../object/shapes.ts';
import { typeOfId } from '../../object/type-of-id.ts';

/** A property by its name. */
export interface NamedProperty {
  readonly name: string;
  readonly property: PropertyModel;
}

/** The fields of an object: those that people fill in, and those that they seldom need. */
export interface Fields {
  readonly usual: readonly NamedProperty[];
  readonly more: readonly NamedProperty[];
}

// The server sets them, or they have a button of their own.
const FIXED: ReadonlySet<string> = new Set([
  'type',
  'id',
  'spec_version',
  'created',
  'modified',
  'created_by_ref',
  'revoked',
]);

const USUAL: ReadonlySet<string> = new Set([
  'labels',
  'confidence',
  'object_marking_refs',
  'external_references',
]);

/** The fields of an object of that type, its own before those of all types. */
export function fieldsOf(object: StixObject): Fields {
  const { own, properties } = modelOf(String(object.type), object);
  const known = Object.entries({ ...own, ...properties })
    .map(([name, property]) => ({ name, property }))
    .filter(({ name, property }) => isAsked(property) || Object.hasOwn(object, name))
    .filter(({ name }) => !FIXED.has(name));
  const others = Object.entries(object)
    .filter(([name]) => !Object.hasOwn(own, name) && !(name in properties))
    .map(([name, value]) => ({ name, property: guessed(value) }));
  const isUsual = ({ name }: NamedProperty) => Object.hasOwn(own, name) || USUAL.has(name);
  return {
    usual: known.filter(isUsual),
    more: [...known.filter((field) => !isUsual(field)), ...others],
  };
}

/** What an object of another type has as well; names that nobody has specified fit any type. */
export function sharedWith(type: string, object: StixObject): StixObject {
  const before = modelOf(String(object.type), object).properties;
  const after = modelOf(type, {}).properties;
  const isShared = (name: string) => {
    const [had, has] = [before[name], after[name]];
    if (had === undefined) return true;
    if (has === undefined || !isAsked(has)) return false;
    return (['kind', 'list', 'vocabulary'] as const).every((part) => had[part] === has[part]);
  };
  const shared = Object.entries(object).filter(([name]) => !FIXED.has(name) && isShared(name));
  return Object.fromEntries(shared);
}

/** The types that a reference may name; null: any. */
export function typesOf(targets: Targets | undefined): readonly string[] | null {
  if (targets === undefined || targets === 'any') return null;
  if (typeof targets !== 'string') return targets;
  const classes = targets.split('-');
  return [...objectTypes.values()]
    .filter((type) => classes.includes(type.class))
    .map(({ name }) => name);
}

/** What may be suggested for a property of an object. */
export function suggestionsFor(property: PropertyModel, object: StixObject): readonly string[] {
  if (property.kind === 'relationship-type') return relationshipsOf(object);
  return [...(vocabularies.get(property.vocabulary ?? '') ?? [])];
}

// Those that the specification names for what the object begins at; where that is not known yet, all.
function relationshipsOf({ source_ref }: StixObject): readonly string[] {
  const source = typeof source_ref === 'string' ? typeOfId(source_ref) : null;
  const named =
    source === null
      ? [...relationshipTypes.values()].flatMap((types) => [...types.keys()])
      : [...(relationshipTypes.get(source)?.keys() ?? [])];
  return [...new Set([...named.sort(), ...commonRelationshipTypes.keys()])];
}

function isAsked({ deprecated, notApplicable }: PropertyModel): boolean {
  return deprecated !== true && notApplicable !== true;
}

// Of properties that nobody has specified the value tells.
function guessed(value: unknown): PropertyModel {
  if (typeof value === 'string') return { kind: 'string' };
  if (typeof value === 'number') return { kind: 'float' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isList ? { kind: 'string', list: true } : { kind: 'dictionary' };
}

/** A value as properties; one that is none has none. */
export function propertiesOf(value: unknown): StixObject {
  return isProperties(value) ? value : {};
}

/** The object with one property set, or without it where that says nothing. */
export function withProperty(object: StixObject, name: string, value: unknown): StixObject {
  const { [name]: before, ...others } = object;
  if (value === undefined) return others;
  return before === undefined ? { ...others, [name]: value } : { ...object, [name]: value };
}
