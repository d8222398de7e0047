// STIX patterns: what is told of them and where, in both versions; their trees, their constants.

import { describe, expect, test } from '@jest/globals';
import type { PatternNode } from '../../../src/stix/pattern/ast.ts';
import { patternConstants } from '../../../src/stix/pattern/constants.ts';
import {
  checkPattern,
  isPattern,
  parsePattern,
  patternVersion,
} from '../../../src/stix/pattern/pattern.ts';
import { printPattern } from '../../../src/stix/pattern/print.ts';
import { PATTERN_RULES } from '../../../src/stix/pattern/rules.ts';

const HOUR = "START t'2020-01-01T00:00:00Z' STOP t'2020-01-01T01:00:00Z'";
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

describe('a valid pattern', () => {
  test.each([
    ["[ipv4-addr:value = '198.51.100.7']"],
    ["[file:hashes.'SHA-256' LIKE 'abc%']"],
    [`[file:hashes.MD5 NOT IN ('${MD5}', '${MD5.toUpperCase()}')]`],
    ["[ipv4-addr:value='198.51.100.7'OR ipv6-addr:value='2001:db8::1']AND[a-b:cde=5AND a-b:c=6]"],
    ["[network-traffic:dst_ref.value ISSUBSET '198.51.100.0/24']"],
    ["[network-traffic:x_all_refs[*].value ISSUPERSET '2001:db8::/64']"],
    ["[custom-thing:address ISSUBSET '198.51.100.0/24']"],
    ['[a-b:cde = .5 OR a-b:cde = -007.5 OR a-b:cde = -0]'],
    ["[a-b:cde = h'' OR a-b:cde = b'QU\nI=']"],
    ["\u00a0[\u2003a-b:cde\u3000=\u0085'x\u2028']\t\r\n"],
    ['[NOT EXISTS a-b:cde AND EXISTS a-b:fgh]'],
    [`([a-b:cde = 1] WITHIN 0.5 SECONDS REPEATS 2 TIMES ${HOUR}) WITHIN 6 SECONDS`],
    ["[a-b:'START'.END[0][*].'it\\'s a \\\\' = true]"],
    ["[a-b:cde MATCHES '^(?i)a++(?:b|[]^])\\\\(\\\\d{2,3}?$']"],
    ['[((a-b:cde = 1 OR c-d:fgh = 2) AND (c-d:e = 3 OR e-f:ghi = 4 OR a-b:x = 5)) AND a-b:y = 6]'],
    [`[a-b:cde = ${'9'.repeat(308)}.0]`],
    [`${'('.repeat(64)}[a-b:cde = 1]${')'.repeat(64)}`],
  ])('%s', (pattern) => {
    expect(checkPattern(pattern)).toEqual({ valid: true, errors: [], warnings: [] });
    expect(isPattern(pattern)).toBe(true);
  });
});

