// The minimum that an object must keep to be stored.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readObject } from '../../src/stix/object.ts';

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const INDICATOR = {
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${UUID}`,
  created: '2020-01-01T00:00:00.000Z',
  modified: '2021-01-01T00:00:00Z',
};

describe('an object that can be stored', () => {
  test('has the version of its modified', () => {
    expect(readObject(INDICATOR)).toEqual({
      ok: true,
      type: 'indicator',
      uuid: UUID,
      id: `indicator--${UUID}`,
      version: '2021-01-01T00:00:00',
      version_as_sent: '2021-01-01T00:00:00Z',
      spec_version: '2.1',
    });
  });

  test('has the version of its created when it has no modified', () => {
    const { modified, ...rest } = INDICATOR;
    expect(readObject(rest)).toMatchObject({
      version: '2020-01-01T00:00:00',
      version_as_sent: null,
    });
  });

  test('has no version when it has neither', () => {
    const address = { type: 'ipv4-addr', id: `ipv4-addr--${UUID}`, value: '198.51.100.7' };
    expect(readObject(address)).toMatchObject({ ok: true, version: null, spec_version: '2.1' });
  });

  test('is STIX 2.0 when it has a time and no spec_version', () => {
    const { spec_version, ...rest } = INDICATOR;
    expect(readObject(rest)).toMatchObject({ ok: true, spec_version: '2.0' });
  });

  test('may have a type and properties of its own', () => {
    const widget = { type: 'x-acme-widget', id: `x-acme-widget--${UUID}`, x_acme: [1, null] };
    expect(readObject(widget)).toMatchObject({ ok: true, type: 'x-acme-widget' });
  });
});

describe('an object that cannot be stored', () => {
  test.each([
    [{ type: undefined }, 'type is missing'],
    [{ type: 7 }, 'type is a number'],
    [{ type: null }, 'type is null'],
    [{ type: ['indicator'] }, 'type is a list'],
    [{ type: {} }, 'type is an object'],
    [{ type: 'bundle', id: `bundle--${UUID}` }, 'cannot hold a bundle'],
    [{ type: 'Indicator' }, "cannot be a type's name"],
    [{ id: undefined }, 'id is missing'],
    [{ id: 'indicator--1' }, 'RFC 4122'],
    [{ id: `malware--${UUID}` }, 'another type'],
    [{ created: '2020-02-30T00:00:00Z' }, 'created "2020-02-30T00:00:00Z" is not a timestamp'],
    [{ modified: '2020' }, 'modified "2020" is not a timestamp'],
    [{ modified: 1577836800 }, 'modified is a number'],
    [{ modified: null }, 'modified is null'],
    [{ modified: '2019-12-31T23:59:59.999Z' }, 'is before created'],
    [{ spec_version: '3.0' }, 'spec_version "3.0" is not supported'],
    [{ spec_version: 2.1 }, 'spec_version is a number'],
  ])('because of %j is told why', (change, message) => {
    const verdict = readObject({ ...INDICATOR, ...change });
    expect(verdict).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });

  test('is named as it named itself', () => {
    expect(readObject({ ...INDICATOR, type: 7 })).toMatchObject({
      id: INDICATOR.id,
      version: INDICATOR.modified,
    });
  });

  test.each([undefined, 7, '', 'x'.repeat(301), 'a\ud800'])(
    'has no name when its id is %j',
    (id) => {
      expect(readObject({ ...INDICATOR, id })).toMatchObject({ ok: false, id: null });
    },
  );
});

test('any properties get a verdict', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(INDICATOR)), fc.anything()), (odd) => {
      expect(typeof readObject({ ...INDICATOR, ...odd }).ok).toBe('boolean');
    }),
  );
});
