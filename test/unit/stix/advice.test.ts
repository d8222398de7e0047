import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ADVICE_RULES, advise, adviseBundle } from '../../../src/stix/advice/advice.ts';
import { createReport, type Finding, type Properties } from '../../../src/stix/finding.ts';
import { deterministicId } from '../../../src/stix/sco-id.ts';

interface Asked {
  readonly infos?: boolean;
  readonly warnings?: number;
}

const POLICIES = {
  hexCase: 'lower',
  createdByRef: 'identity',
  uuidVersions: 'rfc9562',
  uuidCase: 'any',
  stix20: 'refuse',
} as const;
const UUID = '7e1f0cb4-3c5d-4f9a-8d7b-2a6c9e0f1b3d';
const TIME = '2024-05-31T08:00:00.000Z';

function adviceOn(object: Properties, { infos = false, warnings = 50 }: Asked = {}): Finding[] {
  const report = createReport(POLICIES, { errors: 100, warnings, infos });
  if (object.type === 'bundle') adviseBundle(object, report);
  else advise(object, String(object.type), report);
  expect(report.errors).toEqual([]);
  return report.warnings;
}

function tell(object: Properties, asked?: Asked): string[] {
  return adviceOn(object, asked).map(({ code, pointer }) => `${code} ${pointer}`);
}

function sdo(type: string, properties: Properties = {}): Properties {
  const id = `${type}--${UUID}`;
  return { type, spec_version: '2.1', id, created: TIME, modified: TIME, ...properties };
}

function sco(type: string, properties: Properties): Properties {
  const object = { type, ...properties };
  return { id: deterministicId(object) ?? `${type}--${UUID}`, ...object };
}

function relationship(source: string, type: string, target: string): Properties {
  return sdo('relationship', {
    relationship_type: type,
    source_ref: `${source}--${UUID}`,
    target_ref: `${target}--${UUID}`,
  });
}

function relationshipOf7(): Properties {
  const uuid = '7e1f0cb4-3c5d-7f9a-8d7b-2a6c9e0f1b3d';
  const object = relationship('indicator', 'indicates', 'malware');
  return { ...object, id: `relationship--${uuid}`, source_ref: `indicator--${uuid}` };
}

function traffic(properties: Properties): Properties {
  const protocols = ['ipv4', 'tcp'];
  return sco('network-traffic', { protocols, src_port: 1, dst_port: 2, ...properties });
}

const EXTENSION = `extension-definition--${UUID}`;
const TLP_1 = 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9';
const INDICATOR = sdo('indicator', {
  name: 'C2',
  description: 'Seen in May',
  indicator_types: ['malicious-activity'],
  pattern: "[ipv4-addr:value = '198.51.100.7']",
  pattern_type: 'stix',
  valid_from: TIME,
});

type Case = readonly [what: string, object: Properties, ...told: string[]];

