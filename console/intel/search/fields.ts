// What can be asked, in words: each field with the ways to compare it and what is filled in.
import type { Field, Operator } from '../../../src/intel/condition.ts';
import { TLP_LEVELS, TYPE_NAMES, typeWords } from '../words.ts';

/** How a value is filled in. */
export type Input = 'text' | 'words' | 'number' | 'time' | 'flag' | 'collection';

/** A comparison as people choose it: an operator, or its opposite. */
export interface Comparison {
  readonly op: Operator;
  readonly negated: boolean;
  readonly words: string;
  readonly input: Input;
}

export interface FieldWords {
  readonly field: Field;
  readonly words: string;
  readonly comparisons: readonly Comparison[];
}

const IS = compare('is', 'is', 'text');
const CONTAINS = compare('contains', 'contains', 'text');
const STARTS = compare('starts', 'starts with', 'text');
const WITHIN = compare('within', 'is within network', 'text');
const AMONG = compare('in', 'is any of', 'words');
const NOT_AMONG = not('in', 'is none of', 'words');
const SET = compare('exists', 'is there', 'flag');
const NOT_CONTAINS = not('contains', 'does not contain', 'text');
const TIMES = [
  compare('before', 'is before', 'time'),
  compare('after', 'is after', 'time'),
  SET,
] as const;
const TEXTS = [CONTAINS, NOT_CONTAINS, STARTS, IS, SET] as const;
const CHOICES = [AMONG, NOT_AMONG, SET] as const;

/** The fields in the order in which they are offered. */
export const FIELDS: readonly FieldWords[] = [
  of('value', 'Value', [
    IS,
    STARTS,
    CONTAINS,
    WITHIN,
    AMONG,
    not('within', 'is not within network', 'text'),
    NOT_CONTAINS,
  ]),
  of('type', 'Type', [AMONG, NOT_AMONG]),
  of('source', 'Source', [AMONG, NOT_AMONG, CONTAINS, SET]),
  of('name', 'Name', TEXTS),
  of('description', 'Description', [CONTAINS, NOT_CONTAINS]),
  of('text', 'Any text', [CONTAINS, NOT_CONTAINS]),
  of('label', 'Label', [AMONG, NOT_AMONG, STARTS, CONTAINS, SET]),
  of('kind', 'Kind', CHOICES),
  of('tlp', 'TLP', CHOICES),
  of('confidence', 'Confidence', [
    compare('at_least', 'is at least', 'number'),
    compare('at_most', 'is at most', 'number'),
    compare('is', 'is', 'number'),
    SET,
  ]),
  of('collection', 'Collection', [
    compare('in', 'is any of', 'collection'),
    not('in', 'is none of', 'collection'),
  ]),
  of('valid_until', 'Valid until', TIMES),
  of('valid_from', 'Valid from', TIMES),
  of('added', 'Added', TIMES.slice(0, 2)),
  of('created', 'Created', TIMES),
  of('modified', 'Modified', TIMES),
  of('expired', 'Expired', [compare('is', 'is', 'flag')]),
  of('revoked', 'Revoked', [compare('is', 'is', 'flag')]),
  of('import', 'Import', [AMONG, SET]),
  of('creator', 'Creator', [AMONG, NOT_AMONG, SET]),
  of('id', 'STIX id', [AMONG]),
];

/** A field in words. */
export function fieldWords(field: string): FieldWords | undefined {
  return FIELDS.find((one) => one.field === field);
}

/** What is offered while a value is filled in. */
export const SUGGESTIONS: Partial<Record<Field, readonly { value: string; label: string }[]>> = {
  type: TYPE_NAMES.map((value) => ({ value, label: typeWords(value) })),
  tlp: TLP_LEVELS.map((value) => ({ value, label: value.toUpperCase() })),
};

/** Times that are told by how far they are from now. */
export const RELATIVE_TIMES: readonly { value: string; label: string }[] = [
  { value: 'now', label: 'now' },
  { value: 'now-1h', label: 'an hour ago' },
  { value: 'now-24h', label: '24 hours ago' },
  { value: 'now-7d', label: '7 days ago' },
  { value: 'now-30d', label: '30 days ago' },
  { value: 'now-90d', label: '90 days ago' },
  { value: 'now+24h', label: '24 hours from now' },
  { value: 'now+7d', label: '7 days from now' },
  { value: 'now+30d', label: '30 days from now' },
];

function compare(op: Operator, words: string, input: Input): Comparison {
  return { op, negated: false, words, input };
}

function not(op: Operator, words: string, input: Input): Comparison {
  return { op, negated: true, words, input };
}

function of(field: Field, words: string, comparisons: readonly Comparison[]): FieldWords {
  return { field, words, comparisons };
}
