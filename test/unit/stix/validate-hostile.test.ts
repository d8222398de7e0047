// Whatever comes, there is a verdict: within its bounds, and without throwing.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Options, type Verdict, validate } from '../../../src/stix/validate.ts';
import { identity, indicator, of, sco, sdo, UUID } from '../../support/stix-objects.ts';

const MEBI = 1 << 20;

describe('hostile input', () => {
  const long = (text: string) => text.repeat(MEBI / text.length);
  const many = (count: number, entry: (index: number) => readonly [string, unknown]) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
  const deep = (open: string, close: string, count: number): unknown =>
    JSON.parse(`${open.repeat(count)}1${close.repeat(count)}`);
  const marked = (selectors: readonly string[]) =>
    identity({ granular_markings: [{ lang: 'en', selectors }] });

  test.each<readonly [string, boolean, () => unknown]>([
    ['deep lists', false, () => deep('[', ']', 500_000)],
    ['deep lists in a custom property', false, () => identity({ x_foo: deep('[', ']', 500_000) })],
    [
      'deep lists in a property of the table',
      false,
      () => sco('url', { value: deep('[', ']', 500_000) }),
    ],
    ['deep objects', false, () => identity({ x_foo: deep('{"a":', '}', 170_000) })],
    ['deep hashes', false, () => sco('file', { hashes: deep('{"MD5":', '}', 130_000) })],
    [
      'deep extensions',
      false,
      () => sco('file', { name: 'a', extensions: deep('{"a":', '}', 170_000) }),
    ],
    [
      'deep translations',
      false,
      () =>
        sdo('language-content', {
          object_ref: `tool--${UUID}`,
          contents: deep('{"en":', '}', 140_000),
        }),
    ],
    [
      'deep containers',
      false,
      () => sdo('observed-data', { objects: deep('{"type":', '}', 100_000) }),
    ],
    [
      'deep markings',
      false,
      () =>
        sdo('marking-definition', {
          definition_type: 'x',
          definition: deep('{"a":', '}', 170_000),
        }),
    ],
    ['nulls', false, () => identity({ x_foo: Array(200_000).fill(null) })],
    ['a bundle of nulls', false, () => of('bundle', { objects: Array(200_000).fill(null) })],
    ['a bundle of empty objects', false, () => bundle(...Array<object>(100_000).fill({}))],
    ['a bundle of bundles', false, () => bundle(...Array<object>(50_000).fill({ type: 'bundle' }))],
    ['empty lists', true, () => identity({ x_foo: Array(300_000).fill([]) })],
    ['names', false, () => identity(many(100_000, (index) => [`x${index}_a`, 1]))],
    ['bad names', false, () => identity(many(100_000, (index) => [`X${index}`, 1]))],
    ['keys', false, () => identity({ x_foo: many(100_000, (index) => [`k${index}`, 1]) })],
    [
      'as many names as there may be',
      true,
      () => identity(many(9_994, (index) => [`x${index}_a`, 1])),
    ],
    [
      'many objects in a container',
      false,
      () =>
        sdo('observed-data', {
          objects: many(10_001, (index) => [`${index}`, { type: 'mutex', name: 'a' }]),
        }),
    ],
    ['a long name', false, () => identity({ [long('/')]: 1 })],
    ['a long key', false, () => identity({ x_foo: { [long('~')]: null } })],
    [
      'a long name of an extension',
      false,
      () => identity({ extensions: { [long('/')]: { a: 1 } } }),
    ],
    [
      'many extensions',
      false,
      () => identity({ extensions: many(90_000, (index) => [`a${index}`, { a: 1 }]) }),
    ],
    [
      'many hashes',
      false,
      () => sco('file', { hashes: many(60_000, (index) => [`abc${index}`, 'a']) }),
    ],
    ['selectors', true, () => marked(Array(150_000).fill('name'))],
    ['bad selectors', false, () => marked(Array(150_000).fill('nam'))],
    ['a long selector', false, () => marked([`name.${long('a.')}`])],
    [
      'references',
      true,
      () => identity({ object_marking_refs: Array(16_000).fill(`marking-definition--${UUID}`) }),
    ],
    [
      'a long fraction of a second',
      false,
      () => identity({ created: `2024-01-31T00:00:00.${'0'.repeat(MEBI)}1Z` }),
    ],
  ])('with %s gets a verdict', (_what, expected, make) => {
    const value = make();
    for (const options of [{}, { warnings: true, infos: true }]) {
      const verdict = validate(value, options);
      expectInBounds(verdict);
      expect(verdict.valid).toBe(expected);
    }
  });

  test.each([
    'a',
    'a-',
    '-',
    '.',
    'a.',
    '0',
    '::',
    '/',
    '%',
    '\\',
    '"',
    ' ',
    'é',
    '\ud800',
    'A',
    '[',
    '(',
    '@',
    '=',
  ])('with %j everywhere a million times gets a verdict', (text) => {
    const value = long(text);
    for (const [type, name] of [
      ['domain-name', 'value'],
      ['email-addr', 'value'],
      ['ipv4-addr', 'value'],
      ['ipv6-addr', 'value'],
      ['mac-addr', 'value'],
      ['url', 'value'],
      ['windows-registry-key', 'key'],
      ['artifact', 'payload_bin'],
    ] as const)
      expectInBounds(validate(sco(type, { [name]: value }), { warnings: true }));
    expectInBounds(validate({ type: value, id: value }, { warnings: true }));
    expectInBounds(
      validate(indicator({ pattern: value, lang: value, created_by_ref: value, x_hex: value })),
    );
    expectInBounds(
      validate(sco('software', { name: value, cpe: `cpe:2.3:${value}`, languages: [value] })),
    );
    expectInBounds(
      validate(
        sco('file', { name: value, hashes: { MD5: value, SSDEEP: `3:${value}`, TLSH: value } }),
      ),
    );
  });
});