const WARNINGS: readonly Case[] = [
  ['a URL with other letters', sco('url', { value: 'https://example.com/ä' }), 'URL_ASCII /value'],
  [
    'the same of an artifact',
    sco('artifact', { url: 'https://example.com/ä', hashes: { MD5: 'a' } }),
    'URL_ASCII /url',
  ],
  [
    'the same of a reference',
    sdo('tool', {
      name: 'a',
      external_references: [{ source_name: 'a', url: 'https://example.com/ä' }],
    }),
    'URL_ASCII /external_references/0/url',
  ],
  [
    'a name of the DNS',
    sco('domain-name', { value: '_dmarc.example.com' }),
    'DOMAIN_UNDERSCORE /value',
  ],
  [
    'an extension of observables in another object',
    sdo('tool', { name: 'a', extensions: { 'pdf-ext': { version: '1.7' } } }),
    'EXTENSION_FOREIGN /extensions/pdf-ext',
  ],
  [
    'a predefined extension with a type',
    sco('file', {
      name: 'a',
      extensions: { 'pdf-ext': { extension_type: 'property-extension', version: '1.7' } },
    }),
    'EXTENSION_TYPE_NEEDLESS /extensions/pdf-ext/extension_type',
  ],
  [
    'an extension with any name',
    sdo('tool', { name: 'a', extensions: { foo: { a_b: 1 } } }),
    'CUSTOM_EXTENSION /extensions/foo',
  ],
  [
    'custom properties that are empty',
    sdo('tool', { name: 'a', x_foo: [], x_bar: { a: [{}] } }),
    'CUSTOM_PROPERTY /x_foo',
    'CUSTOM_EMPTY /x_foo',
    'CUSTOM_PROPERTY /x_bar',
    'CUSTOM_EMPTY /x_bar/a/0',
  ],
  [
    'a version 1 id',
    { ...sdo('campaign'), id: 'campaign--7e1f0cb4-3c5d-1f9a-8d7b-2a6c9e0f1b3d' },
    'ID_VERSION_4 /id',
  ],
  [
    'a process with a version 5 id',
    { type: 'process', id: 'process--7e1f0cb4-3c5d-5f9a-8d7b-2a6c9e0f1b3d', pid: 1 },
    'ID_VERSION_4 /id',
  ],
  [
    'a random id of a URL',
    { type: 'url', id: `url--${UUID}`, value: 'https://example.com/' },
    'ID_VERSION_5 /id',
  ],
  [
    'an id of another value',
    { type: 'mutex', id: 'mutex--7e1f0cb4-3c5d-5f9a-8d7b-2a6c9e0f1b3d', name: 'a' },
    'ID_DETERMINISTIC /id',
  ],
  [
    'an observable with versions',
    sco('mutex', { name: 'a', modified: TIME }),
    'ID_OF_VERSIONED /id',
    'PROPERTY_NOT_APPLICABLE /modified',
  ],
  [
    'a value near to the vocabulary',
    { ...INDICATOR, indicator_types: ['benign', 'malicious_activity'] },
    'VOCABULARY_VALUE /indicator_types/1',
    'VOCABULARY_FORMAT /indicator_types/1',
  ],
  [
    'a value far from the vocabulary',
    sdo('identity', { name: 'x', identity_class: 'robot' }),
    'VOCABULARY_VALUE /identity_class',
  ],
  [
    'a value in an extension',
    sco('file', { name: 'a', extensions: { 'windows-pebinary-ext': { pe_type: 'elf' } } }),
    'VOCABULARY_VALUE /extensions/windows-pebinary-ext/pe_type',
  ],
  [
    'names of a kill chain',
    sdo('tool', { name: 'x', kill_chain_phases: [{ kill_chain_name: 'a b', phase_name: 'C' }] }),
    'KILL_CHAIN_NAME /kill_chain_phases/0/kill_chain_name',
    'KILL_CHAIN_NAME /kill_chain_phases/0/phase_name',
  ],
  [
    'a hash algorithm',
    sco('file', { hashes: { 'SHA-256': 'a', sha1: 'b', x_own: 'c' } }),
    'HASH_ALGORITHM /hashes/sha1',
  ],
  [
    'a hash algorithm at depth',
    sco('file', {
      name: 'a',
      extensions: { 'ntfs-ext': { alternate_data_streams: [{ name: 'a', hashes: { foo: 'b' } }] } },
    }),
    'HASH_ALGORITHM /extensions/ntfs-ext/alternate_data_streams/0/hashes/foo',
  ],
  [
    'a relationship that is not listed',
    relationship('malware', 'indicates', 'tool'),
    'RELATIONSHIP_LISTED /relationship_type',
  ],
  [
    'a target that is not listed',
    relationship('indicator', 'indicates', 'report'),
    'RELATIONSHIP_LISTED /relationship_type',
  ],
  [
    'duplicates of different types',
    relationship('malware', 'duplicate-of', 'tool'),
    'RELATIONSHIP_SAME_TYPE /relationship_type',
  ],
  [
    'an indicator without a name',
    sdo('indicator', {
      description: 'a',
      pattern: "[mutex:name = 'a']",
      pattern_type: 'stix',
      valid_from: TIME,
    }),
    'INDICATOR_DESCRIBED ',
  ],
  [
    'traffic without a port',
    sco('network-traffic', { protocols: ['tcp'], src_port: 1 }),
    'PORTS_PRESENT ',
  ],
  [
    'a protocol',
    traffic({ protocols: ['tcp', 'HTTP', 'foo_bar'] }),
    'PROTOCOL_NAME /protocols/1',
    'PROTOCOL_NAME /protocols/2',
  ],
  [
    'an extension without its protocol',
    traffic({ extensions: { 'http-request-ext': { request_method: 'get', request_value: '/' } } }),
    'PROTOCOL_OF_EXTENSION /protocols',
  ],
  [
    'an IPFIX name',
    traffic({ ipfix: { octetDeltaCount: 1, octet_count: 2 } }),
    'IPFIX_NAME /ipfix/octet_count',
  ],
  [
    'a socket option',
    traffic({
      extensions: {
        'socket-ext': { address_family: 'AF_INET', options: { IPV6_V6ONLY: 1, keepalive: 1 } },
      },
    }),
    'SOCKET_OPTION /extensions/socket-ext/options/keepalive',
  ],
  ['the number of a system', sco('autonomous-system', { number: 4294967296 }), 'AS_NUMBER /number'],
  [
    'a country by its name',
    sdo('location', { country: 'Germany', administrative_area: 'DE-BY' }),
    'COUNTRY_CODE /country',
  ],
  [
    'an area without its country',
    sdo('location', { country: 'US', administrative_area: 'Texas' }),
    'AREA_CODE /administrative_area',
  ],
  ['a media type', sco('file', { name: 'a', mime_type: 'bla' }), 'MEDIA_TYPE /mime_type'],
  [
    'a media type of nobody',
    sco('artifact', { payload_bin: 'AAAA', mime_type: 'exe/dos' }),
    'MEDIA_TYPE /mime_type',
  ],
  [
    'a PDF key',
    sco('file', {
      name: 'a',
      extensions: { 'pdf-ext': { document_info_dict: { Title: 'a', author: 'b' } } },
    }),
    'PDF_KEY /extensions/pdf-ext/document_info_dict/author',
  ],
  [
    'a priority',
    {
      type: 'process',
      id: `process--${UUID}`,
      extensions: { 'windows-process-ext': { priority: 'HIGH' } },
    },
    'PRIORITY_CLASS /extensions/windows-process-ext/priority',
  ],
  [
    'a product',
    sdo('malware-analysis', { product: 'Any Run', result: 'benign' }),
    'PRODUCT_NAME /product',
  ],
  ['a custom property', sdo('campaign', { name: 'a', x_foo: 1 }), 'CUSTOM_PROPERTY /x_foo'],
  [
    'a custom property in a structure',
    sdo('campaign', {
      name: 'a',
      external_references: [{ source_name: 'a', external_id: 'b', rank: 1 }],
    }),
    'CUSTOM_PROPERTY /external_references/0/rank',
  ],
  [
    'a custom property in an extension',
    sco('file', { name: 'a', extensions: { 'pdf-ext': { version: '1.7', rank: 1 } } }),
    'CUSTOM_PROPERTY /extensions/pdf-ext/rank',
  ],
  ['a custom type', sdo('x-foo', { rank: 1 }), 'CUSTOM_TYPE /type'],
  [
    'a custom extension',
    sdo('campaign', { name: 'a', extensions: { 'x-foo-ext': { rank: 1 } } }),
    'CUSTOM_EXTENSION /extensions/x-foo-ext',
  ],
  [
    'a definition that says little',
    sdo('extension-definition', {
      name: 'a',
      created_by_ref: `identity--${UUID}`,
      schema: 'a',
      version: '1.0',
      extension_types: ['toplevel-property-extension'],
    }),
    'EXTENSION_DESCRIPTION ',
    'EXTENSION_PROPERTIES_LISTED ',
  ],
  [
    'a new type without content',
    sdo('x-foo', { extensions: { [EXTENSION]: { extension_type: 'new-sdo' } } }),
    'EXTENSION_TYPE_EMPTY ',
  ],
  [
    'labels of an observable',
    sco('mutex', { name: 'a', labels: ['b'] }),
    'PROPERTY_NOT_APPLICABLE /labels',
  ],
  [
    'confidence in a marking',
    sdo('marking-definition', {
      definition_type: 'statement',
      definition: { statement: 'a' },
      confidence: 5,
      modified: undefined,
    }),
    'PROPERTY_NOT_APPLICABLE /modified',
    'PROPERTY_NOT_APPLICABLE /confidence',
  ],
  [
    'a container of observables',
    sdo('observed-data', {
      first_observed: TIME,
      last_observed: TIME,
      number_observed: 1,
      objects: {
        '0': { type: 'mutex', name: 'a' },
        b: { type: 'user-account', account_type: 'superhero' },
      },
    }),
    'PROPERTY_DEPRECATED /objects',
    'CONTAINER_KEY /objects/b',
    'VOCABULARY_VALUE /objects/b/account_type',
  ],
  [
    'a kind of marking',
    {
      type: 'marking-definition',
      spec_version: '2.1',
      id: `marking-definition--${UUID}`,
      created: TIME,
      definition_type: 'foo',
      definition: { foo: 'a' },
    },
    'MARKING_TYPE /definition_type',
  ],
  [
    'a bundle of its own kind',
    { type: 'bundle', id: `bundle--${UUID}`, spec_version: '2.1', objects: [INDICATOR, INDICATOR] },
    'BUNDLE_PROPERTY /spec_version',
    'BUNDLE_DUPLICATE /objects/1',
  ],
  [
    'a bundle with a version 5 id',
    { type: 'bundle', id: 'bundle--7e1f0cb4-3c5d-5f9a-8d7b-2a6c9e0f1b3d' },
    'ID_VERSION_4 /id',
  ],
];

