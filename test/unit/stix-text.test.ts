// Timestamps, identifiers and canonical JSON of STIX.
import { describe, expect, test } from '@jest/globals';
import canonical from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from '../../src/stix/canonical.ts';
import { explainIdentifier, readIdentifier } from '../../src/stix/identifier.ts';
import { quote } from '../../src/stix/quote.ts';
import { printVersion, readStixTimestamp, versionAsSent } from '../../src/stix/timestamp.ts';

// Its types tell of a module with a default; what it exports is the function itself.
const canonicalize = canonical as unknown as (value: unknown) => string;

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';

describe('a STIX timestamp', () => {
  test.each([
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00'],
    ['2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00'],
    ['2020-01-01T00:00:00.500Z', '2020-01-01T00:00:00.5'],
    ['2020-01-01T00:00:00.050Z', '2020-01-01T00:00:00.05'],
    ['2020-01-01T00:00:00.123456789012Z', '2020-01-01T00:00:00.123456789012'],
    ['2020-02-29T23:59:59.9Z', '2020-02-29T23:59:59.9'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:60'],
  ])('%s is read as %s', (text, normal) => {
    expect(readStixTimestamp(text)).toBe(normal);
  });

  test.each([
    '',
    '2020-01-01',
    '2020-01-01T00:00:00',
    '2020-01-01t00:00:00Z',
    '2020-01-01T00:00:00z',
    '2020-01-01T00:00:00+00:00',
    '2020-01-01T00:00:00.Z',
    '2020-01-01T24:00:00Z',
    '2020-01-01T12:60:00Z',
    '2020-01-01T12:00:60Z',
    '2020-13-01T00:00:00Z',
    '2020-00-01T00:00:00Z',
    '2020-01-00T00:00:00Z',
    '2020-06-31T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2020-01-01T00:00:00Z\n',
    ' 2020-01-01T00:00:00Z',
    `2020-01-01T00:00:00.${'1'.repeat(1001)}Z`,
  ])('%j is none', (text) => {
    expect(readStixTimestamp(text)).toBeNull();
  });

  test('is shown as the sender wrote it', () => {
    fc.assert(
      fc.property(instants(), fc.nat(6), ({ seconds, fraction }, zeros) => {
        const digits = `${fraction}${'0'.repeat(zeros)}`;
        const text = digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
        const normal = readStixTimestamp(text) ?? '';
        expect(printVersion(normal, versionAsSent(normal, text))).toBe(text);
        expect(readStixTimestamp(printVersion(normal, null))).toBe(normal);
      }),
    );
  });

  test('keeps the sender’s text only where three digits or more do not give it', () => {
    expect(versionAsSent('2020-01-01T00:00:00', '2020-01-01T00:00:00.000Z')).toBeNull();
    expect(versionAsSent('2020-01-01T00:00:00.1234', '2020-01-01T00:00:00.1234Z')).toBeNull();
    expect(versionAsSent('2020-01-01T00:00:00', '2020-01-01T00:00:00Z')).toBe(
      '2020-01-01T00:00:00Z',
    );
  });

  test('sorts as text the way its instant does', () => {
    fc.assert(
      fc.property(instants(), instants(), (left, right) => {
        const byText = compare(normalOf(left), normalOf(right));
        const nanos = (i: Instant): bigint =>
          BigInt(Date.parse(`${i.seconds}Z`)) * 1_000_000n + BigInt(i.fraction.padEnd(9, '0'));
        expect(byText).toBe(compare(nanos(left), nanos(right)));
      }),
    );
  });
});

interface Instant {
  readonly seconds: string;
  readonly fraction: string;
}

// Few seconds and few digits, so that pairs often differ in the fraction alone.
function instants(): fc.Arbitrary<Instant> {
  return fc.record({
    seconds: fc
      .oneof(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: -1_000_000_000, max: 4_000_000_000 }),
      )
      .map((second) => new Date(second * 1000).toISOString().slice(0, 19)),
    fraction: fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), maxLength: 9 }),
  });
}

function normalOf({ seconds, fraction }: Instant): string {
  return readStixTimestamp(fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`) ?? '';
}

function compare<T extends string | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

describe('a STIX identifier', () => {
  test.each(['indicator', 'x-acme-widget', 'ipv4-addr', 'x509-certificate', 'a'.repeat(250)])(
    'of type %s is taken apart',
    (type) => {
      expect(readIdentifier(`${type}--${UUID}`)).toEqual({ type, uuid: UUID });
    },
  );

  test.each([
    ['', /no `--`/],
    ['foo', /no `--`/],
    ['indicator--123', /UUID/],
    [`indicator-${UUID}`, /no `--`/],
    [`--${UUID}`, /type's name/],
    [`ab--${UUID}`, /type's name/],
    [`${'a'.repeat(251)}--${UUID}`, /type's name/],
    [`Indicator--${UUID}`, /type's name/],
    [`x_acme--${UUID}`, /type's name/],
    [`x-acme---${UUID}`, /UUID|type's name/],
    [`indicator--${UUID.toUpperCase()}`, /upper-case/],
    ['indicator--00000000-0000-0000-0000-000000000000', /UUID/],
    ['indicator--8e2e2d2b-17d4-4cbf-c38f-98ee46b3cd3f', /UUID/],
    [`indicator--${UUID}\n`, /UUID/],
    [` indicator--${UUID}`, /type's name/],
    [`indicator--x--${UUID}`, /UUID/],
  ])('is not %j', (text, reason) => {
    expect(readIdentifier(text)).toBeNull();
    expect(explainIdentifier(text)).toMatch(reason);
  });

  test('is read in no time from a hostile text', () => {
    expect(readIdentifier(`${'a-'.repeat(50_000)}--${UUID}`)).toBeNull();
  });
});

test('canonical JSON is the same text that RFC 8785 gives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalize(value));
    }),
  );
  const awkward = JSON.parse(
    '{"b":1,"10":2,"9":3,"__proto__":{"é":"\\u0000\\""},"\\ud83d\\ude00":1e21}',
  );
  expect(canonicalJson(awkward)).toBe(canonicalize(awkward));
});

test('a quoted text is short and proper Unicode', () => {
  expect(quote('a\ud800b"\n')).toBe('"a\ufffdb\\"\\n"');
  expect(quote('x'.repeat(1000)).length).toBeLessThan(90);
});
