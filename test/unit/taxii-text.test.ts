// TAXII timestamps, media types, cursors and the status resource.
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCursor, signCursor } from '../../src/taxii/cursor.ts';
import {
  acceptsContentType,
  acceptsTaxii,
  readMediaType,
  STIX_MEDIA_TYPE,
  TAXII_MEDIA_TYPE,
} from '../../src/taxii/media-type.ts';
import { buildStatus } from '../../src/taxii/status.ts';
import { formatDateAdded, readAddedAfter } from '../../src/taxii/timestamp.ts';

const LENIENT = { strict: false };
const STRICT = { strict: true };

describe('a date_added', () => {
  test.each([
    [0, '1970-01-01T00:00:00.000000Z'],
    [1, '1970-01-01T00:00:00.000001Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [1_717_142_400_123_456, '2024-05-31T08:00:00.123456Z'],
    [1_717_142_400_123_456n, '2024-05-31T08:00:00.123456Z'],
    [Number.MAX_SAFE_INTEGER, '2255-06-05T23:47:34.740991Z'],
  ])('%s is written %s', (micros, text) => {
    expect(formatDateAdded(micros)).toBe(text);
  });

  test('comes back from added_after as it was', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micros) => {
        expect(readAddedAfter(formatDateAdded(micros))).toBe(micros);
      }),
    );
  });
});

describe('an added_after', () => {
  const NOON = 1_717_156_800_000_000;
  test.each([
    ['2024-05-31T12:00:00Z', NOON],
    ['2024-05-31T12:00:00.5Z', NOON + 500_000],
    ['2024-05-31T12:00:00.123Z', NOON + 123_000],
    ['2024-05-31T12:00:00.123456Z', NOON + 123_456],
    ['2024-05-31T12:00:00.123456999Z', NOON + 123_456],
    ['2024-05-31t12:00:00z', NOON],
    ['2024-05-31T12:00:00+00:00', NOON],
    ['2024-05-31T12:00:00 00:00', NOON],
    ['2024-05-31T14:00:00.5 02:00', NOON + 500_000],
    ['2024-05-31T08:00:00-04:00', NOON],
    ['2024-06-01T01:30:00+13:30', NOON],
    ['0001-01-01T00:00:00Z', Number.MIN_SAFE_INTEGER],
    ['9999-12-31T23:59:59.999999Z', Number.MAX_SAFE_INTEGER],
  ])('%s is read', (text, micros) => {
    expect(readAddedAfter(text)).toBe(micros);
  });

  test.each([
    'abc',
    '',
    '2021-13-01T00:00:00Z',
    '2021-02-30T00:00:00Z',
    '2021-02-03',
    '1612310400',
    '2021-02-03T00:00:00',
    '2021-02-03T24:00:00Z',
    '2021-02-03T00:00:00.Z',
    '2021-02-03T00:00:00.1234567890Z',
    '2021-02-03T00:00:00+24:00',
    '2021-02-03T00:00:00+0000',
    '2021-02-03T00:00:00Z,2021-02-04T00:00:00Z',
    '0000-01-01T00:00:00Z',
    ' 2021-02-03T00:00:00Z',
    '2021-02-03T00:00:00Z\n',
  ])('%j is refused', (text) => {
    expect(readAddedAfter(text)).toBeNull();
  });
});

describe('an Accept header', () => {
  test.each([
    TAXII_MEDIA_TYPE,
    'application/taxii+json',
    'application/taxii+json;version=2.1,application/stix+json;version=2.1',
    'application/stix+json;version=2.1, application/taxii+json;version=2.1',
    'text/html, application/taxii+json;version=2.1',
    'application/taxii+json; version=2.1',
    'application/taxii+json ; version=2.1 , text/html',
    'APPLICATION/TAXII+JSON;VERSION=2.1',
    'application/taxii+json;version="2.1"',
    'application/taxii+json;version="2\\.1"',
    'application/taxii+json;x="a,b;c\\"";version=2.1;q=0.1',
    'application/json, text/plain, */*',
    'application/*',
    '*/*;q=0.1',
    'application/json',
    'application/taxii+json;version=2.0, application/taxii+json;version=2.1',
    'application/taxii+json;version=2.1;q=0.2, text/html;q=0.9',
    'application/taxii+json;q=0, application/taxii+json;version=2.1',
    'nonsense, */*',
    ' , application/taxii+json',
    '',
    undefined,
  ])('%j takes TAXII', (header) => {
    expect(acceptsTaxii(header, LENIENT)).toBe(true);
  });

  test.each([
    'application/taxii+json;version=2.1;q=0',
    'application/taxii+json;version=2.1;q=0, */*',
    '*/*, application/taxii+json;version=2.1;q=0.000',
    'text/html',
    'application/xml',
    'application/stix+json;version=2.1',
    'application/taxii+json;version=2.0',
    'application/taxii+json;version=3.0',
    'application/taxii+json;version=2.10',
    'application/vnd.oasis.taxii+json; version=2.0',
    'application/vnd.oasis.stix+json',
    'text/html;x="application/taxii+json, */*"',
    'nonsense',
    '*/*;q=0',
  ])('%j does not', (header) => {
    expect(acceptsTaxii(header, LENIENT)).toBe(false);
  });

  test('must name TAXII or everything when strict', () => {
    for (const header of [TAXII_MEDIA_TYPE, 'application/taxii+json', '*/*'])
      expect(acceptsTaxii(header, STRICT)).toBe(true);
    for (const header of [undefined, '', 'application/json'])
      expect(acceptsTaxii(header, STRICT)).toBe(false);
  });

  test('of any text gets an answer', () => {
    const letters = fc.constantFrom('a', '/', ';', ',', '"', '\\', '=', 'q', '0', '*', ' ');
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 60 }), (header) => {
        expect(typeof acceptsTaxii(header, LENIENT)).toBe('boolean');
        expect(typeof acceptsContentType(header, LENIENT)).toBe('boolean');
      }),
    );
  });
});

