// Properties of the reader of patterns: trees survive printing, and no text makes it throw.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type {
  ComparisonNode,
  Constant,
  PatternNode,
  Qualifier,
  Step,
  TestNode,
} from '../../../src/stix/pattern/ast.ts';
import { patternConstants } from '../../../src/stix/pattern/constants.ts';
import { checkPattern, isPattern, parsePattern } from '../../../src/stix/pattern/pattern.ts';
import { printPattern } from '../../../src/stix/pattern/print.ts';

const FOLDER = new URL('../../../../shared/stix/vectors/', import.meta.url);
const texts: readonly string[] = [
  ...new Set(
    ['patterns.json', 'patterns-divergence.json'].flatMap((file) =>
      (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as { pattern: string }[]).map(
        ({ pattern }) => pattern,
      ),
    ),
  ),
];

describe('a tree', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'value',
      'name',
      'MD5x',
      'SHA-9',
      'AND',
      'true',
      'h',
      'x_ref',
      "it's",
      '\\',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ key }),
    fc.record({ index: fc.oneof(fc.nat(), fc.constant('*' as const)) }),
  );
  const steps = fc
    .tuple(fc.record({ key }), fc.array(step, { maxLength: 3 }))
    .map(([first, more]) => [first, ...more]);
  const instant = fc
    .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const number = fc.oneof(
    fc.record({ kind: fc.constant('integer' as const), value: fc.maxSafeInteger().map(String) }),
    fc.record({
      kind: fc.constant('float' as const),
      value: fc.tuple(fc.maxSafeInteger(), fc.nat()).map(([whole, part]) => `${whole}.${part}`),
    }),
  );
  const kinds: readonly fc.Arbitrary<Constant>[] = [
    number,
    fc.record({ kind: fc.constant('string' as const), value: fc.string({ unit: 'binary' }) }),
    fc.record({ kind: fc.constant('timestamp' as const), value: instant }),
    fc.record({
      kind: fc.constant('hex' as const),
      value: fc.uint8Array().map((octets) => Buffer.from(octets).toString('hex')),
    }),
    fc.record({
      kind: fc.constant('binary' as const),
      value: fc
        .uint8Array({ minLength: 1 })
        .map((octets) => Buffer.from(octets).toString('base64')),
    }),
  ];
  const boolean: fc.Arbitrary<Constant> = fc.record({
    kind: fc.constant('boolean' as const),
    value: fc.constantFrom('true', 'false'),
  });
  const one = (constant: fc.Arbitrary<Constant>): fc.Arbitrary<Constant[]> =>
    constant.map((only) => [only]);

  // One type, so that any AND is satisfiable; names of hash algorithms are left out.
  const testOf = (
    operator: fc.Arbitrary<TestNode['operator']>,
    constants: fc.Arbitrary<Constant[]>,
  ): fc.Arbitrary<ComparisonNode> =>
    fc.record({
      kind: fc.constant('test' as const),
      path: fc.record({ type: fc.constant('x-thing'), steps }),
      negated: fc.boolean(),
      operator,
      constants,
    });
  const single = fc.oneof(
    testOf(fc.constantFrom('=', '!='), one(fc.oneof(...kinds, boolean))),
    testOf(fc.constantFrom('<', '<=', '>', '>='), one(fc.oneof(...kinds))),
    testOf(fc.constant('LIKE'), one(kinds[1] as fc.Arbitrary<Constant>)),
    testOf(
      fc.constant('IN'),
      fc.oneof(
        ...[...kinds, boolean].map((kind) => fc.array(kind, { minLength: 1, maxLength: 3 })),
      ),
    ),
    testOf(fc.constant('EXISTS'), fc.constant([])),
  );
  const { comparison } = fc.letrec<{ comparison: ComparisonNode }>((tie) => ({
    comparison: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      single,
      fc.record({
        kind: fc.constant('joined-tests' as const),
        operator: fc.constantFrom('AND' as const, 'OR' as const),
        operands: fc.array(tie('comparison'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));
  const qualifiers: fc.Arbitrary<Qualifier[]> = fc
    .tuple(
      fc.record({
        kind: fc.constant('WITHIN' as const),
        seconds: fc.constantFrom('1', '0.5', '.5'),
      }),
      fc.record({
        kind: fc.constant('REPEATS' as const),
        times: fc.integer({ min: 1 }).map(String),
      }),
      fc.constant({
        kind: 'START' as const,
        start: '2020-01-01T00:00:00Z',
        stop: '2020-01-01T00:00:00.1Z',
      }),
    )
    .chain((all) => fc.shuffledSubarray<Qualifier>(all, { minLength: 1 }));
  const { pattern } = fc.letrec<{ pattern: PatternNode }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.record({ kind: fc.constant('observation' as const), test: comparison }),
      fc.record({
        kind: fc.constant('joined' as const),
        operator: fc.constantFrom('AND' as const, 'OR' as const, 'FOLLOWEDBY' as const),
        operands: fc.array(tie('pattern'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('qualified' as const), of: tie('pattern'), qualifiers }),
    ),
  }));

  test('that is printed reads as the same tree', () => {
    fc.assert(
      fc.property(pattern, (tree) => {
        const printed = printPattern(tree);
        expect(parsePattern(printed)).toEqual({ ok: true, ast: tree });
        expect(isPattern(printed)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('whatever the text', () => {
  const character = fc.oneof(
    fc.constantFrom(...'[]()\'\\.,:=!<>*-+_ \n/"{}htb019afANDORIN'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
    fc.constantFrom('\ud800', ' NOT ', ' AND ', ' OR ', ' WITHIN 5 SECONDS', "t'", '((', '))'),
  );
  const edit = fc.record({
    at: fc.nat(10_000),
    remove: fc.nat(3),
    insert: fc.oneof(fc.constant(''), character),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) => edits.reduce(mutate, text));

  const holds = (text: string): void => {
    for (const version of ['2.0', '2.1'] as const) {
      const { valid, errors, warnings } = checkPattern(text, { version, warnings: true });
      const read = parsePattern(text, version);
      expect(isPattern(text, version)).toBe(valid);
      expect(read.ok).toBe(valid);
      expect(errors.length > 0).toBe(!valid);
      for (const { offset, message, hint } of [...errors, ...warnings]) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
        expect(message.isWellFormed() && message !== '' && hint !== '').toBe(true);
      }
      if (!read.ok) continue;
      expect(parsePattern(printPattern(read.ast), version)).toEqual(read);
      patternConstants(read.ast);
    }
  };

  test('mutated patterns get a verdict, the same from every door', () => {
    fc.assert(fc.property(mutated, holds), { numRuns: 3000 });
  });

  test('any text gets a verdict', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), holds), { numRuns: 300 });
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 40 }).map((all) => all.join('')),
        holds,
      ),
    );
  });

  test.each([
    '(',
    '[',
    "'",
    "\\'",
    "h'",
    '[a-b:c=1 OR ',
    '[a-b:c.',
    '[a-b:c[*]',
    '[a-b:c IN (1,',
    '1',
    '.1',
    '-',
    'a-',
    'A',
    ' ',
    '\u3000',
    '[a-b:c=1]AND',
    '[a-b:c=1]WITHIN 1 SECONDS ',
    "[a-b:c MATCHES '(",
  ])('%j again and again up to the limit of length gets a verdict', (part) => {
    const text = part.repeat(Math.floor(65_536 / part.length));
    expect(checkPattern(text, { warnings: true }).valid).toBe(false);
    expect(checkPattern(`[a-b:c = 1] ${text.slice(20)}`, { warnings: true }).valid).toBe(
      text.trim() === '',
    );
  });
});

function mutate(
  text: string,
  { at, remove, insert }: { at: number; remove: number; insert: string },
): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + insert + text.slice(place + remove);
}
