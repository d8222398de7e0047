// Identifiers: made, and read more leniently.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  makeIdentifier,
  readIdentifier,
  readIdentifierAnyCase,
  uuidVersion,
} from '../../../src/stix/identifier.ts';

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';

describe('an identifier', () => {
  test('with upper-case letters in its UUID is read when asked for', () => {
    const id = `indicator--${UUID.toUpperCase()}`;
    expect(readIdentifier(id)).toBeNull();
    expect(readIdentifierAnyCase(id)).toEqual({ type: 'indicator', uuid: UUID });
  });

  test.each(['', 'x', 'indicator', UUID, `--${UUID}`, `Indicator--${UUID}`, `indicator-${UUID}`])(
    'is not %j, in any case',
    (text) => {
      expect(readIdentifierAnyCase(text)).toBeNull();
    },
  );

  test('is read in any case wherever it is read', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = `x-thing--${uuid}`;
        expect(readIdentifierAnyCase(id)).toEqual(readIdentifier(id));
      }),
    );
  });

  test.each([
    ['indicator', UUID, `indicator--${UUID}`],
    ['indicator', UUID.toUpperCase(), `indicator--${UUID}`],
    ['in', UUID, null],
    ['indicator', 'x', null],
    ['indicator', `-${UUID}`, null],
  ])('of %j and %j is %p', (type, uuid, id) => {
    expect(makeIdentifier(type, uuid)).toBe(id);
  });
});

test('The version of a UUID is its 13th digit', () => {
  expect(uuidVersion(UUID)).toBe(4);
  expect(uuidVersion(`x509-certificate--${UUID}`)).toBe(4);
  expect(uuidVersion('00abedb4-aa42-766c-9c01-fed23315a9b7')).toBe(7);
});
