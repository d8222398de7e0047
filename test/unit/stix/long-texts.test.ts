// A process that has compiled 16 MiB of regular expressions compiles further ones plainly: V8 then
// remembers every round of `x+`, and ends in a RangeError on texts of 4 MiB. A server that runs for
// years gets there, so these tests start there.
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { validate } from '../../../src/stix/validate.ts';
import { identity, of, sco } from '../../support/stix-objects.ts';

const LENGTH = 6 * 2 ** 20;
const DIGITS = '1'.repeat(LENGTH);

beforeAll(() => setFlagsFromString('--no-regexp-optimization'));
afterAll(() => setFlagsFromString('--regexp-optimization'));

test.each<readonly [string, () => unknown]>([
  ['created', () => identity({ created: `2024-05-31T08:00:00.${DIGITS}Z` })],
  [
    'created, on a day that is not early',
    () => identity({ created: `2024-05-31T08:00:00.${DIGITS}` }),
  ],
  ['a timestamp', () => sco('process', { pid: 1, created_time: `2024-05-31T08:00:00.${DIGITS}Z` })],
  ['hex', () => sco('file', { name: 'a', magic_number_hex: 'ab'.repeat(LENGTH / 2) })],
  ['binary', () => sco('artifact', { payload_bin: 'QUJD'.repeat(LENGTH / 4) })],
  ['an identifier', () => identity({ created_by_ref: 'a-'.repeat(LENGTH / 2) })],
  ['a type', () => ({ ...identity({}), type: 'a'.repeat(LENGTH) })],
  [
    'the type of a relationship',
    () => of('relationship', { relationship_type: 'a'.repeat(LENGTH) }),
  ],
  ['the key of a contained object', () => of('observed-data', { objects: { [DIGITS]: {} } })],
  ['a pattern', () => of('indicator', { pattern: `[a:b = '${DIGITS}']`, pattern_type: 'stix' })],
])('6 MiB of %s are judged, in a process that compiles expressions plainly', (_what, make) => {
  const verdict = validate(make(), { warnings: true, infos: true });
  expect(typeof verdict.valid).toBe('boolean');
});
