// The words of the model: what is known of a property and of a type, and how the tables write it.

/** To which of the five classes a type belongs. */
export type ObjectClass = 'sdo' | 'sro' | 'sco' | 'meta' | 'bundle';

/**
 * The type of a property (STIX 2.1 §2), or the name of the structure that it holds. `type-name`,
 * `spec-version` and `relationship-type` are strings of a given form; `integer-or-string` and
 * `extension` stand in dictionaries only.
 */
export type Kind = LeafKind | DictionaryKind | StructureKind;

/** Kinds of values without parts. */
export type LeafKind =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'integer-or-string'
  | 'float'
  | 'hex'
  | 'binary'
  | 'timestamp'
  | 'identifier'
  | 'open-vocab'
  | 'enum'
  | 'type-name'
  | 'spec-version'
  | 'relationship-type';

/** Kinds of objects with names of the sender's choice. */
export type DictionaryKind =
  | 'dictionary'
  | 'hashes'
  | 'extensions'
  | 'extension'
  | 'observable-container'
  | 'marking-object'
  | 'stix-object';

/** Kinds of objects with known properties: the names in `structures`. */
export type StructureKind =
  | 'external-reference'
  | 'kill-chain-phase'
  | 'granular-marking'
  | 'email-mime-part-type'
  | 'alternate-data-stream-type'
  | 'windows-pe-optional-header-type'
  | 'windows-pe-section-type'
  | 'windows-registry-value-type'
  | 'x509-v3-extensions-type'
  | 'statement-marking-object-type'
  | 'tlp-marking-object-type';

/** What a reference may name; `any` is any STIX Object, which a bundle is not. */
export type Targets = 'any' | 'sdo' | 'sco' | 'sdo-sco' | 'sco-sro' | readonly string[];

/** What the values of a dictionary are, where the specification says so. */
export type DictionaryValues =
  | 'string'
  | 'string-list'
  | 'integer'
  | 'integer-or-string'
  | 'dictionary';

/** What is known of a property. */
export interface PropertyModel {
  readonly kind: Kind;
  /** A list of that kind. */
  readonly list?: true;
  readonly required?: true;
  /** The name of an open vocabulary or enumeration. */
  readonly vocabulary?: string;
  readonly targets?: Targets;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Digits of the fraction of a timestamp: at least three, or none. */
  readonly precision?: 'millisecond' | 'second';
  readonly values?: DictionaryValues;
  readonly deprecated?: true;
  /** A common property that has no meaning for this class (§3.2): a warning where it stands. */
  readonly notApplicable?: true;
}

/** Property models by name. */
export type PropertyModels = Readonly<Record<string, PropertyModel>>;

/** `[later, relation, earlier]`: two timestamps of an object, compared as instants. */
export type TimeOrder = readonly [later: string, relation: '>' | '>=', earlier: string];

/** A type as the tables write it: without the common properties. */
export interface OwnModel {
  /** The section of STIX 2.1 (Errata 01), without the sign. */
  readonly section: string;
  readonly own: PropertyModels;
  readonly order?: readonly TimeOrder[];
  /** SCOs: the properties that a deterministic id is made of (§3.4), in the order of the table. */
  readonly idContributing?: readonly string[];
  /** Predefined extensions: the types that it may stand in. */
  readonly hosts?: readonly string[];
}

export const string: PropertyModel = { kind: 'string' };
export const boolean: PropertyModel = { kind: 'boolean' };
export const hex: PropertyModel = { kind: 'hex' };
export const binary: PropertyModel = { kind: 'binary' };
export const timestamp: PropertyModel = { kind: 'timestamp' };
export const identifier: PropertyModel = { kind: 'identifier' };
export const hashes: PropertyModel = { kind: 'hashes', vocabulary: 'hash-algorithm-ov' };
export const extensions: PropertyModel = { kind: 'extensions' };
export const relationshipType: PropertyModel = { kind: 'relationship-type' };

/** An integer, within the bounds given. */
export function integer(minimum?: number, maximum?: number): PropertyModel {
  return { kind: 'integer', ...bounds(minimum, maximum) };
}

/** A number, within the bounds given. */
export function float(minimum?: number, maximum?: number): PropertyModel {
  return { kind: 'float', ...bounds(minimum, maximum) };
}

/** A timestamp with at least three digits of fraction, or with none. */
export function timestampOf(precision: 'millisecond' | 'second'): PropertyModel {
  return { kind: 'timestamp', precision };
}

/** A value that should be one of the vocabulary. */
export function openVocab(vocabulary?: string): PropertyModel {
  return vocabulary === undefined ? { kind: 'open-vocab' } : { kind: 'open-vocab', vocabulary };
}

/** A value that must be one of the enumeration. */
export function enumOf(vocabulary: string): PropertyModel {
  return { kind: 'enum', vocabulary };
}

/** The identifier of an object of one of these classes or types. */
export function ref(
  first: Exclude<Targets, readonly string[]> | string,
  ...more: string[]
): PropertyModel {
  return { kind: 'identifier', targets: isClasses(first) ? first : [first, ...more] };
}

/** A dictionary, with what its values are where that is known. */
export function dictionary(values?: DictionaryValues): PropertyModel {
  return values === undefined ? { kind: 'dictionary' } : { kind: 'dictionary', values };
}

/** A value of a structured kind. */
export function of(kind: Kind): PropertyModel {
  return { kind };
}

export function list(property: PropertyModel): PropertyModel {
  return { ...property, list: true };
}

export function required(property: PropertyModel): PropertyModel {
  return { ...property, required: true };
}

export function deprecated(property: PropertyModel): PropertyModel {
  return { ...property, deprecated: true };
}

function bounds(minimum?: number, maximum?: number): Pick<PropertyModel, 'minimum' | 'maximum'> {
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

function isClasses(name: string): name is Exclude<Targets, readonly string[]> {
  return ['any', 'sdo', 'sco', 'sdo-sco', 'sco-sro'].includes(name);
}