describe('an error tells its place and what was expected', () => {
  test.each([
    ['', 0, 'PATTERN_SYNTAX', 'Expected "[" or "(", found the end of the pattern.'],
    ['file:size = 1', 0, 'PATTERN_SYNTAX', 'Expected "[" or "(", found "file".'],
    ['[5 = a-b:cde]', 1, 'PATTERN_SYNTAX', 'Expected an object path, found "5".'],
    ['[a-b = 1]', 5, 'PATTERN_SYNTAX', 'Expected ":" after the object type, found "=".'],
    ['[a-b: = 1]', 6, 'PATTERN_SYNTAX', 'Expected a property name, found "=".'],
    ['[a-b:cde.START = 1]', 9, 'PATTERN_SYNTAX', 'Expected a property name, found "START".'],
    ['[a-b:c-d = 1]', 5, 'PATTERN_SYNTAX', 'Expected a property name, found "c-d".'],
    ["[a-b:cde['x'] = 1]", 9, 'PATTERN_SYNTAX', 'Expected an index or "*", found "\'x\'".'],
    ['[a-b:cde[0 = 1]', 11, 'PATTERN_SYNTAX', 'Expected "]", found "=".'],
    ['[a-b:cde.1 = 1]', 8, 'PATTERN_SYNTAX', 'Expected NOT or an operator, found ".1".'],
    ['[a-b:cde NOT 1]', 13, 'PATTERN_SYNTAX', 'Expected an operator, found "1".'],
    ['[NOT a-b:cde = 1]', 5, 'PATTERN_SYNTAX', 'Expected EXISTS, found "a-b".'],
    ['[a-b:cde = ]', 11, 'PATTERN_SYNTAX', 'Expected a constant, found "]".'],
    ['[a-b:cde = null]', 11, 'PATTERN_SYNTAX', 'Expected a constant, found "null".'],
    [
      '[a-b:cde < true]',
      11,
      'PATTERN_SYNTAX',
      'Expected a constant that has an order, found "true".',
    ],
    ['[a-b:cde LIKE 5]', 14, 'PATTERN_SYNTAX', 'Expected text such as \'a\', found "5".'],
    ['[a-b:cde IN 5]', 12, 'PATTERN_SYNTAX', 'Expected "(", found "5".'],
    ['[a-b:cde IN (5 6)]', 15, 'PATTERN_SYNTAX', 'Expected "," or ")", found "6".'],
    ['[a-b:cde = 5-3]', 12, 'PATTERN_SYNTAX', 'Expected AND, OR or "]", found "-3".'],
    ['[(a-b:cde = 5]', 13, 'PATTERN_SYNTAX', 'Expected AND, OR or ")", found "]".'],
    [
      '[a-b:cde = 5',
      12,
      'PATTERN_SYNTAX',
      'Expected AND, OR or "]", found the end of the pattern.',
    ],
    [
      '([a-b:cde = 5]',
      14,
      'PATTERN_SYNTAX',
      'Expected AND, OR, FOLLOWEDBY, a qualifier or ")", found the end of the pattern.',
    ],
    [
      '[a-b:cde = 5]]',
      13,
      'PATTERN_SYNTAX',
      'Expected AND, OR, FOLLOWEDBY, a qualifier or the end of the pattern, found "]".',
    ],
    [
      '[a-b:cde = 5] WITHIN t SECONDS',
      21,
      'PATTERN_SYNTAX',
      'Expected a number of seconds, found "t".',
    ],
    ['[a-b:cde = 5] WITHIN 5 MINUTES', 23, 'PATTERN_SYNTAX', 'Expected SECONDS, found "MINUTES".'],
    ['[a-b:cde = 5] REPEATS 1.5 TIMES', 22, 'PATTERN_SYNTAX', 'Expected an integer, found "1.5".'],
    ['[a-b:cde = 5] REPEATS 2 times', 24, 'PATTERN_SYNTAX', 'Expected TIMES, found "times".'],
    [
      "[a-b:cde = 5] START t'2020-01-01T00:00:00Z'",
      43,
      'PATTERN_SYNTAX',
      'Expected STOP, found the end of the pattern.',
    ],
    ['[a-b:cde == 5]', 9, 'PATTERN_SYNTAX', '"==" has no meaning in patterns outside text.'],
    ['[a-b:cde <> 5]', 9, 'PATTERN_SYNTAX', '"<>" has no meaning in patterns outside text.'],
    ['[a-b:cde ! 5]', 9, 'PATTERN_SYNTAX', '"!" has no meaning in patterns outside text.'],
    ['[a-b:cde = +5]', 11, 'PATTERN_SYNTAX', '"+" has no meaning in patterns outside text.'],
    ['[a-b:cde = 5] // x', 14, 'PATTERN_SYNTAX', '"/" has no meaning in patterns outside text.'],
    ['[a-b:cde = "x"]', 11, 'PATTERN_SYNTAX', '"\\"" has no meaning in patterns outside text.'],
    ['[a-b:cde = 😀]', 11, 'PATTERN_SYNTAX', '"😀" has no meaning in patterns outside text.'],
    ["[a-b:cde = 'x", 11, 'PATTERN_CONSTANT', 'Text has no apostrophe at its end.'],
    [
      "[a-b:cde = 'x\\",
      13,
      'PATTERN_CONSTANT',
      'A backslash stands before neither an apostrophe nor a backslash.',
    ],
    [
      "[a-b:cde = 'C:\\dir']",
      14,
      'PATTERN_CONSTANT',
      'A backslash stands before neither an apostrophe nor a backslash.',
    ],
    ["[a-b:cde = h'ff", 11, 'PATTERN_CONSTANT', 'A constant has no apostrophe at its end.'],
    [
      "[a-b:cde = h'abc']",
      11,
      'PATTERN_CONSTANT',
      '"abc" is not pairs of digits 0 to 9 and letters a to f.',
    ],
    [
      "[a-b:cde = h'AB']",
      11,
      'PATTERN_CONSTANT',
      '"AB" is not pairs of digits 0 to 9 and letters a to f.',
    ],
    ["[a-b:cde = b'QUJ']", 11, 'PATTERN_CONSTANT', '"QUJ" is not base64 with its padding.'],
    ["[a-b:cde = b'']", 11, 'PATTERN_CONSTANT', '"" is not base64 with its padding.'],
    [
      "[a-b:cde = t'2020-02-30T00:00:00Z']",
      11,
      'PATTERN_CONSTANT',
      '"2020-02-30T00:00:00Z" is not a timestamp such as 2014-01-13T07:03:17Z.',
    ],
    ['[a-b:cde = 007]', 11, 'PATTERN_CONSTANT', 'An integer has zeros in front.'],
    ['[a-b:cde = 1.]', 11, 'PATTERN_CONSTANT', 'A number has a point without digits after it.'],
    ['[a-b:cde = 1e5]', 11, 'PATTERN_CONSTANT', 'A number has an exponent.'],
    [
      '[a-b:cde = 9007199254740992]',
      11,
      'PATTERN_NUMBER_RANGE',
      '"9007199254740992" is out of range.',
    ],
    ['[a_b:cde = 1]', 1, 'PATTERN_TYPE_NAME', '"a_b" is no type name.'],
    ['[ab:cde = 1]', 1, 'PATTERN_TYPE_NAME', '"ab" is no type name.'],
    ['[a--b:cde = 1]', 1, 'PATTERN_TYPE_NAME', '"a--b" is no type name.'],
    ['[File:size = 1]', 1, 'PATTERN_TYPE_NAME', '"File" is no type name.'],
    ['[file:Size = 1]', 6, 'PATTERN_PROPERTY_NAME', '"Size" is no property name.'],
    ['[a-b:cde[-1] = 1]', 9, 'PATTERN_INDEX', 'The index "-1" is negative.'],
    [
      '[a-b:cde = 1 AND c-d:fgh = 2]',
      13,
      'PATTERN_UNSATISFIABLE',
      'No object is both a-b and c-d.',
    ],
    [
      '[a-b:c = 1 AND (c-d:e = 1 OR d-e:f = 1 OR e-f:g = 1 OR f-g:h = 1)]',
      11,
      'PATTERN_UNSATISFIABLE',
      'No object is both a-b and c-d or d-e or e-f or others.',
    ],
    ['[a-b:cde IN ()]', 13, 'PATTERN_SET_EMPTY', 'The set of IN is empty.'],
    [
      "[a-b:cde IN (1, 2.5, 'x')]",
      21,
      'PATTERN_SET_MIXED',
      'A set that begins with a number has text in it.',
    ],
    [
      '([a-b:cde = 1]) WITHIN 5 SECONDS WITHIN 6 SECONDS',
      33,
      'PATTERN_QUALIFIER_TWICE',
      'WITHIN qualifies the same expression a second time.',
    ],
    [
      `[a-b:cde = 1] ${HOUR} ${HOUR}`,
      73,
      'PATTERN_QUALIFIER_TWICE',
      'START qualifies the same expression a second time.',
    ],
    ['[a-b:cde = 1] REPEATS 0 TIMES', 22, 'PATTERN_QUALIFIER_NUMBER', 'REPEATS 0 is not positive.'],
    [
      '[a-b:cde = 1] WITHIN 0.0 SECONDS',
      21,
      'PATTERN_QUALIFIER_NUMBER',
      'WITHIN 0.0 is not positive.',
    ],
    [
      '[a-b:cde = 1] WITHIN -5 SECONDS',
      21,
      'PATTERN_QUALIFIER_NUMBER',
      'WITHIN -5 is not positive.',
    ],
    [
      "[a-b:cde = 1] START t'2020-01-01T00:00:00.10Z' STOP t'2020-01-01T00:00:00.1Z'",
      52,
      'PATTERN_INTERVAL',
      'STOP 2020-01-01T00:00:00.1Z is not later than START 2020-01-01T00:00:00.10Z.',
    ],
    [
      "[file:hashes.MD5 = 'abc']",
      19,
      'PATTERN_HASH',
      '"abc" as MD5 has 3 characters; MD5 has 32 hexadecimal digits.',
    ],
    [
      "[file:hashes.'SHA-1' IN ('abc')]",
      25,
      'PATTERN_HASH',
      '"abc" as SHA-1 has 3 characters; SHA-1 has 40 hexadecimal digits.',
    ],
    [
      "[file:name ISSUBSET '198.51.100.0/24']",
      1,
      'PATTERN_SUBNET',
      'ISSUBSET does not apply to "file:name".',
    ],
    [
      "[ipv4-addr:value ISSUBSET '2001:db8::/64']",
      26,
      'PATTERN_SUBNET',
      '"2001:db8::/64" is no address or network of IPv4.',
    ],
    [
      "[a-b:x_ref.value ISSUPERSET 'x']",
      28,
      'PATTERN_SUBNET',
      '"x" is no address or network of IP.',
    ],
    [
      "[a-b:cde MATCHES '(']",
      17,
      'PATTERN_REGEX',
      'The regular expression has a group that is not closed.',
    ],
    [
      "[a-b:cde = 1] START '2020-01-01T00:00:00Z' STOP '2020-01-02T00:00:00Z'",
      20,
      'PATTERN_VERSION',
      'START and STOP take text in STIX 2.0 only.',
    ],
  ])('%j at %i: %s', (pattern, offset, code, message) => {
    const { valid, errors } = checkPattern(pattern);
    expect(errors.map((error) => [error.offset, error.rule.code, error.message])).toEqual([
      [offset, code, message],
    ]);
    expect(valid).toBe(false);
    expect(isPattern(pattern)).toBe(false);
    expect(parsePattern(pattern)).toEqual({ ok: false, error: errors[0] });
    expect(errors[0]?.hint).not.toBe('');
  });

  test.each([
    ['[a-b:cde == 5]', 'Write =.'],
    ['[a-b:cde = 5] and [a-b:cde = 6]', 'Write keywords in upper case.'],
    [
      "[file:hashes.SHA-256 = 'x']",
      "Put apostrophes around names with hyphens or dots, and around keywords: file:hashes.'SHA-256'.",
    ],
    ['[a-b:cde = ‘x’]', "Write text in straight apostrophes (U+0027): 'text'."],
    ['[a-b:cde = 5])', 'It closes nothing; remove it.'],
  ])('%s is told how to mend it', (pattern, hint) => {
    expect(checkPattern(pattern).errors[0]?.hint).toBe(hint);
  });

  test('all errors of meaning are told, up to one of syntax', () => {
    const { errors } = checkPattern("[A:bcd IN () OR ab:cde IN (1, 'x') AND x-y:z[-1] = h'q' = 5");
    expect(errors.map(({ rule, offset }) => `${offset} ${rule.code}`)).toEqual([
      '1 PATTERN_TYPE_NAME',
      '11 PATTERN_SET_EMPTY',
      '16 PATTERN_TYPE_NAME',
      '30 PATTERN_SET_MIXED',
      '45 PATTERN_INDEX',
      '51 PATTERN_CONSTANT',
      '35 PATTERN_UNSATISFIABLE',
      '56 PATTERN_SYNTAX',
    ]);
  });

  test('a flood of errors is cut', () => {
    const pattern = `[${Array.from({ length: 5000 }, () => 'A:b = 1').join(' OR ')}]`;
    expect(checkPattern(pattern).errors).toHaveLength(20);
  });
});

