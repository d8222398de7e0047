// Rules that hold for any object: names, values at any depth, identifiers, times. Each row: what breaks or keeps it, then the codes that are told, and where.
import { describe, expect, test } from '@jest/globals';
import { validate } from '../../../src/stix/validate.ts';
import { found, identity, indicator, of, sco, sdo, UUID } from '../../support/stix-objects.ts';
import { rows } from '../../support/stix-rows.ts';

const EXTENSION = `extension-definition--${UUID}`;

describe('any value', () => {
  rows([
    ['null is no object', null, 'NOT_AN_OBJECT '],
    ['a list is no object', [], 'NOT_AN_OBJECT '],
    ['an object without a type', {}, 'TYPE_MISSING /type'],
    ['a type that is no text', { type: 5 }, 'TYPE_MISSING /type'],
    ['a reserved type', of('action', {}), 'TYPE_RESERVED /type'],
    ['an identity is fine', identity()],
  ]);
});

describe('names', () => {
  rows([
    ['a name of a custom property', identity({ x_foo: 1 })],
    ['a short name', identity({ xy: 1 }), 'PROPERTY_NAME /xy'],
    ['a long name', identity({ [`x${'y'.repeat(250)}`]: 1 }), `PROPERTY_NAME /x${'y'.repeat(250)}`],
    ['a capital in a name', identity({ xFoo: 1 }), 'PROPERTY_NAME /xFoo'],
    ['a name that prototypes have', identity({ constructor: 1 })],
    ['the name of a prototype', parsed('{"__proto__": 1}'), 'PROPERTY_NAME /__proto__'],
    [
      'a capital in a name of prototypes',
      identity({ hasOwnProperty: 1 }),
      'PROPERTY_NAME /hasOwnProperty',
    ],
    ['a reserved name', identity({ severity: 1 }), 'PROPERTY_RESERVED /severity'],
    [
      'a reserved name in a structure',
      identity({ external_references: [{ source_name: 'a', url: 'a:b', action: 1 }] }),
      'PROPERTY_RESERVED /external_references/0/action',
    ],
    ['a reserved name as a key of a dictionary', identity({ x_foo: { action: 1 } })],
    ['a bad key at depth', identity({ x_foo: [{ 'a b': 1 }] }), 'DICTIONARY_KEY /x_foo/0/a b'],
    [
      'a bad key that the shape tells of',
      sco('process', { environment_variables: { 'a b': 'c' } }),
      'DICTIONARY_KEY /environment_variables/a b',
    ],
    ['a slash in a key', identity({ x_foo: { 'a/b~': 1 } }), 'DICTIONARY_KEY /x_foo/a~1b~0'],
    [
      'a name too long for a pointer',
      identity({ x_foo: { ['a'.repeat(301)]: 1 } }),
      'DICTIONARY_KEY /x_foo',
    ],
    [
      'a reference of the sender that is none',
      identity({ x_foo_ref: 'foo' }),
      'SUFFIX_TYPE /x_foo_ref',
    ],
    [
      'a reference of the sender to a bundle',
      identity({ x_foo_ref: `bundle--${UUID}` }),
      'REFERENCE_TARGET /x_foo_ref',
    ],
    ['a reference of the sender', identity({ x_foo_ref: `x-foo--${UUID}` })],
    ['an empty reference of the sender', identity({ x_foo_ref: '' })],
    [
      'references of the sender that are no list',
      identity({ x_foo_refs: `x-foo--${UUID}` }),
      'SUFFIX_TYPE /x_foo_refs',
    ],
    [
      'references of the sender',
      identity({ x_foo_refs: [`x-foo--${UUID}`, 1] }),
      'SUFFIX_TYPE /x_foo_refs/1',
    ],
    ['hexadecimal digits of the sender', identity({ x_foo_hex: 'abc' }), 'SUFFIX_TYPE /x_foo_hex'],
    ['upper case in them', identity({ x_foo_hex: 'AB' }), 'HEX_CASE /x_foo_hex'],
    ['base64 of the sender', identity({ x_foo_bin: 'AAA' }), 'SUFFIX_TYPE /x_foo_bin'],
    ['right values of such names', identity({ x_foo_hex: 'ab', x_foo_bin: 'AAA=' })],
    ['an encoding of nothing', identity({ x_foo_enc: 'UTF-8' }), 'ENCODING_ALONE /x_foo_enc'],
    [
      'an encoding that is none',
      identity({ x_foo: 'a', x_foo_enc: 'bla' }),
      'CHARSET_NAME /x_foo_enc',
    ],
    [
      'name_enc without name',
      sco('file', { hashes: { MD5: 'a'.repeat(32) }, name_enc: 'UTF-8' }),
      'ENCODING_ALONE /name_enc',
    ],
    [
      'path_enc that is no encoding',
      sco('directory', { path: 'a', path_enc: 'bla' }),
      'CHARSET_NAME /path_enc',
    ],
  ]);
});

