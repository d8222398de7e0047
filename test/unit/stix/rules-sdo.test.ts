// Rules of SDOs. Each row: what breaks or keeps it, then the codes that are told, and where.
import { describe } from '@jest/globals';
import { identity, indicator, sdo, UUID } from '../../support/stix-objects.ts';
import { rows } from '../../support/stix-rows.ts';

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