describe('limits', () => {
  test.each([
    [`${'('.repeat(65)}[a-b:cde = 1]${')'.repeat(65)}`, 'PATTERN_DEPTH', 64],
    [`[${'('.repeat(65)}a-b:cde = 1${')'.repeat(65)}]`, 'PATTERN_DEPTH', 65],
    [`[a-b:cde = '${'x'.repeat(65_536)}']`, 'PATTERN_LENGTH', 65_536],
  ])('%.20s… is too much', (pattern, code, offset) => {
    const { errors } = checkPattern(pattern);
    expect(errors.map((error) => [error.rule.code, error.offset])).toEqual([[code, offset]]);
  });

  test('depth counts what is open, not what was', () => {
    const once = `${'('.repeat(40)}[(a-b:cde = 1)]${')'.repeat(40)}`;
    expect(isPattern(`${once} AND ${once} OR ${once}`)).toBe(true);
  });

  test('as many comparisons as fit are read', () => {
    const pattern = `[${'abc:d=1OR '.repeat(6550)}abc:d=1]`;
    expect(isPattern(pattern)).toBe(true);
    expect(parsePattern(pattern).ok).toBe(true);
  });
});

describe('STIX 2.0', () => {
  const OLD = "[a-b:cde = 1] START '2020-01-01T00:00:00Z' STOP '2020-01-02T00:00:00Z'";

  test('has plain text after START and STOP', () => {
    expect(checkPattern(OLD, { version: '2.0' }).errors).toEqual([]);
    expect(isPattern(`[a-b:cde = 1] ${HOUR}`, '2.0')).toBe(true);
    const noDay = checkPattern(OLD.replace('01-02T', '01-32T'), { version: '2.0' });
    expect(noDay.errors.map(({ rule, offset }) => [rule.code, offset])).toEqual([
      ['PATTERN_CONSTANT', 48],
    ]);
    expect(isPattern(OLD.replace('01-02T', '01-01T'), '2.0')).toBe(false);
  });

  test('has no EXISTS', () => {
    const { errors } = checkPattern('[EXISTS a-b:cde]', { version: '2.0' });
    expect(errors.map(({ rule, offset }) => [rule.code, offset])).toEqual([['PATTERN_VERSION', 1]]);
  });

  test('is told by pattern_version, else by spec_version', () => {
    expect(patternVersion('2.0', '2.1')).toBe('2.0');
    expect(patternVersion('2.1', '2.0')).toBe('2.1');
    expect(patternVersion(undefined, '2.0')).toBe('2.0');
    expect(patternVersion(undefined, undefined)).toBe('2.1');
    expect(patternVersion(7, null)).toBe('2.1');
  });
});