describe('values at any depth', () => {
  rows([
    ['null in a custom property', identity({ x_foo: { bar: [null] } }), 'VALUE_NULL /x_foo/bar/0'],
    ['null as a custom property', identity({ x_foo: null }), 'VALUE_NULL /x_foo'],
    ['null in a property of the table', identity({ name: null }), 'PROPERTY_TYPE /name'],
    ['null in a list of the table', identity({ roles: ['a', null] }), 'PROPERTY_TYPE /roles/1'],
    ['empty values in custom properties', identity({ x_foo: [], x_bar: { abc: {} } })],
    ['an empty list of the table', identity({ roles: [] }), 'LIST_EMPTY /roles'],
    [
      'an empty list in an extension',
      identity({ extensions: { [EXTENSION]: { extension_type: 'property-extension', abc: [] } } }),
      `VALUE_EMPTY /extensions/${EXTENSION}/abc`,
    ],
    [
      'an empty object in an extension',
      identity({
        extensions: { [EXTENSION]: { extension_type: 'property-extension', abc: [{}] } },
      }),
      `VALUE_EMPTY /extensions/${EXTENSION}/abc/0`,
    ],
    [
      'an empty list in a dictionary of the table',
      sco('process', { extensions: { 'windows-process-ext': { startup_info: { abc: [] } } } }),
      'VALUE_EMPTY /extensions/windows-process-ext/startup_info/abc',
    ],
    [
      'a number that no double holds',
      identity({ x_foo: [Number.POSITIVE_INFINITY] }),
      'NUMBER_TOO_LARGE /x_foo/0',
    ],
  ]);

  test('are nested no deeper than the limit', () => {
    const object = identity({ x_foo: [[[1]]] });
    expect(found(validate(object, { maxDepth: 4 }))).toEqual([]);
    expect(found(validate(object, { maxDepth: 3 }))).toEqual(['TOO_DEEP /x_foo/0/0']);
    const bundle = of('bundle', { objects: [object] });
    expect(found(validate(bundle, { maxDepth: 6 }))).toEqual([]);
    expect(found(validate(bundle, { maxDepth: 5 }))).toEqual(['TOO_DEEP /objects/0/x_foo/0/0']);
  });
});

describe('identifiers', () => {
  rows([
    ['an id of another type', identity({ id: `tool--${UUID}` }), 'ID_PREFIX /id'],
    [
      'an id of another type that is custom',
      of('x-foo', { name: 'a' }, { id: `x-fo--${UUID}` }),
      'ID_PREFIX /id',
    ],
    ['an id that is none', identity({ id: 'foo' }), 'IDENTIFIER_INVALID /id'],
    ['a UUID of version 7', identity({ id: 'identity--8e2e2d2b-17d4-7cbf-938f-98ee46b3cd3f' })],
    ['a UUID in upper case', identity({ id: `identity--${UUID.toUpperCase()}` })],
  ]);

  test('follow the policies', () => {
    const seven = identity({ created_by_ref: 'identity--8e2e2d2b-17d4-7cbf-938f-98ee46b3cd3f' });
    expect(found(validate(seven, { uuidVersions: 'rfc4122' }))).toEqual([
      'UUID_VERSION /created_by_ref',
    ]);
    const upper = identity({ object_marking_refs: [`marking-definition--${UUID.toUpperCase()}`] });
    expect(found(validate(upper, { uuidCase: 'lower' }))).toEqual([
      'UUID_CASE /object_marking_refs/0',
    ]);
    const by = identity({ created_by_ref: `tool--${UUID}` });
    expect(found(validate(by))).toEqual(['REFERENCE_TARGET /created_by_ref']);
    expect(found(validate(by, { createdByRef: 'any' }))).toEqual([]);
    const hex = sco('file', { name: 'a', magic_number_hex: 'FFD8' });
    expect(found(validate(hex))).toEqual(['HEX_CASE /magic_number_hex']);
    expect(found(validate(hex, { hexCase: 'any' }))).toEqual([]);
  });
});

describe('times', () => {
  const between = (created: string, modified: string) => identity({ created, modified });
  rows([
    [
      'a day that no calendar has',
      identity({ created: '2023-02-29T00:00:00.000Z' }),
      'TIME_IMPOSSIBLE /created',
    ],
    ['a leap day', between('2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z')],
    [
      'modified before created',
      between('2024-01-02T00:00:00.000Z', '2024-01-01T00:00:00.000Z'),
      'TIME_ORDER /modified',
    ],
    [
      'modified a nanosecond before',
      between('2024-01-01T00:00:00.000000001Z', '2024-01-01T00:00:00.000Z'),
      'TIME_ORDER /modified',
    ],
    [
      'modified at the same instant',
      between('2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000000Z'),
    ],
    [
      'valid_until at valid_from',
      indicator({ valid_until: '2024-01-01T00:00:00.000Z' }),
      'TIME_ORDER /valid_until',
    ],
    ['valid_until later', indicator({ valid_until: '2024-01-01T00:00:00.000000001Z' })],
    [
      'last_seen before first_seen',
      sdo('campaign', {
        name: 'a',
        first_seen: '2024-01-02T00:00:00Z',
        last_seen: '2024-01-01T00:00:00Z',
      }),
      'TIME_ORDER /last_seen',
    ],
    [
      'the end of traffic before its start',
      sco('network-traffic', {
        protocols: ['tcp'],
        src_ref: `ipv4-addr--${UUID}`,
        start: '2024-01-02T00:00:00Z',
        end: '2024-01-01T00:00:00Z',
      }),
      'TIME_ORDER /end',
    ],
    [
      'a day in an extension',
      sco('file', {
        name: 'a',
        extensions: {
          'windows-pebinary-ext': { pe_type: 'exe', time_date_stamp: '2016-11-31T08:17:27Z' },
        },
      }),
      'TIME_IMPOSSIBLE /extensions/windows-pebinary-ext/time_date_stamp',
    ],
  ]);
});

function parsed(more: string): unknown {
  return JSON.parse(`${JSON.stringify(identity()).slice(0, -1)},${more.slice(1)}`);
}
