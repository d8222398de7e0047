// Each rule of the second pass on objects: what breaks it, the code that is told, and where.
import { describe, expect, test } from '@jest/globals';
import { validate } from '../../../src/stix/validate.ts';
import { found, identity, indicator, of, sco, sdo, UUID } from '../../support/stix-objects.ts';

type Row = readonly [what: string, object: unknown, ...findings: string[]];

const MARKING = `marking-definition--${UUID}`;
const EXTENSION = `extension-definition--${UUID}`;

function rows(table: readonly Row[]): void {
  test.each(table)('%s', (_what, object, ...findings) => {
    expect(found(validate(object))).toEqual(findings);
  });
}

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

describe('references', () => {
  const between = (source: string, target: string) =>
    sdo('relationship', {
      relationship_type: 'related-to',
      source_ref: `${source}--${UUID}`,
      target_ref: `${target}--${UUID}`,
    });
  const sighting = (properties: object) =>
    sdo('sighting', { sighting_of_ref: `malware--${UUID}`, ...properties });
  rows([
    ['between an SDO and an SCO', between('malware', 'file')],
    ['between types of others', between('x-foo', 'x-bar')],
    ['from a relationship', between('relationship', 'file'), 'REFERENCE_TARGET /source_ref'],
    [
      'to an extension-definition',
      between('file', 'extension-definition'),
      'REFERENCE_TARGET /target_ref',
    ],
    ['to a bundle', between('file', 'bundle'), 'REFERENCE_TARGET /target_ref'],
    [
      'a marking that is none',
      identity({ object_marking_refs: [MARKING, `tool--${UUID}`] }),
      'REFERENCE_TARGET /object_marking_refs/1',
    ],
    [
      'a sighting of an SCO',
      sighting({ sighting_of_ref: `file--${UUID}` }),
      'REFERENCE_TARGET /sighting_of_ref',
    ],
    ['a sighting of a type of others', sighting({ sighting_of_ref: `x-foo--${UUID}` })],
    [
      'a sighting at a tool',
      sighting({ where_sighted_refs: [`tool--${UUID}`] }),
      'REFERENCE_TARGET /where_sighted_refs/0',
    ],
    [
      'a sighting with data of a file',
      sighting({ observed_data_refs: [`file--${UUID}`] }),
      'REFERENCE_TARGET /observed_data_refs/0',
    ],
    [
      'a bundle in a report',
      sdo('report', {
        name: 'a',
        published: '2024-01-01T00:00:00Z',
        object_refs: [`bundle--${UUID}`],
      }),
      'REFERENCE_TARGET /object_refs/0',
    ],
    ['a marking in a note', sdo('note', { content: 'a', object_refs: [MARKING] })],
    [
      'an SCO of the wrong type',
      sco('process', { pid: 1, image_ref: `directory--${UUID}` }),
      'REFERENCE_TARGET /image_ref',
    ],
    [
      'an SCO of the wrong type in an extension',
      sco('file', {
        name: 'a',
        extensions: { 'archive-ext': { contains_refs: [`url--${UUID}`] } },
      }),
      'REFERENCE_TARGET /extensions/archive-ext/contains_refs/0',
    ],
    [
      'samples of malware',
      sdo('malware', { is_family: false, sample_refs: [`artifact--${UUID}`, `url--${UUID}`] }),
      'REFERENCE_TARGET /sample_refs/1',
    ],
  ]);
});

describe('markings', () => {
  const granular = (...markings: object[]) =>
    identity({ roles: ['a', 'b'], x_foo: { bar: [{ baz: 1 }] }, granular_markings: markings });
  const select = (...selectors: string[]) => granular({ lang: 'en', selectors });
  rows([
    [
      'selectors that name something',
      select('name', 'roles', 'roles.[1]', 'x_foo.bar.[0].baz', 'id'),
    ],
    [
      'a property that is not there',
      select('description'),
      'SELECTOR /granular_markings/0/selectors/0',
    ],
    [
      'a property of prototypes',
      select('constructor'),
      'SELECTOR /granular_markings/0/selectors/0',
    ],
    [
      'an item that is not there',
      select('name', 'roles.[2]'),
      'SELECTOR /granular_markings/0/selectors/1',
    ],
    ['an index into text', select('name.[0]'), 'SELECTOR /granular_markings/0/selectors/0'],
    ['the length of a list', select('roles.length'), 'SELECTOR /granular_markings/0/selectors/0'],
    ['an index without a dot', select('roles[0]'), 'SELECTOR /granular_markings/0/selectors/0'],
    ['a selector without an end', select('roles.'), 'SELECTOR /granular_markings/0/selectors/0'],
    ['an empty selector', select(''), 'SELECTOR /granular_markings/0/selectors/0'],
    [
      'a language and a marking',
      granular({ lang: 'en', marking_ref: MARKING, selectors: ['name'] }),
      'MARKING_EITHER /granular_markings/0',
    ],
    ['neither', granular({ selectors: ['name'] }), 'MARKING_EITHER /granular_markings/0'],
    [
      'a language that is none',
      granular({ lang: 'e', selectors: ['name'] }),
      'LANGUAGE_TAG /granular_markings/0/lang',
    ],
    [
      'a marking that is none',
      granular({ marking_ref: `tool--${UUID}`, selectors: ['name'] }),
      'REFERENCE_TARGET /granular_markings/0/marking_ref',
    ],
  ]);
});

