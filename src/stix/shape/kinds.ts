// Values without parts: for each kind one fragment of JSON Schema, and the words for what it wants.
// The compiled shapes and the explanation both read the fragment, so each rule stands here once.

import type { Rule } from '../finding.ts';
import type { LeafKind, PropertyModel } from '../model/property.ts';
import { vocabularies } from '../model/vocabularies.ts';

type JsonType = 'string' | 'boolean' | 'integer' | 'number';

/** The part of JSON Schema that values without parts need. */
export interface Fragment {
  readonly type: JsonType | readonly JsonType[];
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a value must be: for machines, in words, and the rule that is broken when it is not. */
export interface Leaf {
  readonly fragment: Fragment;
  readonly wanted: string;
  readonly rule: Rule;
  /** What it must be first of all: told instead when the value is not even that. */
  readonly coarser?: Leaf;
}

export const PROPERTY_TYPE = error(
  'PROPERTY_TYPE',
  '2',
  'A property has the JSON type that the specification gives it.',
  'Send the value in the JSON type that is wanted.',
);
const TIMESTAMP_INVALID = error(
  'TIMESTAMP_INVALID',
  '2.16',
  'A timestamp is an RFC 3339 time in UTC, with capital T and Z.',
  'Write it like "2024-05-31T08:00:00.000Z".',
);
const TIMESTAMP_PRECISION = error(
  'TIMESTAMP_PRECISION',
  '3.2',
  'created and modified have at least three digits of fraction; time_date_stamp of a PE file has none (§6.7.6).',
  'Add or leave out the fraction of the second.',
);
const IDENTIFIER_INVALID = error(
  'IDENTIFIER_INVALID',
  '2.9',
  'An identifier is the name of a type, two hyphens, and a UUID.',
  'Write it like "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f".',
);
const HEX_INVALID = error(
  'HEX_INVALID',
  '2.8',
  'A hexadecimal value is an even number of the digits 0 to 9 and a to f.',
  'Leave out prefixes like 0x, and write two digits for each octet.',
);
const BINARY_INVALID = error(
  'BINARY_INVALID',
  '2.1',
  'A binary value is base64 of RFC 4648 §4, padded.',
  'Use the standard alphabet (with + and /), no line breaks, and pad with =.',
);
const ENUM_VALUE = error(
  'ENUM_VALUE',
  '2.4',
  'A value of an enumeration is one of those listed, in the same case.',
  'Choose one of the listed values.',
);
export const INTEGER_INVALID = error(
  'INTEGER_INVALID',
  '2.10',
  'An integer has no fraction and lies within ±(2^53 − 1).',
  'Round it, or send it as text in a property of your own.',
);
export const NUMBER_RANGE = error(
  'NUMBER_RANGE',
  '2.10',
  'A number lies within the bounds of its property.',
  'Send a number within the bounds.',
);
const TYPE_NAME = error(
  'TYPE_NAME',
  '3.1',
  'The name of a type has 3 to 250 of a to z and 0 to 9, with single hyphens between.',
  'Write it like "x-acme-widget".',
);
const SPEC_VERSION = error('SPEC_VERSION', '3.2', 'spec_version is "2.1".', 'Send STIX 2.1.');
const RELATIONSHIP_TYPE = error(
  'RELATIONSHIP_TYPE',
  '5.1',
  'A relationship type has only a to z, 0 to 9 and hyphens.',
  'Write it like "related-to".',
);

/** The rules of values without parts. */
export const LEAF_RULES: readonly Rule[] = [
  PROPERTY_TYPE,
  TIMESTAMP_INVALID,
  TIMESTAMP_PRECISION,
  IDENTIFIER_INVALID,
  HEX_INVALID,
  BINARY_INVALID,
  ENUM_VALUE,
  INTEGER_INVALID,
  NUMBER_RANGE,
  TYPE_NAME,
  SPEC_VERSION,
  RELATIONSHIP_TYPE,
];

// No expression may have repetitions that V8 has to remember: `(?:-[a-z0-9]+)*` and `(?:x{4})*` end in
// a RangeError on texts of 10 MiB, `(?:xxxx)*` and a bounded `{0,124}` do not (measured). Nor may one
// ask for `x+` or `x{3,}` where `xx*` and `xxxx*` do: a process that has compiled 16 MiB of expressions
// compiles further ones plainly, and then those end in a RangeError too, from 4 MiB on.
const TO_SECONDS =
  '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)';
const UUID =
  '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}';
const BASE64 = '[A-Za-z0-9+/]';
// The longest name of a type has 250 characters, so 124 hyphens at most.
const HYPHENATED = '[a-z0-9]*(?:-[a-z0-9]+){0,124}';
const LARGEST = Number.MAX_SAFE_INTEGER;

const text: Leaf = { fragment: { type: 'string' }, wanted: 'text', rule: PROPERTY_TYPE };

const TIMESTAMP: Leaf = {
  fragment: { type: 'string', pattern: `${TO_SECONDS}(?:\\.\\d\\d*)?Z$` },
  wanted: 'a timestamp like "2024-05-31T08:00:00.000Z"',
  rule: TIMESTAMP_INVALID,
};
const PRECISIONS: Readonly<Record<'millisecond' | 'second', Leaf>> = {
  millisecond: {
    fragment: { type: 'string', pattern: `${TO_SECONDS}\\.\\d\\d\\d\\d*Z$` },
    wanted: 'a timestamp with three digits of fraction or more, like "2024-05-31T08:00:00.000Z"',
    rule: TIMESTAMP_PRECISION,
    coarser: TIMESTAMP,
  },
  second: {
    fragment: { type: 'string', pattern: `${TO_SECONDS}Z$` },
    wanted: 'a timestamp without a fraction, like "2024-05-31T08:00:00Z"',
    rule: TIMESTAMP_PRECISION,
    coarser: TIMESTAMP,
  },
};
const INTEGER: Leaf = {
  fragment: { type: 'integer', minimum: -LARGEST, maximum: LARGEST },
  wanted: 'an integer',
  rule: INTEGER_INVALID,
};
const FLOAT: Leaf = { fragment: { type: 'number' }, wanted: 'a number', rule: PROPERTY_TYPE };

const LEAVES: Readonly<
  Record<Exclude<LeafKind, 'integer' | 'float' | 'enum' | 'timestamp'>, Leaf>
> = {
  string: text,
  'open-vocab': text,
  'integer-or-string': {
    fragment: { ...INTEGER.fragment, type: ['integer', 'string'] },
    wanted: 'an integer or text',
    rule: INTEGER_INVALID,
  },
  boolean: { fragment: { type: 'boolean' }, wanted: 'true or false', rule: PROPERTY_TYPE },
  hex: {
    fragment: { type: 'string', pattern: '^(?:[0-9a-fA-F][0-9a-fA-F])*$' },
    wanted: 'an even number of hexadecimal digits',
    rule: HEX_INVALID,
  },
  binary: {
    fragment: {
      type: 'string',
      pattern: `^(?:${BASE64.repeat(4)})*(?:${BASE64.repeat(2)}==|${BASE64.repeat(3)}=)?$`,
    },
    wanted: 'base64 with padding',
    rule: BINARY_INVALID,
  },
  identifier: {
    fragment: { type: 'string', pattern: `^[a-z](?![a-z0-9]?--)${HYPHENATED}--${UUID}$` },
    wanted: 'an identifier: the name of a type, "--" and a UUID of RFC 9562',
    rule: IDENTIFIER_INVALID,
  },
  'type-name': {
    fragment: { type: 'string', pattern: `^(?=[a-z0-9-]{3,250}$)[a-z]${HYPHENATED}$` },
    wanted: 'the name of a type (3 to 250 of a-z and 0-9, single hyphens between)',
    rule: TYPE_NAME,
  },
  'spec-version': {
    fragment: { type: 'string', enum: ['2.1'] },
    wanted: '"2.1"',
    rule: SPEC_VERSION,
  },
  'relationship-type': {
    fragment: { type: 'string', pattern: '^[a-z0-9-][a-z0-9-]*$' },
    wanted: 'a relationship type (only a-z, 0-9 and hyphens)',
    rule: RELATIONSHIP_TYPE,
  },
};

const leaves = new WeakMap<PropertyModel, Leaf | null>();

/** What a value of the property must be, or null when its kind has parts. */
export function leafOf(property: PropertyModel): Leaf | null {
  const known = leaves.get(property);
  if (known !== undefined) return known;
  const leaf = makeLeaf(property);
  leaves.set(property, leaf);
  return leaf;
}

function makeLeaf(property: PropertyModel): Leaf | null {
  const { kind, precision, vocabulary } = property;
  if (kind === 'integer') return bounded(INTEGER, property);
  if (kind === 'float') return bounded(FLOAT, property);
  if (kind === 'enum') return oneOf(vocabulary);
  if (kind === 'timestamp') return precision === undefined ? TIMESTAMP : PRECISIONS[precision];
  return isPlain(kind) ? LEAVES[kind] : null;
}

function isPlain(kind: string): kind is keyof typeof LEAVES {
  return Object.hasOwn(LEAVES, kind);
}

function bounded(coarser: Leaf, { minimum, maximum }: PropertyModel): Leaf {
  if (minimum === undefined && maximum === undefined) return coarser;
  const bounds = {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
  const words = maximum === undefined ? `${minimum} or more` : `from ${minimum} to ${maximum}`;
  return {
    fragment: { ...coarser.fragment, ...bounds },
    wanted: `${coarser.wanted}, ${words}`,
    rule: NUMBER_RANGE,
    coarser,
  };
}

function oneOf(vocabulary = ''): Leaf {
  const values = [...(vocabularies.get(vocabulary) ?? [])];
  return {
    fragment: { type: 'string', enum: values },
    wanted: `one of ${values.join(', ')}`,
    rule: ENUM_VALUE,
  };
}

/** A rule whose breach is an error. */
export function error(code: string, section: string, title: string, hint: string): Rule {
  return { code, level: 'error', section, title, hint };
}
