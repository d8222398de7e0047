// The door: what a verdict says besides findings, bundles, STIX 2.0, custom types.
import { describe, expect, test } from '@jest/globals';
import { type Options, validate } from '../../../src/stix/validate.ts';
import { found, identity, indicator, of, sco, sdo, UUID } from '../../support/stix-objects.ts';

describe('a verdict', () => {
  test('names the object as it was sent', () => {
    expect(validate({ type: 'x', id: 'y' })).toMatchObject({ type: 'x', id: 'y', valid: false });
    expect(validate({ type: 5, id: {} })).toMatchObject({ type: null, id: null, valid: false });
    expect(validate('identity')).toMatchObject({ type: null, id: null, valid: false });
  });

  test('of a valid object has no findings', () => {
    const { id } = indicator();
    expect(validate(indicator())).toEqual({
      id,
      type: 'indicator',
      valid: true,
      errors: [],
      warnings: [],
      omitted: 0,
    });
  });

  test('tells each finding with its level, its section and what to do', () => {
    const [error] = validate(identity({ modified: '2023-01-01T00:00:00.000Z' })).errors;
    expect(error).toEqual({
      code: 'TIME_ORDER',
      level: 'error',
      pointer: '/modified',
      message: expect.stringContaining('"2023-01-01T00:00:00.000Z"'),
      hint: expect.any(String),
      section: '3.2',
    });
  });

  test('has warnings only where they are asked for', () => {
    const object = indicator({ x_foo: 1 });
    expect(validate(object).warnings).toEqual([]);
    const { valid, warnings } = validate(object, { warnings: true });
    expect(valid).toBe(true);
    expect(warnings.map(({ code }) => code)).toContain('CUSTOM_PROPERTY');
    expect(validate(object, { warnings: true, maxWarnings: 1 }).warnings).toHaveLength(1);
  });

  test('tells no more errors than were asked for, and that there are more', () => {
    const object = identity({ x_foo: Array(1000).fill(null) });
    const { errors, omitted } = validate(object);
    expect(errors).toHaveLength(100);
    expect(omitted).toBeGreaterThan(0);
    expect(validate(object, { maxErrors: 3 }).errors).toHaveLength(3);
    expect(validate(object, { maxErrors: 0 })).toMatchObject({ valid: false, errors: [] });
  });

  test('leaves the value as it is', () => {
    const text = JSON.stringify(bundle(identity({ x_foo: [null] }), { type: 'bundle' }));
    const value = JSON.parse(text);
    validate(value, { warnings: true, infos: true });
    expect(JSON.stringify(value)).toBe(text);
  });
});

describe('a bundle', () => {
  test('is valid when its objects are', () => {
    expect(validate(bundle(identity(), indicator())).valid).toBe(true);
    expect(validate(of('bundle', {})).valid).toBe(true);
  });

  test.each<readonly [string, unknown, ...string[]]>([
    [
      'points into its objects',
      bundle(identity(), indicator({ pattern: 5 })),
      'PROPERTY_TYPE /objects/1/pattern',
    ],
    ['holds no bundle', bundle(identity(), of('bundle', {})), 'BUNDLE_NESTED /objects/1'],
    ['holds no text', of('bundle', { objects: ['a'] }), 'PROPERTY_TYPE /objects/0'],
    ['holds objects with a type', bundle({}), 'TYPE_MISSING /objects/0/type'],
    ['is not empty', of('bundle', { objects: [] }), 'LIST_EMPTY /objects'],
    ['has a list of objects', of('bundle', { objects: identity() }), 'PROPERTY_TYPE /objects'],
    ['has an id of its own type', of('bundle', { id: `tool--${UUID}` }), 'ID_PREFIX /id'],
    [
      'has no 2.0 inside',
      bundle(identity({ spec_version: '2.0' })),
      'SPEC_VERSION /objects/0/spec_version',
    ],
  ])('%s', (_what, value, ...findings) => {
    expect(found(validate(value))).toEqual(findings);
  });

  test('tells warnings of its objects with pointers into them', () => {
    const { warnings } = validate(bundle(identity({ x_foo: 1 })), { warnings: true });
    expect(warnings.map(({ pointer }) => pointer)).toContain('/objects/0/x_foo');
  });
});

describe('STIX 2.0', () => {
  const said = identity({ spec_version: '2.0' });
  const unsaid = identity({ spec_version: undefined });
  const bundled = of('bundle', { spec_version: '2.0', objects: [unsaid] });

  test.each([said, unsaid, bundled])('is refused with one error', (object) => {
    expect(found(validate(object))).toEqual(['SPEC_VERSION /spec_version']);
  });

  test.each([said, unsaid, bundled])('is accepted unchecked where the policy says so', (object) => {
    const options: Options = { stix20: 'accept', warnings: true };
    const { valid, warnings } = validate({ ...object, name: 5, objects: 7 }, options);
    expect(valid).toBe(true);
    expect(warnings.map(({ code }) => code)).toEqual(['STIX_20_UNCHECKED']);
  });

  test('needs a readable id even then', () => {
    const object = { ...said, id: `tool--${UUID}` };
    expect(found(validate(object, { stix20: 'accept' }))).toEqual(['STIX_20_IDENTITY /id']);
  });

  test('is not what an SCO without spec_version is', () => {
    expect(validate(sco('url', { value: 'a:b', spec_version: undefined })).valid).toBe(true);
  });
});

describe('custom types', () => {
  test('need the properties of their class', () => {
    const properties = { name: 'a', spec_version: '2.1' };
    expect(validate(of('x-foo', properties)).valid).toBe(true);
    const extensions = { [`extension-definition--${UUID}`]: { extension_type: 'new-sdo' } };
    expect(found(validate(of('x-foo', { ...properties, extensions })))).toEqual([
      'PROPERTY_MISSING /created',
      'PROPERTY_MISSING /modified',
    ]);
    expect(validate(sdo('x-foo', { ...properties, extensions })).valid).toBe(true);
  });
});

function bundle(...objects: object[]): Record<string, unknown> {
  return of('bundle', { objects });
}