describe('extensions', () => {
  const extended = (key: string, extension: object) =>
    identity({ extensions: { [key]: extension } });
  const definition = (properties: object) =>
    sdo('extension-definition', {
      created_by_ref: `identity--${UUID}`,
      name: 'a',
      schema: 'b',
      version: '1.0',
      ...properties,
    });
  rows([
    ['with a definition', extended(EXTENSION, { extension_type: 'property-extension', rank: 5 })],
    ['without a type', extended(EXTENSION, { rank: 5 }), `EXTENSION_TYPE /extensions/${EXTENSION}`],
    [
      'with a type that is none',
      extended(EXTENSION, { extension_type: 'foo' }),
      `EXTENSION_TYPE /extensions/${EXTENSION}/extension_type`,
    ],
    [
      'with a bad name inside',
      extended(EXTENSION, { extension_type: 'property-extension', aB: 1 }),
      `PROPERTY_NAME /extensions/${EXTENSION}/aB`,
    ],
    ['with a key that is no id', extended('foo', { a_b: 1 })],
    [
      'with a key that cannot be',
      extended('foo bar', { a_b: 1 }),
      'DICTIONARY_KEY /extensions/foo bar',
    ],
    [
      'predefined, at the wrong SCO',
      sco('url', { value: 'a:b', extensions: { 'ntfs-ext': { sid: '1' } } }),
      'EXTENSION_MISPLACED /extensions/ntfs-ext',
    ],
    ['predefined, at an SDO', extended('ntfs-ext', { sid: '1' })],
    [
      'predefined, without a known property',
      sco('file', { name: 'a', extensions: { 'ntfs-ext': { foo: '1' } } }),
      'PART_EMPTY /extensions/ntfs-ext',
    ],
    [
      'of a PE file, with its type alone',
      sco('file', { name: 'a', extensions: { 'windows-pebinary-ext': { pe_type: 'exe' } } }),
      'PART_EMPTY /extensions/windows-pebinary-ext',
    ],
    [
      'defined, with properties that do not apply',
      definition({ extension_types: ['new-sdo'], extension_properties: ['abc'] }),
      'EXTENSION_PROPERTIES_ALONE /extension_properties',
    ],
    [
      'defined, with properties',
      definition({
        extension_types: ['new-sdo', 'toplevel-property-extension'],
        extension_properties: ['abc'],
      }),
    ],
  ]);
});