describe('warnings', () => {
  test.each([
    [
      "[foo-bar:value = 'x']",
      'PATTERN_TYPE_UNKNOWN',
      'STIX defines no cyber-observable object "foo-bar".',
    ],
    [
      "[indicator:name = 'x']",
      'PATTERN_TYPE_UNKNOWN',
      'STIX defines no cyber-observable object "indicator".',
    ],
    ["[process:name = 'x']", 'PATTERN_PROPERTY_UNKNOWN', 'process has no property "name".'],
    ["[file:constructor = 'x']", 'PATTERN_PROPERTY_UNKNOWN', 'file has no property "constructor".'],
    ["[process:image_ref.size = '5']", 'PATTERN_KIND', null],
    [
      "[network-traffic:src_ref.name = 'x']",
      'PATTERN_PROPERTY_UNKNOWN',
      'domain-name or ipv4-addr or ipv6-addr or mac-addr has no property "name".',
    ],
    [
      "[network-traffic:dst_port = '443']",
      'PATTERN_KIND',
      '"network-traffic:dst_port" is of kind integer, the constant is string.',
    ],
    [
      "[file:mtime > '2020-01-01T00:00:00Z']",
      'PATTERN_KIND',
      '"file:mtime" is of kind timestamp, the constant is string.',
    ],
    ['[file:name = 5]', 'PATTERN_KIND', '"file:name" is of kind string, the constant is integer.'],
    [
      "[file:hashes = 'x']",
      'PATTERN_KIND',
      '"file:hashes" is of kind hashes, the constant is string.',
    ],
    ["[file:extensions.'windows-pebinary-ext'.sections[*].entropy = 'x']", 'PATTERN_KIND', null],
    [
      "[network-traffic:protocols = 'tcp']",
      'PATTERN_LIST',
      '"network-traffic:protocols" is a list.',
    ],
    ["[file:contains_refs.name = 'x']", 'PATTERN_LIST', '"contains_refs" is a list.'],
    [
      "[ipv4-addr:value = 'http://example.com/']",
      'PATTERN_VALUE_FORMAT',
      '"http://example.com/" is no value of ipv4-addr.',
    ],
    [
      "[network-traffic:dst_ref.value IN ('198.51.100.7', 'a b')]",
      'PATTERN_VALUE_FORMAT',
      '"a b" is no value of domain-name or ipv4-addr or ipv6-addr or mac-addr.',
    ],
    [
      "[file:name MATCHES 'a**']",
      'PATTERN_REGEX_DOUBTFUL',
      'The regular expression has a quantifier after a quantifier.',
    ],
  ])('%s', (pattern, code, message) => {
    const { valid, warnings } = checkPattern(pattern, { warnings: true });
    expect(valid).toBe(true);
    expect(warnings.map(({ rule, offset }) => [rule.code, offset])).toEqual([[code, 1]]);
    if (message !== null) expect(warnings[0]?.message).toBe(message);
    expect(checkPattern(pattern).warnings).toEqual([]);
  });

  test.each([
    [
      "[ipv4-addr:value = '198.51.100.0/24' AND ipv4-addr:resolves_to_refs[0].value = '00:00:5e:00:53:01']",
    ],
    ["[file:hashes.'x-hash' = 'y' AND file:magic_number_hex = 'ab' AND file:size > 1.5]"],
    ["[file:extensions.'ntfs-ext'.sid = 'x' OR file:extensions.'x-ext'.any.thing[0] = true]"],
    ["[ipv4-addr:value LIKE '%.7' AND ipv4-addr:id != 'x' AND EXISTS ipv4-addr:belongs_to_refs]"],
    ["[x509-certificate:x509_v3_extensions.key_usage = 'x']"],
    ["[email-message:additional_header_fields.Reply[0] = 'x']"],
    ["[file:contains_refs[*].anything = 'x']"],
  ])('%s has none', (pattern) => {
    expect(checkPattern(pattern, { warnings: true })).toEqual({
      valid: true,
      errors: [],
      warnings: [],
    });
  });

  test('an interval outside of the indicator is told', () => {
    const pattern = `[file:size = 1] ${HOUR}`;
    const check = (from: unknown, until: unknown): unknown =>
      checkPattern(pattern, { warnings: true, validity: { from, until } }).warnings.map(
        ({ rule, offset, message }) => [rule.code, offset, message],
      );
    expect(check('2020-01-01T00:00:00.000Z', '2020-01-01T01:00:00Z')).toEqual([]);
    expect(check(5, undefined)).toEqual([]);
    expect(check('2020-01-01T00:00:00.001Z', undefined)).toEqual([
      [
        'PATTERN_OUTSIDE_VALIDITY',
        16,
        'START 2020-01-01T00:00:00Z is earlier than valid_from "2020-01-01T00:00:00.001Z".',
      ],
    ]);
    expect(check(undefined, '2020-01-01T00:59:59Z')).toEqual([
      [
        'PATTERN_OUTSIDE_VALIDITY',
        16,
        'STOP 2020-01-01T01:00:00Z is later than valid_until "2020-01-01T00:59:59Z".',
      ],
    ]);
  });

  test('the names of 2.0 are not held against the model of 2.1', () => {
    expect(
      checkPattern("[process:name = 'x']", { version: '2.0', warnings: true }).warnings,
    ).toEqual([]);
  });

  test('a flood of warnings is cut', () => {
    const pattern = `[${Array.from({ length: 100 }, () => 'abc:d = 1').join(' OR ')}]`;
    expect(checkPattern(pattern, { warnings: true }).warnings).toHaveLength(20);
  });
});

