// Tables of STIX objects and what is found in them.
import { expect, test } from '@jest/globals';
import { validate } from '../../src/stix/validate.ts';
import { found } from './stix-objects.ts';

/** What it is about, the object, and each error as `CODE pointer`. */
export type Row = readonly [what: string, object: unknown, ...findings: string[]];

/** One test a row: exactly these errors are told, in this order. */
export function rows(table: readonly Row[]): void {
  test.each(table)('%s', (_what, object, ...findings) => {
    expect(found(validate(object))).toEqual(findings);
  });
}