describe('SDOs', () => {
  const located = (properties: object) => sdo('location', properties);
  const vulnerable = (reference: object) =>
    sdo('vulnerability', { name: 'a', external_references: [{ description: 'b', ...reference }] });
  const observed = (properties: object) =>
    sdo('observed-data', {
      first_observed: '2024-01-01T00:00:00Z',
      last_observed: '2024-01-01T00:00:00Z',
      number_observed: 1,
      ...properties,
    });
  const contained = (...objects: object[]) => observed({ objects: { ...objects } });
  rows([
    ['a location nowhere', located({ name: 'a' }), 'LOCATION_PLACE '],
    ['a latitude alone', located({ latitude: 1 }), 'LOCATION_COORDINATES /latitude'],
    [
      'a precision alone',
      located({ region: 'africa', precision: 1 }),
      'LOCATION_COORDINATES /precision',
    ],
    ['a location', located({ latitude: 0, longitude: 0, precision: 1 })],
    ['a family without a name', sdo('malware', { is_family: true }), 'FAMILY_NAME '],
    ['malware without a name', sdo('malware', { is_family: false })],
    [
      'an analysis that found nothing',
      sdo('malware-analysis', { product: 'a' }),
      'ANALYSIS_RESULT ',
    ],
    ['nothing observed', observed({}), 'OBSERVED_EITHER '],
    [
      'both kinds of observation',
      observed({ object_refs: [`file--${UUID}`], objects: { 0: { type: 'file', name: 'a' } } }),
      'OBSERVED_EITHER ',
    ],
    [
      'no SCO observed',
      observed({ object_refs: [`sighting--${UUID}`] }),
      'OBSERVED_SCO /object_refs',
    ],
    [
      'an SDO observed',
      observed({ object_refs: [`file--${UUID}`, `tool--${UUID}`] }),
      'REFERENCE_TARGET /object_refs/1',
    ],
    [
      'a container',
      contained(
        { type: 'file', name: 'a', parent_directory_ref: '1' },
        { type: 'directory', path: 'b' },
      ),
    ],
    [
      'a container with a key that is not there',
      contained({ type: 'file', name: 'a', parent_directory_ref: '1' }),
      'CONTAINER_REFERENCE /objects/0/parent_directory_ref',
    ],
    [
      'a container with the wrong type',
      contained({ type: 'file', name: 'a', parent_directory_ref: '0' }),
      'CONTAINER_REFERENCE /objects/0/parent_directory_ref',
    ],
    [
      'a container with a reference in an extension',
      contained({
        type: 'file',
        name: 'a',
        extensions: { 'archive-ext': { contains_refs: ['0', '7'] } },
      }),
      'CONTAINER_REFERENCE /objects/0/extensions/archive-ext/contains_refs/1',
    ],
    [
      'a container with an SDO',
      contained({ type: 'tool', name: 'a' }),
      'CONTAINER_TYPE /objects/0/type',
    ],
    [
      'a container with a file without a name',
      contained({ type: 'file', size: 1 }),
      'FILE_IDENTITY /objects/0',
    ],
    [
      'a container with a bad value',
      contained({ type: 'file', name: 1 }),
      'PROPERTY_TYPE /objects/0/name',
    ],
    [
      'an id of CAPEC',
      sdo('attack-pattern', {
        name: 'a',
        external_references: [{ source_name: 'capec', external_id: '163' }],
      }),
      'CAPEC_ID /external_references/0',
    ],
    [
      'an id of CVE',
      vulnerable({ source_name: 'cve', external_id: 'CVE-1' }),
      'CVE_ID /external_references/0',
    ],
    [
      'an id of CVE from elsewhere',
      vulnerable({ source_name: 'foo', external_id: 'CVE-2024-1234' }),
      'CVE_ID /external_references/0',
    ],
    ['no id of CVE', vulnerable({ source_name: 'cve' }), 'CVE_ID /external_references/0'],
    ['a CVE', vulnerable({ source_name: 'cve', external_id: 'CVE-2024-1234' })],
    [
      'a CVE quoted by a tool',
      sdo('tool', {
        name: 'a',
        external_references: [{ source_name: 'foo', external_id: 'CVE-2024-1234' }],
      }),
    ],
    [
      'an external reference to nothing',
      identity({ external_references: [{ source_name: 'a' }] }),
      'REFERENCE_EMPTY /external_references/0',
    ],
    [
      'an unknown hash of an external reference',
      identity({ external_references: [{ source_name: 'a', url: 'a:b', hashes: { foo: 'a' } }] }),
      'HASH_NAME_KNOWN /external_references/0/hashes/foo',
    ],
    [
      'a bad URL of an external reference',
      identity({ external_references: [{ source_name: 'a', url: 'foo' }] }),
      'URL_SYNTAX /external_references/0/url',
    ],
    ['a language that is none', identity({ lang: 'e' }), 'LANGUAGE_TAG /lang'],
    ['defanged', identity({ defanged: true }), 'DEFANGED /defanged'],
    ['a pattern that is none', indicator({ pattern: '[url:value' }), 'PATTERN_SYNTAX /pattern'],
    ['a pattern of another language', indicator({ pattern: '[a', pattern_type: 'sigma' })],
    [
      'a pattern of 2.0',
      indicator({
        pattern: "[file:name = 'a'] START '2024-01-01T00:00:00Z' STOP '2024-01-02T00:00:00Z'",
        pattern_version: '2.0',
      }),
    ],
  ]);
});