const INFOS: readonly Case[] = [
  [
    'a bundle of version 7',
    { type: 'bundle', id: 'bundle--7e1f0cb4-3c5d-7f9a-8d7b-2a6c9e0f1b3d' },
    'UUID_NEW /id',
  ],
  ['ids of version 7', relationshipOf7(), 'UUID_NEW /id', 'UUID_NEW /source_ref'],
  ['a hash of another algorithm', sco('file', { hashes: { MD5: 'a' } }), 'HASH_SHA_256 /hashes'],
  [
    'a TLSH with a version',
    sco('file', { hashes: { 'SHA-256': 'a', TLSH: 'T1aa' } }),
    'HASH_TLSH_VERSION /hashes/TLSH',
  ],
  [
    'a header field',
    traffic({
      protocols: ['http'],
      extensions: {
        'http-request-ext': {
          request_method: 'get',
          request_value: '/',
          request_header: { 'User-Agent': ['a'], 'x-foobar': ['b'] },
        },
      },
    }),
    'HTTP_HEADER /extensions/http-request-ext/request_header/x-foobar',
  ],
  [
    'a custom property without prefix',
    sdo('campaign', { lang: 'en', name: 'a', foo: 1 }),
    'CUSTOM_PROPERTY /foo',
    'CUSTOM_PREFIX /foo',
  ],
  [
    'a custom type without prefix',
    sdo('foo', { rank: 1 }),
    'CUSTOM_TYPE /type',
    'CUSTOM_PREFIX /type',
  ],
  [
    'a custom extension without prefix',
    sdo('campaign', { lang: 'en', name: 'a', extensions: { 'foo-ext': { rank: 1 } } }),
    'CUSTOM_EXTENSION /extensions/foo-ext',
    'CUSTOM_PREFIX /extensions/foo-ext',
  ],
  [
    'keys with capitals',
    sdo('campaign', {
      lang: 'en',
      name: 'a',
      extensions: { [EXTENSION]: { extension_type: 'property-extension', a_b: [{ Key: 1 }] } },
    }),
    `DICTIONARY_KEY_CASE /extensions/${EXTENSION}/a_b/0/Key`,
  ],
  [
    'an empty string',
    sdo('campaign', { lang: 'en', name: 'a', description: '' }),
    'STRING_EMPTY /description',
  ],
  ['text in no language', sdo('campaign', { name: 'a' }), 'LANGUAGE_STATED '],
  [
    'a leap second',
    sdo('campaign', { lang: 'en', name: 'a', first_seen: '2016-12-31T23:59:60Z' }),
    'TIME_LEAP_SECOND /first_seen',
  ],
  [
    'a reference without hashes',
    sdo('campaign', {
      lang: 'en',
      name: 'a',
      external_references: [{ source_name: 'a', url: 'https://example.com/' }],
    }),
    'REFERENCE_HASHES /external_references/0',
  ],
  [
    'a credential',
    sco('user-account', { user_id: 'a', credential: 'b' }),
    'CREDENTIAL_KEPT /credential',
  ],
  [
    'a marking of TLP 1',
    sdo('campaign', { lang: 'en', name: 'a', object_marking_refs: [TLP_1] }),
    'MARKING_TLP_1 /object_marking_refs/0',
  ],
];

