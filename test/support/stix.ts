// Valid STIX 2.1 objects with random ids.
import { randomUUID } from 'node:crypto';

type Properties = Record<string, unknown>;

/** A STIX object of any type. */
export type StixObject = Properties & { readonly id: string; readonly type: string };

const TIMES = { created: '2020-01-01T00:00:00.000Z', modified: '2020-01-01T00:00:00.000Z' };

function sdo(type: string, properties: Properties, overrides: Properties): StixObject {
  return {
    type,
    spec_version: '2.1',
    id: `${type}--${randomUUID()}`,
    ...TIMES,
    ...properties,
    ...overrides,
  };
}

export function indicator(overrides: Properties = {}): StixObject {
  const pattern = `[ipv4-addr:value = '198.51.100.${Math.floor(Math.random() * 256)}']`;
  return sdo(
    'indicator',
    { pattern, pattern_type: 'stix', valid_from: '2020-01-01T00:00:00Z' },
    overrides,
  );
}

export function malware(overrides: Properties = {}): StixObject {
  return sdo('malware', { name: 'A loader', is_family: false }, overrides);
}

export function relationship(overrides: Properties = {}): StixObject {
  return sdo(
    'relationship',
    {
      relationship_type: 'indicates',
      source_ref: `indicator--${randomUUID()}`,
      target_ref: `malware--${randomUUID()}`,
    },
    overrides,
  );
}

export function markingDefinition(overrides: Properties = {}): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${randomUUID()}`,
    created: '2020-01-01T00:00:00.000Z',
    definition_type: 'statement',
    definition: { statement: 'Example' },
    ...overrides,
  };
}

export function ipv4Addr(overrides: Properties = {}): StixObject {
  return {
    type: 'ipv4-addr',
    spec_version: '2.1',
    id: `ipv4-addr--${randomUUID()}`,
    value: '198.51.100.7',
    ...overrides,
  };
}