describe('SCOs', () => {
  const five = UUID.replace('-4cbf', '-5cbf');
  const hashed = (hashes: object) => sco('file', { hashes });
  const message = (properties: object) => sco('email-message', { subject: 'a', ...properties });
  const traffic = (properties: object) =>
    sco('network-traffic', { protocols: ['tcp'], ...properties });
  rows([
    ['an empty artifact', sco('artifact', { mime_type: 'a/b' }), 'ARTIFACT_EITHER '],
    [
      'an artifact twice',
      sco('artifact', { payload_bin: 'AAAA', url: 'a:b', hashes: { MD5: 'a'.repeat(32) } }),
      'ARTIFACT_EITHER ',
    ],
    ['an artifact elsewhere without hashes', sco('artifact', { url: 'a:b' }), 'ARTIFACT_HASHES '],
    [
      'a key without an algorithm',
      sco('artifact', { payload_bin: 'AAAA', decryption_key: 'a' }),
      'ARTIFACT_KEY /decryption_key',
    ],
    [
      'a random id is due',
      sco('artifact', { url: 'a:b', encryption_algorithm: 'AES-256-GCM' }, five),
      'ARTIFACT_HASHES ',
      'ID_NOT_RANDOM /id',
    ],
    ['a file without hashes and name', sco('file', { size: 1 }), 'FILE_IDENTITY '],
    ['a hash that is too short', hashed({ MD5: 'abc' }), 'HASH_VALUE /hashes/MD5'],
    ['a hash of unknown kind', hashed({ foo: 'abc' })],
    ['a hash with a bad name', hashed({ 'a b': 'abc' }), 'HASH_NAME /hashes/a b'],
    [
      'a hash in a PE section',
      sco('file', {
        name: 'a',
        extensions: {
          'windows-pebinary-ext': {
            pe_type: 'exe',
            sections: [{ name: 'a', hashes: { 'SHA-1': 'x' } }],
          },
        },
      }),
      'HASH_VALUE /extensions/windows-pebinary-ext/sections/0/hashes/SHA-1',
    ],
    [
      'a body of a multipart message',
      message({ is_multipart: true, body: 'a' }),
      'EMAIL_BODY /body',
    ],
    [
      'a body in parts',
      message({ is_multipart: false, body_multipart: [{ body: 'a' }] }),
      'EMAIL_BODY /body_multipart',
    ],
    [
      'an empty part',
      message({ is_multipart: true, body_multipart: [{ content_type: 'a/b' }] }),
      'MIME_PART_EMPTY /body_multipart/0',
    ],
    ['traffic from nowhere', traffic({}), 'TRAFFIC_ENDS '],
    [
      'active traffic that ended',
      traffic({ src_ref: `url--${UUID}`, is_active: true, end: '2024-01-01T00:00:00Z' }),
      'REFERENCE_TARGET /src_ref',
      'TRAFFIC_ACTIVE /end',
    ],
    ['a process without properties', sco('process', { x_foo: 1 }), 'SCO_EMPTY '],
    ['a process with a time', sco('process', { created_time: '2024-01-01T00:00:00Z' })],
    ['an account without properties', sco('user-account', {}), 'SCO_EMPTY '],
    ['a registry key without properties', sco('windows-registry-key', {}), 'SCO_EMPTY '],
    [
      'a certificate without properties',
      sco('x509-certificate', {}, five),
      'SCO_EMPTY ',
      'ID_NOT_RANDOM /id',
    ],
    [
      'a certificate with empty extensions',
      sco('x509-certificate', { x509_v3_extensions: { foo: 1 } }),
      'PART_EMPTY /x509_v3_extensions',
    ],
    ['a short hive', sco('windows-registry-key', { key: 'hklm\\a' }), 'REGISTRY_HIVE /key'],
    [
      'a hive in full',
      sco('windows-registry-key', { key: 'HKEY_USERS\\CHKUtil', values: [{ name: '' }] }),
    ],
    [
      'a registry value without properties',
      sco('windows-registry-key', { values: [{ foo: 1 }] }),
      'PART_EMPTY /values/0',
    ],
    [
      'a domain name that is none',
      sco('domain-name', { value: '-a.example' }),
      'DOMAIN_SYNTAX /value',
    ],
    ['an underscore in a domain name', sco('domain-name', { value: '_dmarc.example.com' })],
    ['an e-mail address that is none', sco('email-addr', { value: 'a' }), 'EMAIL_SYNTAX /value'],
    ['an IPv4 address that is none', sco('ipv4-addr', { value: '1.2.3.04' }), 'IPV4_SYNTAX /value'],
    [
      'an IPv6 address that is none',
      sco('ipv6-addr', { value: 'fe80::1%eth0' }),
      'IPV6_SYNTAX /value',
    ],
    [
      'a MAC address that is none',
      sco('mac-addr', { value: 'D2:fb:49:24:37:18' }),
      'MAC_SYNTAX /value',
    ],
    ['a URL that is none', sco('url', { value: 'example.com/a' }), 'URL_SYNTAX /value'],
    ['a URL with other letters', sco('url', { value: 'https://example.com/ä' })],
    ['a CPE that is none', sco('software', { name: 'a', cpe: 'cpe:/a:b' }), 'CPE_SYNTAX /cpe'],
    [
      'a language that is none',
      sco('software', { name: 'a', languages: ['en', 'e'] }),
      'LANGUAGE_TAG /languages/1',
    ],
    ['defanged', sco('url', { value: 'a:b', defanged: true })],
  ]);
});