describe('normal form', () => {
  test.each([
    ["( ( [ ( file:name='a' ) ] ) )", "[file:name = 'a']"],
    ["[a-b:'cde'.'f-g'.'AND'[ 0 ] IN(1,2.50)]", "[a-b:cde.'f-g'.'AND'[0] IN (1, 2.50)]"],
    [
      "[a-b:'Cde'.Fgh NOT = t'2020-01-01T00:00:00Z']",
      "[a-b:'Cde'.Fgh NOT = t'2020-01-01T00:00:00Z']",
    ],
    ["[a-b:c = 'it\\'s \\\\']", "[a-b:c = 'it\\'s \\\\']"],
    ["[a-b:c = b'QU\r\nI=']", "[a-b:c = b'QUI=']"],
    ['[(a-b:c = 1 AND a-b:d = 2) OR a-b:e = 3]', '[a-b:c = 1 AND a-b:d = 2 OR a-b:e = 3]'],
    ['[(a-b:c = 1 OR a-b:d = 2) AND a-b:e = 3]', '[(a-b:c = 1 OR a-b:d = 2) AND a-b:e = 3]'],
    ['[(a-b:c = 1 OR a-b:d = 2) OR a-b:e = 3]', '[(a-b:c = 1 OR a-b:d = 2) OR a-b:e = 3]'],
    [
      '([a-b:c=1] AND [a-b:c=2]) FOLLOWEDBY ([a-b:c=3]) WITHIN 5 SECONDS',
      '[a-b:c = 1] AND [a-b:c = 2] FOLLOWEDBY [a-b:c = 3] WITHIN 5 SECONDS',
    ],
    [
      '([a-b:c=1] REPEATS 2 TIMES) REPEATS 2 TIMES OR ([a-b:c=2] OR [a-b:c=3])',
      '([a-b:c = 1] REPEATS 2 TIMES) REPEATS 2 TIMES OR ([a-b:c = 2] OR [a-b:c = 3])',
    ],
    ['[NOT  EXISTS a-b:c]', '[NOT EXISTS a-b:c]'],
  ])('%j', (pattern, printed) => {
    expect(printPattern(treeOf(pattern))).toBe(printed);
  });
});