const CLEAN: readonly (readonly [string, Properties])[] = [
  ['an indicator', INDICATOR],
  ['codes in small letters', sdo('location', { country: 'th', administrative_area: 'th-10' })],
  ['a listed relationship', relationship('indicator', 'indicates', 'malware')],
  ['a common relationship', relationship('malware', 'related-to', 'tool')],
  ['a relationship of a custom type', relationship('x-foo', 'eats', 'malware')],
  [
    'ICMP without ports',
    sco('network-traffic', {
      protocols: ['ipv4', 'icmp'],
      extensions: { 'icmp-ext': { icmp_type_hex: '08', icmp_code_hex: '00' } },
    }),
  ],
  [
    'a property of a top-level extension',
    sdo('campaign', {
      name: 'a',
      rank: 1,
      extensions: { [EXTENSION]: { extension_type: 'toplevel-property-extension' } },
    }),
  ],
  [
    'an object of a new type',
    sdo('foo', { rank: 1, extensions: { [EXTENSION]: { extension_type: 'new-sdo' } } }),
  ],
  [
    'a random id where nothing contributes',
    { type: 'email-message', id: `email-message--${UUID}`, is_multipart: false },
  ],
  [
    'an id of version 7',
    { ...sdo('campaign', { name: 'a' }), id: 'campaign--7e1f0cb4-3c5d-7f9a-8d7b-2a6c9e0f1b3d' },
  ],
];