describe('meta objects', () => {
  const marking = (properties: object) =>
    of('marking-definition', { created: '2017-01-20T00:00:00.000Z', ...properties });
  const tlp = (properties: object) =>
    marking({
      definition_type: 'tlp',
      name: 'TLP:GREEN',
      definition: { tlp: 'green' },
      id: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
      ...properties,
    });
  const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
  const tlp2 = (level: string, properties: object = {}) =>
    marking({
      id: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
      created: '2022-10-01T00:00:00.000Z',
      name: 'TLP:GREEN',
      extensions: { [TLP_2]: { extension_type: 'property-extension', tlp_2_0: level } },
      ...properties,
    });
  const content = (contents: object, properties: object = {}) =>
    sdo('language-content', { object_ref: `tool--${UUID}`, contents, ...properties });
  rows([
    ['a statement', marking({ definition_type: 'statement', definition: { statement: 'a' } })],
    [
      'a statement without words',
      marking({ definition_type: 'statement', definition: { foo: 'a' } }),
      'PROPERTY_MISSING /definition/statement',
    ],
    ['a marking that says nothing', marking({}), 'MARKING_EMPTY '],
    [
      'a marking by extension',
      marking({ extensions: { [EXTENSION]: { extension_type: 'property-extension' } } }),
    ],
    [
      'a marking of itself',
      marking({
        id: MARKING,
        object_marking_refs: [MARKING],
        definition_type: 'statement',
        definition: { statement: 'a' },
      }),
      'MARKING_ITSELF /object_marking_refs/0',
    ],
    [
      'a marking of a part of itself',
      marking({
        id: MARKING,
        granular_markings: [{ marking_ref: MARKING, selectors: ['definition'] }],
        definition_type: 'statement',
        definition: { statement: 'a' },
      }),
      'MARKING_ITSELF /granular_markings/0/marking_ref',
    ],
    ['TLP', tlp({})],
    ['TLP without a name', tlp({ name: undefined })],
    ["TLP of one's own", tlp({ id: MARKING }), 'TLP_INSTANCE /id'],
    ['TLP at another time', tlp({ created: '2018-01-20T00:00:00.000Z' }), 'TLP_INSTANCE /created'],
    ['TLP by another name', tlp({ name: 'TLP:RED' }), 'TLP_INSTANCE /name'],
    [
      'TLP of unknown colour',
      tlp({ definition: { tlp: 'clear' } }),
      'TLP_INSTANCE /definition/tlp',
    ],
    ['TLP without a colour', tlp({ definition: { foo: 1 } }), 'PROPERTY_MISSING /definition/tlp'],
    ['TLP 2', tlp2('green')],
    ['TLP 2 of another level', tlp2('red'), 'TLP_INSTANCE /id', 'TLP_INSTANCE /name'],
    ['TLP 2 of unknown level', tlp2('white'), `TLP_INSTANCE /extensions/${TLP_2}`],
    ['translations', content({ de: { name: 'a' } })],
    [
      'translations into no language',
      content({ e: { name: 'a' } }),
      'CONTENTS_LANGUAGE /contents/e',
    ],
    [
      'translations of no property',
      content({ de: { a: 'a' } }),
      'CONTENTS_PROPERTY /contents/de/a',
    ],
    ['translations that are null', content({ de: { name: null } }), 'VALUE_NULL /contents/de/name'],
    ['translations that are empty', content({ de: { name: [] } }), 'VALUE_EMPTY /contents/de/name'],
    [
      'translations of a bundle',
      content({ de: { name: 'a' } }, { object_ref: `bundle--${UUID}` }),
      'REFERENCE_TARGET /object_ref',
    ],
  ]);
});

function parsed(more: string): unknown {
  return JSON.parse(`${JSON.stringify(identity()).slice(0, -1)},${more.slice(1)}`);
}
