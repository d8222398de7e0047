// Valid STIX 2.1 objects with fixed ids, and short notes of findings.
import type { Verdict } from '../../src/stix/validate.ts';

type Properties = Record<string, unknown>;

/** The UUID of all ids. */
export const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';

const TIME = '2024-01-01T00:00:00.000Z';

/** An object of a type with nothing but what is given and, unless it is a bundle, its version. */
export function of(type: string, properties: object, overrides: Properties = {}): Properties {
  const version = type === 'bundle' ? {} : { spec_version: '2.1' };
  return { type, ...version, id: `${type}--${UUID}`, ...properties, ...overrides };
}

/** An SDO, an SRO or a meta object. */
export function sdo(type: string, properties: object): Properties {
  return of(type, { created: TIME, modified: TIME, ...properties });
}

/** An SCO. */
export function sco(type: string, properties: object, uuid = UUID): Properties {
  return of(type, properties, { id: `${type}--${uuid}` });
}

/** An identity with what is given besides. */
export function identity(properties: object = {}): Properties {
  return sdo('identity', { name: 'Example', ...properties });
}

/** An indicator with what is given besides. */
export function indicator(properties: object = {}): Properties {
  return sdo('indicator', {
    pattern: "[ipv4-addr:value = '198.51.100.7']",
    pattern_type: 'stix',
    valid_from: TIME,
    ...properties,
  });
}

/** The errors of a verdict as `CODE pointer`. */
export function found({ errors }: Verdict): string[] {
  return errors.map(({ code, pointer }) => `${code} ${pointer}`);
}
