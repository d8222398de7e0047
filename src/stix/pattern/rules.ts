// The rules of STIX patterns (STIX 2.1 §9), for the catalogue and for the findings.

import type { Rule } from '../finding.ts';

type Text = readonly [title: string, hint: string];

export const SYNTAX = error('PATTERN_SYNTAX', '9.4', [
  'A pattern follows the grammar.',
  "Compare with [ipv4-addr:value = '198.51.100.7'].",
]);
export const VERSION = error('PATTERN_VERSION', '9.5.1', [
  'A pattern uses what its version of STIX has.',
  'Set pattern_version to the version that the pattern is written in.',
]);
export const CONSTANT = error('PATTERN_CONSTANT', '9.2', [
  'Constants are written in the form of their kind.',
  "Write text in apostrophes, hex as h'ffc3', base64 as b'ABI=', timestamps as t'2014-01-13T07:03:17Z'.",
]);
export const NUMBER_RANGE = error('PATTERN_NUMBER_RANGE', '9.2', [
  'Integers lie between -(2^53 - 1) and 2^53 - 1, and floats in the range of double precision.',
  'Compare with a smaller number.',
]);
export const TYPE_NAME = error('PATTERN_TYPE_NAME', '9.7', [
  'Object types have 3 to 250 characters: lower-case letters, digits and single hyphens, a letter first.',
  'Use the name of an object type such as ipv4-addr, or rename the custom type.',
]);
export const PROPERTY_NAME = error('PATTERN_PROPERTY_NAME', '9.7', [
  'Property names have lower-case letters, digits and underscores, 250 at most.',
  "Write the property's name as the object has it.",
]);
export const INDEX = error('PATTERN_INDEX', '9.7.2', [
  'Lists are asked for an item, counted from 0, or for all of them.',
  'Write [0] for the first item or [*] for any.',
]);
export const UNSATISFIABLE = error('PATTERN_UNSATISFIABLE', '9.5', [
  'What AND joins inside brackets can hold for one object.',
  'Join tests of different objects with OR, or put each in brackets of its own: [a] AND [b].',
]);
export const SET_EMPTY = error('PATTERN_SET_EMPTY', '9.6.1', [
  'The set of IN has one constant at least.',
  'Name a constant, or leave the test out.',
]);
export const SET_MIXED = error('PATTERN_SET_MIXED', '9.6.1', [
  'The constants of a set are of one kind; integers and floats may mix.',
  'Join one IN for each kind with OR.',
]);
export const QUALIFIER_TWICE = error('PATTERN_QUALIFIER_TWICE', '9.5.1', [
  'An observation or group has one qualifier of a kind.',
  'Leave one out, or put parentheses around the expression with its first qualifier.',
]);
export const QUALIFIER_NUMBER = error('PATTERN_QUALIFIER_NUMBER', '9.5.1', [
  'REPEATS takes a positive integer, WITHIN a positive number.',
  'Write 1 or more.',
]);
export const INTERVAL = error('PATTERN_INTERVAL', '9.5.1', [
  'STOP is later than START.',
  'Exchange the two, or move STOP.',
]);
export const HASH = error('PATTERN_HASH', '10.7', [
  'Hashes have the form of their algorithm.',
  'Check the hash and the name of its algorithm; parts of a hash are found with LIKE.',
]);
export const SUBNET = error('PATTERN_SUBNET', '9.6.1', [
  'ISSUBSET and ISSUPERSET compare the value of an ipv4-addr or ipv6-addr with an address or network.',
  "Write ipv4-addr:value ISSUBSET '198.51.100.0/24'.",
]);
export const REGEX = error('PATTERN_REGEX', '9.6.1', [
  'MATCHES takes a regular expression in the syntax of PCRE.',
  'Correct the expression; a backslash of it is written twice in a pattern.',
]);
export const LENGTH = error('PATTERN_LENGTH', '', [
  'A pattern has 65,536 characters at most.',
  'Make several indicators of it.',
]);
export const DEPTH = error('PATTERN_DEPTH', '', [
  'Parentheses are nested 64 deep at most.',
  'Remove parentheses that change nothing.',
]);

export const REGEX_DOUBTFUL = warning('PATTERN_REGEX_DOUBTFUL', '9.6.1', [
  'The regular expression of MATCHES is one that any PCRE accepts.',
  'Try the expression; PCRE reads it differently from option to option.',
]);
export const TYPE_UNKNOWN = warning('PATTERN_TYPE_UNKNOWN', '9.7', [
  'Patterns ask for cyber-observable objects that STIX defines.',
  'Check the spelling. Custom types are allowed, but only those who know them can match.',
]);
export const PROPERTY_UNKNOWN = warning('PATTERN_PROPERTY_UNKNOWN', '9.7', [
  'Patterns ask for properties that STIX defines for the object.',
  'Check the spelling. Custom properties are allowed, but only those who know them can match.',
]);
export const KIND = warning('PATTERN_KIND', '9.2', [
  'Constants are of a kind that can be equal to the property.',
  'Write the constant in the kind of the property: no apostrophes around numbers, t in front of timestamps.',
]);
export const LIST = warning('PATTERN_LIST', '9.7.2', [
  'A list is asked for its items.',
  'Write [*] behind its name for any item.',
]);
export const VALUE_FORMAT = warning('PATTERN_VALUE_FORMAT', '9.6', [
  'Constants have the form of the values that they are compared with.',
  'Check whether the type of object is the one that is meant.',
]);
export const OUTSIDE_VALIDITY = warning('PATTERN_OUTSIDE_VALIDITY', '9.5.1', [
  'START and STOP lie between valid_from and valid_until of the indicator.',
  'Move them, or change valid_from and valid_until.',
]);

export const PATTERN_RULES: readonly Rule[] = [
  SYNTAX,
  VERSION,
  CONSTANT,
  NUMBER_RANGE,
  TYPE_NAME,
  PROPERTY_NAME,
  INDEX,
  UNSATISFIABLE,
  SET_EMPTY,
  SET_MIXED,
  QUALIFIER_TWICE,
  QUALIFIER_NUMBER,
  INTERVAL,
  HASH,
  SUBNET,
  REGEX,
  LENGTH,
  DEPTH,
  REGEX_DOUBTFUL,
  TYPE_UNKNOWN,
  PROPERTY_UNKNOWN,
  KIND,
  LIST,
  VALUE_FORMAT,
  OUTSIDE_VALIDITY,
];

function error(code: string, section: string, text: Text): Rule {
  return rule(code, 'error', section, text);
}

function warning(code: string, section: string, text: Text): Rule {
  return rule(code, 'warning', section, text);
}

function rule(code: string, level: Rule['level'], section: string, [title, hint]: Text): Rule {
  return { code, level, section, title, hint };
}
