// Text at the door: what JSON.parse would refuse, and what it would take without a word.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutLines, cutText } from '../../../src/stix/json/cut.ts';
import { JSON_RULES } from '../../../src/stix/json/read-json.ts';
import { validateText } from '../../../src/stix/validate-text.ts';

const ID = 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd';
const HEAD = `"type":"ipv4-addr","id":"${ID}"`;
const OBJECT = `{${HEAD},"value":"198.51.100.3"}`;

/** What is said about the text alone. */
function found(text: string): readonly (readonly [string, string])[] {
  return validateText(text)
    .errors.filter(({ code }) => code.startsWith('JSON_'))
    .map(({ code, pointer }) => [code, pointer]);
}

describe('a text that is JSON', () => {
  test('has the verdict of its value', () => {
    expect(validateText(` \n${OBJECT}\r\n`)).toEqual({
      id: ID,
      type: 'ipv4-addr',
      valid: true,
      errors: [],
      warnings: [],
      omitted: 0,
    });
  });

  test.each([
    ['{"a":1,"b":2,"a":3}', [['JSON_DUPLICATE_MEMBER', '/a']]],
    ['{"x":[{"c":1,"\\u0063":2}]}', [['JSON_DUPLICATE_MEMBER', '/x/0/c']]],
    ['{"__proto__":1,"__proto__":2}', [['JSON_DUPLICATE_MEMBER', '/__proto__']]],
    ['{"a/b":{"~":1,"~":2}}', [['JSON_DUPLICATE_MEMBER', '/a~1b/~0']]],
    ['{"x":[[],{},[1,{"c":"{,","d":[2],"c":3}]]}', [['JSON_DUPLICATE_MEMBER', '/x/2/1/c']]],
    ['{"a":"\\ud800"}', [['JSON_LONE_SURROGATE', '/a']]],
    ['{"a":["x","\\uDC00\\uD800"]}', [['JSON_LONE_SURROGATE', '/a/1']]],
    ['{"a":"\ud800"}', [['JSON_LONE_SURROGATE', '/a']]],
    ['{"\\ud800":1}', [['JSON_LONE_SURROGATE', '/\ud800']]],
    ['{"a":1e400}', [['JSON_NUMBER_RANGE', '/a']]],
    ['{"a":[9007199254740993]}', [['JSON_NUMBER_RANGE', '/a/0']]],
    [
      '\ufeff{"a":1,"a":-10000000000000000}',
      [
        ['JSON_BYTE_ORDER_MARK', ''],
        ['JSON_DUPLICATE_MEMBER', '/a'],
        ['JSON_NUMBER_RANGE', '/a'],
      ],
    ],
    ['{"a":"\\ud83d\\ude00 \\\\ud800","b":9007199254740991,"c":-0.5e-10,"d":1e20,"e":1.5e300}', []],
  ])('%#: %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('keeps what is said of its value behind what is said of the text, within the limit', () => {
    const members = Array.from({ length: 30 }, (_, n) => `"n${n % 15}":${n}`);
    const verdict = validateText(`{${members}}`, { maxErrors: 10 });
    expect(verdict.valid).toBe(false);
    expect(verdict.errors).toHaveLength(10);
    expect(verdict.errors[0]?.message).toBe('The object has the property "n0" twice.');
    expect(verdict.omitted).toBeGreaterThanOrEqual(5);
  });
});

