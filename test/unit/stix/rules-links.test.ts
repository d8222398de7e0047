// Rules of what points elsewhere: references, markings, extensions. Each row: what breaks or keeps it, then the codes that are told, and where.
import { describe } from '@jest/globals';
import { identity, sco, sdo, UUID } from '../../support/stix-objects.ts';
import { rows } from '../../support/stix-rows.ts';

const MARKING = `marking-definition--${UUID}`;
const EXTENSION = `extension-definition--${UUID}`;

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