describe('a Content-Type', () => {
  test.each([
    TAXII_MEDIA_TYPE,
    'application/taxii+json',
    'application/taxii+json; version=2.1',
    'application/taxii+json;version=2.1; charset=utf-8',
    'application/taxii+json;version=2.1;charset="UTF-8"',
    'APPLICATION/TAXII+JSON;version="2.1"',
  ])('%j is always read', (header) => {
    expect(acceptsContentType(header, STRICT)).toBe(true);
    expect(acceptsContentType(header, LENIENT)).toBe(true);
  });

  test.each([
    STIX_MEDIA_TYPE('2.1'),
    'application/stix+json; version=2.1',
    'application/stix+json',
    'application/json',
  ])('%j is read unless strict', (header) => {
    expect(acceptsContentType(header, STRICT)).toBe(false);
    expect(acceptsContentType(header, LENIENT)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'application/taxii+json;version=2.0',
    'application/stix+json;version=2.0',
    'application/vnd.oasis.stix+json;version=2.0',
    'application/xml',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/taxii+json;version=2.1;charset=iso-8859-1',
    'application/taxii+json;version',
    'application/taxii+json, application/json',
  ])('%j is not', (header) => {
    expect(acceptsContentType(header, LENIENT)).toBe(false);
  });

  test('is taken apart', () => {
    const found = readMediaType('Text/X ; A="b;\\"c\\""; a=2;; d=E');
    expect(found?.type).toBe('text/x');
    expect([...(found?.parameters ?? [])]).toEqual([
      ['a', 'b;"c"'],
      ['d', 'E'],
    ]);
  });
});

describe('a cursor', () => {
  const key = randomBytes(32);
  const collection = randomUUID();
  const cursors = fc.record({
    after: fc.maxSafeInteger(),
    added_after: fc.option(fc.maxSafeInteger()),
  });

  test('comes back as it was', () => {
    fc.assert(
      fc.property(cursors, (position) => {
        const cursor = { collection, ...position };
        const text = signCursor(cursor, key);
        expect(text).toMatch(/^[\w-]{32}$|^[\w-]{43}$/);
        expect(readCursor(text, collection, key)).toEqual(cursor);
      }),
    );
  });

  test('is of no use for another collection or under another key', () => {
    const text = signCursor({ collection, after: 1, added_after: null }, key);
    expect(readCursor(text, randomUUID(), key)).toBeNull();
    expect(readCursor(text, collection, randomBytes(32))).toBeNull();
  });

  test('is refused when anything in it was changed', () => {
    const text = signCursor({ collection, after: 1_717_142_400_123_456, added_after: 5 }, key);
    const letters = fc.constantFrom(...'ABCXYZabcxyz019-_+/=. é');
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(2),
        fc.string({ unit: letters, maxLength: 3 }),
        (at, cut, put) => {
          const changed = text.slice(0, at) + put + text.slice(at + cut);
          fc.pre(changed !== text);
          expect(readCursor(changed, collection, key)).toBeNull();
        },
      ),
    );
  });

  test.each(['', '1', 'abc', '20', 'x'.repeat(10_000), '=='])('%# is refused', (text) => {
    expect(readCursor(text, collection, key)).toBeNull();
  });
});

describe('a status', () => {
  const base = { id: randomUUID(), requestTimestamp: 1_717_142_400_123_456 };
  const success = { id: 'a', version: 'v' };
  const failure = { id: 'b', version: 'w', message: 'no' };

  test('adds up and lists everything', () => {
    const status = buildStatus({
      ...base,
      successes: [success, { ...success, message: 'already stored' }],
      failures: [failure],
    });
    expect(status).toEqual({
      id: base.id,
      status: 'complete',
      request_timestamp: '2024-05-31T08:00:00.123456Z',
      total_count: 3,
      success_count: 2,
      successes: [
        { ...success, message: 'stored' },
        { ...success, message: 'already stored' },
      ],
      failure_count: 1,
      failures: [failure],
      pending_count: 0,
    });
  });

  test('has no empty list', () => {
    expect(buildStatus({ ...base, successes: [success], failures: [] })).not.toHaveProperty(
      'failures',
    );
    expect(buildStatus({ ...base, successes: [], failures: [failure] })).not.toHaveProperty(
      'successes',
    );
  });
});