describe('a text that is not JSON', () => {
  test.each([
    ['', 'a value is expected at line 1, column 1'],
    ['{"a":1,\n "b":tru}', 'this is no JSON value at line 2, column 6'],
    [`${OBJECT} x`, 'column 100'],
    [`${OBJECT}\n${OBJECT}`, 'nothing more is expected at line 2, column 1'],
    ['\ufeff{', 'line 1, column 2'],
    ["{'a':1}", 'line 1, column 2'],
  ])('%#: %j', (text, where) => {
    const { id, valid, errors } = validateText(text);
    const syntax = errors.find(({ code }) => code === 'JSON_SYNTAX');
    expect({ id, valid, pointer: syntax?.pointer }).toEqual({
      id: null,
      valid: false,
      pointer: '',
    });
    expect(syntax?.message).toContain(where);
  });

  test.each([
    ['['.repeat(1_000_000)],
    [`${'['.repeat(500_000)}${']'.repeat(500_000)}`],
    ['{"a":'.repeat(200_000)],
    [`{"a":"]","b":${'[{"c":'.repeat(51)}1${'}]'.repeat(51)}}`],
  ])('%#: or nested too deep, is not read', (text) => {
    expect(found(text)).toEqual([['JSON_TOO_DEEP', '']]);
  });

  test.each([
    [`{${Array.from({ length: 60_000 }, (_, n) => `"n${n}":1`).join(',')}}`],
    [`[${'{},'.repeat(60_000)}{}]`],
    [`[${'[}'.repeat(500_000)}`],
  ])('%#: or is denser than STIX can be, is not read', (text) => {
    expect(found(text)).toEqual([['JSON_TOO_DENSE', '']]);
  });

  test('or has more elements than STIX can have, is not read', () => {
    expect(found(`[${'0,'.repeat(100_000)}0]`)).toEqual([['JSON_TOO_DENSE', '']]);
    expect(found(`["${','.repeat(100_000)}"]`)).toEqual([]);
  });

  test('or has an object with more properties than it may, is not read', () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, n) => `"n${n}":"a text to keep it apart"`).join(',');
    expect(found(`[{${names(10_000)}},{${names(10_000)}}]`)).toEqual([]);
    expect(found(`[{"a":{${names(10_001)}}}]`)).toEqual([['JSON_TOO_WIDE', '']]);
  });

  test.each([[`0,${'['.repeat(1_000_000)}`], [`{}${'['.repeat(1_000_000)}`.replace('{}', '{} ]')]])(
    '%#: and is nested deep behind its first fault',
    (text) => {
      expect(found(text)).toEqual([['JSON_SYNTAX', '']]);
    },
  );
});

test('every text gets a verdict', () => {
  const damaged = fc
    .tuple(
      fc.nat(OBJECT.length),
      fc.nat(3),
      fc.constantFrom('{', '"', ',', '\\', '\ud800', '1e999'),
    )
    .map(([at, length, piece]) => OBJECT.slice(0, at) + piece + OBJECT.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), damaged), (text) => {
      const { valid, errors } = validateText(text, { warnings: true, infos: true });
      expect(valid).toBe(errors.length === 0);
    }),
    { numRuns: 2000 },
  );
});

test('each rule of texts has a code of its own', () => {
  expect(new Set(JSON_RULES.map(({ code }) => code)).size).toBe(JSON_RULES.length);
});

describe('a text is cut', () => {
  const cut = (text: string) => {
    const parts = cutText(text, 100);
    return 'offset' in parts ? parts : parts.map(({ start, end }) => text.slice(start, end));
  };

  test.each([
    [' {"a":1}\n', ['{"a":1}']],
    ['null', ['null']],
    ['', ['']],
    ['[]', []],
    ['[ \n]', []],
    [' [1, {"a":[2]} ,null,"]"]', ['1', '{"a":[2]}', 'null', '"]"']],
    ['{"objects":[]}', []],
    ['{"more":false,"objects":[{"a":1},2]}', ['{"a":1}', '2']],
    ['{"type":"bundle","objects":[{},{}]}', ['{"type":"bundle","objects":[{},{}]}']],
    ['{"objects":[{}],"\\u0074ype":1}', ['{"objects":[{}],"\\u0074ype":1}']],
    ['{"objects":7}', ['{"objects":7}']],
    ['{"objects":[1],"objects":[2]}', ['{"objects":[1],"objects":[2]}']],
    ['[1,]', ['1', '']],
  ])('%#: %s', (text, parts) => {
    expect(cut(text)).toEqual(parts);
  });

  test.each([
    ['[1,2', 4],
    ['[1,2] x', 6],
    ['[{"a":1},{"b":2]', 15],
    ['{"objects":[1],}', 15],
  ])('%#: %s is told where it stops being JSON', (text, offset) => {
    expect(cut(text)).toMatchObject({ offset });
  });

  test.each([['[0,0,0,0]'], [`{"objects":[${'{},'.repeat(3000)}{}]}`]])(
    '%#: no further than asked for',
    (text) => {
      expect(cutText(text, 100, 2)).toHaveLength(3);
      expect(cutText(text, 100)).toHaveLength(text.length === 9 ? 4 : 3001);
    },
  );

  test('into lines where each is JSON by itself', () => {
    const lines = (text: string) =>
      cutLines(text)?.map(({ start, end }) => text.slice(start, end)) ?? null;
    expect(lines('{"a":1}\r\n\n [2] \n')).toEqual(['{"a":1}', '[2]']);
    expect(lines('{"a":1}\n{')).toEqual(['{"a":1}', '{']);
    expect(lines('{"a":1}\n')).toBeNull();
    expect(lines('{\n"a":1}')).toBeNull();
    expect(lines('')).toBeNull();
  });
});