describe('constants', () => {
  test('are those of = and IN, one by one, unless negated', () => {
    const pattern = treeOf(
      `([ipv4-addr:value = '198.51.100.7' OR file:hashes.'SHA-1' = '${'a'.repeat(40)}'] AND
        [url:value IN ('http://a.example/', 'it\\'s')]) WITHIN 5 SECONDS FOLLOWEDBY
        [network-traffic:protocols[*] = 'tcp' AND network-traffic:dst_port = 443 AND
         network-traffic:dst_ref.value NOT = '198.51.100.8' AND network-traffic:src_port != 5 AND
         network-traffic:src_port > 6 AND EXISTS network-traffic:end]`,
    );
    expect(patternConstants(pattern)).toEqual([
      { object_type: 'ipv4-addr', path: 'value', value: '198.51.100.7', operator: '=' },
      { object_type: 'file', path: 'hashes.SHA-1', value: 'a'.repeat(40), operator: '=' },
      { object_type: 'url', path: 'value', value: 'http://a.example/', operator: 'IN' },
      { object_type: 'url', path: 'value', value: "it's", operator: 'IN' },
      { object_type: 'network-traffic', path: 'protocols[*]', value: 'tcp', operator: '=' },
      { object_type: 'network-traffic', path: 'dst_port', value: '443', operator: '=' },
    ]);
  });
});

test('the codes of the rules are unique', () => {
  const codes = PATTERN_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

function treeOf(pattern: string): PatternNode {
  const read = parsePattern(pattern);
  if (!read.ok) throw new Error(read.error.message);
  return read.ast;
}