describe('whatever comes', () => {
  const vectors = ['unit-v21', 'examples', 'spec-examples', 'rstix', 'divergence'].flatMap((file) =>
    readObjects(`stix/vectors/objects-${file}.json`),
  );
  const options = fc.record<Options>(
    {
      warnings: fc.boolean(),
      infos: fc.boolean(),
      maxErrors: fc.nat(5),
      maxWarnings: fc.nat(5),
      maxDepth: fc.integer({ min: 1, max: 9 }),
      hexCase: fc.constantFrom('lower', 'any'),
      createdByRef: fc.constantFrom('identity', 'any'),
      uuidVersions: fc.constantFrom('rfc4122', 'rfc9562'),
      uuidCase: fc.constantFrom('lower', 'any'),
      stix20: fc.constantFrom('refuse', 'accept'),
    },
    { requiredKeys: [] },
  );

  test('there is a verdict on any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), options, (value, given) => {
        expectInBounds(validate(value, given), given);
      }),
      { numRuns: 2000 },
    );
  });

  test('there is a verdict on any object of a known type', () => {
    const types = [...new Set(vectors.map((value) => String((value as { type?: unknown }).type)))];
    const names = [...new Set(vectors.flatMap((value) => Object.keys(value as object)))];
    const entries = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(fc.constantFrom(...types), entries, options, (type, more, given) => {
        expectInBounds(validate(of(type, more), given), given);
      }),
      { numRuns: 3000 },
    );
  });

  test('there is a verdict on every vector with a part exchanged or removed', () => {
    const strange = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>(
        undefined,
        null,
        '',
        [],
        {},
        [[]],
        [null],
        [{}],
        -1,
        Number.POSITIVE_INFINITY,
        '__proto__',
        'a'.repeat(400),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors),
        fc.array(fc.nat(), { maxLength: 8 }),
        strange,
        options,
        (vector, path, part, given) => {
          expectInBounds(validate(exchange(vector, path, part), given), given);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

function bundle(...objects: object[]): Record<string, unknown> {
  return of('bundle', { objects });
}

function expectInBounds(verdict: Verdict, options: Options = {}): void {
  const { maxErrors = 100, maxWarnings = 50 } = options;
  const { valid, errors, warnings, omitted } = verdict;
  expect(errors.length).toBeLessThanOrEqual(maxErrors);
  expect(warnings.length).toBeLessThanOrEqual(maxWarnings);
  expect(valid).toBe(errors.length + omitted === 0);
  for (const { pointer, message } of [...errors, ...warnings]) {
    expect(pointer.length).toBeLessThan(10_000);
    expect(message.length).toBeLessThan(10_000);
  }
}

/** A copy with the part that the path leads to exchanged; it ends early where there is no way on. */
function exchange(value: unknown, [step, ...rest]: readonly number[], part: unknown): unknown {
  if (typeof value !== 'object' || value === null || step === undefined) return part;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return part;
  const copy = { ...value } as Record<string, unknown>;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? exchange(item, rest, part) : item));
  copy[key] = exchange(copy[key], rest, part);
  if (copy[key] === undefined) delete copy[key];
  return copy;
}

function readObjects(path: string): unknown[] {
  const url = new URL(`../../../../shared/${path}`, import.meta.url);
  const cases: readonly { readonly object?: unknown }[] = JSON.parse(readFileSync(url, 'utf8'));
  return cases.flatMap(({ object }) => (object === undefined ? [] : [object]));
}
