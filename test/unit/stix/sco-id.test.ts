// Deterministic ids of observables: agreement with the vectors, and what they depend on.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Properties } from '../../../src/stix/finding.ts';
import { canonicalIdSource, deterministicId } from '../../../src/stix/sco-id.ts';

interface Vector {
  readonly name: string;
  readonly object: Properties;
  readonly canonical: string | null;
  readonly expected_id: string | null;
}

const FOLDER = new URL('../../../../shared/stix/', import.meta.url);
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('vectors/sco-ids.json', FOLDER), 'utf8'),
);

describe('the deterministic id of each vector', () => {
  let agreed = 0;

  afterAll(() => {
    process.stdout.write(`sco-ids.json: ${vectors.length} cases, ${agreed} agreed\n`);
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    expect(canonicalIdSource(vector.object)).toBe(vector.canonical);
    // Without a source a UUIDv4 is due, which nothing determines.
    const expected = vector.canonical === null ? null : vector.expected_id;
    expect(deterministicId(vector.object)).toBe(expected);
    agreed += 1;
  });
});

describe('the id of an observable', () => {
  test.each<[Properties, string | null]>([
    [{ type: 'file', hashes: { 'SHA-512': 'b', MD5: 'a' } }, '{"hashes":{"MD5":"a"}}'],
    [{ type: 'file', hashes: { TLSH: 'c', SSDEEP: 'd' } }, '{"hashes":{"TLSH":"c"}}'],
    [{ type: 'file', hashes: {}, name: 'x' }, '{"name":"x"}'],
    [{ type: 'file', hashes: ['a'] }, null],
    [{ type: 'file', size: 1 }, null],
    [{ type: 'process', pid: 1 }, null],
    [{ type: 'indicator', name: 'x' }, null],
    [{ type: 'x-thing', value: 'x' }, null],
    [{ type: 'constructor', value: 'x' }, null],
    [{ type: 7, value: 'x' }, null],
    [{}, null],
    [{ type: 'autonomous-system', number: 1e21 }, '{"number":1e+21}'],
    [{ type: 'url', value: 'http://x/"é\u0001' }, '{"value":"http://x/\\"é\\u0001"}'],
  ])('%j is made of %j', (object, source) => {
    expect(canonicalIdSource(object)).toBe(source);
    expect(deterministicId(object) === null).toBe(source === null);
  });

  test('depends on nothing but the properties that contribute, in any order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (value, other) => {
        const id = deterministicId({ type: 'url', value });
        expect(deterministicId({ value, defanged: other, id: other, type: 'url' })).toBe(id);
        expect(id).toMatch(
          /^url--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(deterministicId({ type: 'url', value: `${value}x` })).not.toBe(id);
      }),
    );
  });

  test('is told of half a surrogate pair as well', () => {
    expect(deterministicId({ type: 'url', value: '\ud800' })).toMatch(/^url--/);
  });
});
