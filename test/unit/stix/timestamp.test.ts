// Timestamps as instants: compared at any precision, from and to milliseconds.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  compareTimestamps,
  printTimestamp,
  readMilliseconds,
  readStixTimestamp,
} from '../../../src/stix/timestamp.ts';

const DIGITS = fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), maxLength: 12 });
const SECONDS = fc
  .oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -62_000_000_000, max: 250_000_000_000 }))
  .map((second) => new Date(second * 1000).toISOString().slice(0, 19));
const TIMESTAMPS = fc
  .tuple(SECONDS, DIGITS)
  .map(([seconds, digits]) => (digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`));

describe('two timestamps', () => {
  test.each([
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00.000Z'],
    ['2020-01-01T00:00:00.1Z', '2020-01-01T00:00:00.1000000000Z'],
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
  ])('%s and %s are the same instant', (a, b) => {
    expect([compareTimestamps(a, b), compareTimestamps(b, a)]).toEqual([0, 0]);
  });

  test.each([
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00.000000000001Z'],
    ['2020-01-01T00:00:00.09Z', '2020-01-01T00:00:00.1Z'],
    ['2020-01-01T00:00:00.9Z', '2020-01-01T00:00:01Z'],
    ['2020-01-01T00:00:00.1234567Z', '2020-01-01T00:00:00.1234568Z'],
    ['2016-12-31T23:59:59.999Z', '2016-12-31T23:59:60Z'],
    ['2016-12-31T23:59:60.9Z', '2017-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  ])('%s is before %s', (a, b) => {
    expect(compareTimestamps(a, b)).toBeLessThan(0);
    expect(compareTimestamps(b, a)).toBeGreaterThan(0);
  });

  test('are in the order of their normal forms', () => {
    fc.assert(
      fc.property(TIMESTAMPS, TIMESTAMPS, (a, b) => {
        const left = readStixTimestamp(a) ?? '';
        const right = readStixTimestamp(b) ?? '';
        const order = left < right ? -1 : left > right ? 1 : 0;
        expect(Math.sign(compareTimestamps(a, b))).toBe(order);
      }),
    );
  });

  test('have some order, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(Number.isFinite(compareTimestamps(a, b))).toBe(true);
      }),
    );
  });
});

describe('milliseconds', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.0019999Z', 1],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['0099-01-01T00:00:00.5Z', Date.parse('0099-01-01T00:00:00.500Z')],
    ['2016-12-31T23:59:60.5Z', Date.parse('2017-01-01T00:00:00.500Z')],
    ['9999-12-31T23:59:59.999999Z', 253_402_300_799_999],
  ])('of %s are %d', (text, milliseconds) => {
    expect(readMilliseconds(text)).toBe(milliseconds);
  });

  test.each(['', '2020-01-01', '2020-02-30T00:00:00Z', 'now'])('are not in %j', (text) => {
    expect(readMilliseconds(text)).toBeNull();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -62_167_219_200_001, 253_402_300_800_000, 9e15])(
    '%d make no timestamp',
    (milliseconds) => {
      expect(printTimestamp(milliseconds)).toBeNull();
    },
  );

  test('come back from the timestamp they make', () => {
    const range = { min: -62_167_219_200_000, max: 253_402_300_799_999 };
    fc.assert(
      fc.property(fc.integer(range), (milliseconds) => {
        expect(readMilliseconds(printTimestamp(milliseconds) ?? '')).toBe(milliseconds);
      }),
    );
  });

  test('is the same instant with more digits, however it is read', () => {
    const digits = (most: number, length: number) =>
      fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(length, '0'));
    const part = [
      digits(13, 2),
      digits(33, 2),
      digits(25, 2),
      digits(61, 2),
      digits(61, 2),
    ] as const;
    fc.assert(
      fc.property(digits(9999, 4), ...part, digits(999, 3), (y, mo, d, h, mi, s, ms) => {
        const text = `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}`;
        expect(readMilliseconds(`${text}Z`)).toBe(readMilliseconds(`${text}0Z`));
      }),
      { numRuns: 2000 },
    );
  });
});