describe('advice', () => {
  test.each(WARNINGS)('warns of %s, and of nothing else', (_what, object, ...told) => {
    expect(tell(object).sort()).toEqual([...told].sort());
  });

  test.each(INFOS)('notes %s where infos are asked for', (_what, object, ...told) => {
    expect(tell(object, { infos: true }).sort()).toEqual([...told].sort());
  });

  test.each(INFOS)('does not note %s otherwise', (_what, object) => {
    expect(adviceOn(object).filter(({ level }) => level === 'info')).toEqual([]);
  });

  test.each(CLEAN)('says nothing of %s', (_what, object) => {
    expect(tell(object)).toEqual([]);
  });

  test.each([
    ["[x-foo:name = 'a']", 'PATTERN_TYPE_UNKNOWN /pattern'],
    ['[mutex:name = 1]', 'PATTERN_KIND /pattern'],
    [
      "[mutex:name = 'a'] START t'2023-01-01T00:00:00Z' STOP t'2025-01-01T00:00:00Z'",
      'PATTERN_OUTSIDE_VALIDITY /pattern',
    ],
  ])('warns of the pattern %s', (pattern, told) => {
    expect(tell({ ...INDICATOR, pattern })).toEqual([told]);
  });

  test('leaves patterns of other languages alone', () => {
    expect(tell({ ...INDICATOR, pattern: "[x-foo:name = 'a']", pattern_type: 'yara' })).toEqual([]);
  });

  test('is tried rule by rule above', () => {
    const tried = new Set(
      [...WARNINGS, ...INFOS].flatMap(([, , ...told]) => told.map((one) => one.split(' ')[0])),
    );
    expect(ADVICE_RULES.map(({ code }) => code).filter((code) => !tried.has(code))).toEqual([]);
  });

  test('names the nearest value of a vocabulary', () => {
    const [finding] = adviceOn(
      sdo('malware', { name: 'a', is_family: false, malware_types: ['Ransom-ware'] }),
    );
    expect(finding?.hint).toBe('Did you mean "ransomware"?');
  });

  test('names the relationships that two types may have', () => {
    const [finding] = adviceOn(relationship('malware', 'likes', 'tool'));
    expect(finding?.hint).toBe('From malware to tool go downloads, drops, uses and related-to.');
  });

  test('gives the id that the contributing properties make', () => {
    const [finding] = adviceOn({
      type: 'ipv4-addr',
      id: `ipv4-addr--${UUID}`,
      value: '198.51.100.3',
    });
    expect(finding?.hint).toContain('ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4');
  });

  test("cuts and escapes the sender's text in messages", () => {
    const long = 'x'.repeat(1000);
    const hostile = { [`\u001b${long}`]: '' };
    const objects = { [`\u001b${long}`]: { type: 'mutex', name: '', [long]: [] } };
    for (const object of [
      sdo(long, hostile),
      sdo('campaign', { ...hostile, external_references: [hostile], extensions: { [long]: {} } }),
      sdo('observed-data', { objects }),
      { type: 'bundle', id: long, ...hostile },
    ])
      for (const { message, hint } of adviceOn(object, { infos: true })) {
        expect(message).not.toContain('\u001b');
        expect(message.length + hint.length).toBeLessThan(500);
      }
  });

  test('ends when the report is full', () => {
    const types = Array.from({ length: 100_000 }, (_, index) => `Type ${index}`);
    expect(
      adviceOn(sdo('malware', { name: 'a', is_family: false, malware_types: types }), {
        warnings: 5,
      }),
    ).toHaveLength(5);
  });

  test('takes values of any shape', () => {
    const names = fc.constantFrom(...NAMES);
    const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>;
    const dictionary = fc.dictionary(names, fc.oneof(value, fc.array(fc.dictionary(names, value))));
    const types = fc.constantFrom(...TYPES);
    fc.assert(
      fc.property(
        types,
        dictionary,
        fc.dictionary(names, dictionary),
        (type, object, extensions) => {
          const findings = adviceOn({ extensions, ...object, type }, { infos: true });
          expect(findings.length).toBeLessThanOrEqual(50);
        },
      ),
    );
  });
});

// Names that some check reads.
const NAMES = [
  ...new Set(
    [...WARNINGS, ...INFOS].flatMap(
      ([, object]) => JSON.stringify(object).match(/(?<=")[\w-]+(?=":)/g) ?? [],
    ),
  ),
];
const TYPES = [...new Set([...WARNINGS, ...INFOS].map(([, { type }]) => String(type)))];
