// What stands in objects whose names the sender chooses: dictionaries, hashes, extensions.

import type { Rule } from '../finding.ts';
import type { DictionaryValues, PropertyModel } from '../model/property.ts';
import { error } from './kinds.ts';

/** What the names and the values of such an object must be. */
export interface Entries {
  readonly names?: Names;
  readonly value?: PropertyModel;
}

interface Names {
  readonly pattern: string;
  readonly rule: Rule;
}

const DICTIONARY_KEY: Names = {
  pattern: '^[a-zA-Z0-9_-]{1,250}$',
  rule: error(
    'DICTIONARY_KEY',
    '2.3',
    'A key of a dictionary has 1 to 250 letters, digits, hyphens and underscores.',
    'Use only a-z, A-Z, 0-9, - and _.',
  ),
};
const HASH_NAME: Names = {
  pattern: '^[a-zA-Z0-9_-]{3,250}$',
  rule: error(
    'HASH_NAME',
    '2.7',
    'The name of a hash algorithm has 3 to 250 letters, digits, hyphens and underscores.',
    'Use the names of the specification: MD5, SHA-1, SHA-256 and so on.',
  ),
};

/** The rules of names that the sender chooses. */
export const NAME_RULES: readonly Rule[] = [DICTIONARY_KEY.rule, HASH_NAME.rule];

/**
 * Properties of one object at most. V8 puts all names of a large object in order before it gives the
 * first: of a hundred thousand each reading takes 16 ms, and there are several.
 */
export const MOST_PROPERTIES = 10_000;

/** The rule of that limit. */
export const TOO_WIDE: Rule = {
  code: 'TOO_WIDE',
  level: 'error',
  section: '',
  title: 'An object, at any depth, has at most 10,000 properties.',
  hint: 'Divide the content among several objects.',
};

const VALUES: Readonly<Record<DictionaryValues, PropertyModel>> = {
  string: { kind: 'string' },
  'string-list': { kind: 'string', list: true },
  integer: { kind: 'integer' },
  'integer-or-string': { kind: 'integer-or-string' },
  dictionary: { kind: 'dictionary' },
};

const HASHES: Entries = { names: HASH_NAME, value: VALUES.string };
const EXTENSIONS: Entries = { value: { kind: 'extension' } };
const CONTAINER: Entries = { value: { kind: 'stix-object' } };

/** What stands in a property of such a kind. Extensions that are predefined have a structure instead. */
export function entriesOf({ kind, values }: PropertyModel): Entries {
  if (kind === 'hashes') return HASHES;
  if (kind === 'extensions') return EXTENSIONS;
  if (kind === 'observable-container') return CONTAINER;
  if (kind !== 'dictionary') return {};
  return { names: DICTIONARY_KEY, ...(values === undefined ? {} : { value: VALUES[values] }) };
}
