// The structure of regular expressions: what every PCRE refuses is an error, nothing that one accepts is.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkPattern } from '../../../src/stix/pattern/pattern.ts';
import { findRegexFault } from '../../../src/stix/pattern/regex.ts';
import { REGEX_DOUBTFUL } from '../../../src/stix/pattern/rules.ts';

describe('an expression that PCRE accepts', () => {
  test.each([
    '',
    'a++b*+c?+d{2}+e{2,}?',
    '(?i)a(?-i:b)(?<name>c)(?P<n>d)(?P=n)(?>e)(?|f|g)(?=h)(?!i)(?<=j)(?<!k)',
    '(?1)(?+1)(?-1)(?R)(?&n)(?(1)a|b)(?(?=a)b|c)(?#a ( comment)',
    '(*UTF8)a(*SKIP)(*pla:b)',
    '[]a][^]a][[:alpha:]()*[.a.]][\\]]',
    '\\Q(((\\E\\(\\[\\\\',
    '\\Q((( to the end',
    '[\\Q]\\E]',
    'a{b}{,}{x',
    'a|(b|)|^*\\b+',
    'x{0,65535}',
    '\u{1F600}+',
  ])('%j', (text) => {
    expect(findRegexFault(text)).toBeNull();
  });
});

describe('an expression that every PCRE refuses', () => {
  test.each([
    ['(', 'has a group that is not closed'],
    ['(a(b)', 'has a group that is not closed'],
    ['a)', 'closes a group that is not open'],
    ['[a', 'has a character class that is not closed'],
    ['[]', 'has a character class that is not closed'],
    ['[[:alpha:]', 'has a character class that is not closed'],
    ['[a\\', 'has a character class that is not closed'],
    ['a\\', 'ends in a backslash'],
    ['*a', 'has a quantifier with nothing to repeat'],
    ['(+a)', 'has a quantifier with nothing to repeat'],
    ['(*)', 'has a quantifier with nothing to repeat'],
    ['a|?', 'has a quantifier with nothing to repeat'],
    ['{2}', 'has a quantifier with nothing to repeat'],
    ['a{3,2}', 'repeats {3,2}, which has its numbers out of order'],
    ['a{65536}', 'repeats {65536}; 65535 is the most'],
    ['(?#a', 'has a comment that is not closed'],
  ])('%j', (text, message) => {
    expect(findRegexFault(text)).toEqual({ message, isCertain: true });
  });
});

test('what depends on version and options is not certain', () => {
  expect(findRegexFault('a**')?.isCertain).toBe(false);
  expect(findRegexFault('(?x)a # b (')?.isCertain).toBe(false);
  expect(findRegexFault('(?ix-s:a # b\n')?.isCertain).toBe(false);
});

test('an expression that JavaScript accepts has no certain fault', () => {
  const part = fc.constantFrom(
    'a',
    '(',
    ')',
    '[',
    ']',
    '*',
    '+',
    '?',
    '{2}',
    '|',
    '\\',
    'd',
    '(?:',
    '-',
    '^',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      // An empty class is JavaScript's own; in PCRE the bracket is literal there.
      fc.pre(!text.includes('[]') && !text.includes('[^]'));
      fc.pre(compiles(text));
      expect(findRegexFault(text)?.isCertain ?? false).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

function compiles(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

test('an expression longer than anybody writes is not looked at', () => {
  const codesOf = (expression: string) =>
    checkPattern(`[file:name MATCHES '${expression}']`, { warnings: true }).warnings.map(
      ({ rule }) => rule.code,
    );
  expect(codesOf('a**')).toEqual([REGEX_DOUBTFUL.code]);
  expect(codesOf(`a**${'b'.repeat(20_000)}`)).toEqual([]);
});
