// Short words for the tests that read {C} of the fixture.
import { expect } from '@jest/globals';
import type { Answer, RequestOptions } from '../support/server.ts';
import type { Fixture } from './fixture.ts';

export const UNKNOWN = 'indicator--11111111-1111-4111-8111-111111111111';

/** The ids of an envelope or a manifest, in order. */
export function idsOf(answer: Answer): string[] {
  expect(answer.status).toBe(200);
  return (answer.json.objects ?? []).map((item: { id: string }) => item.id);
}

/** `id version` of each item, in order. An SCO's objects have no version of their own. */
export function versionsOf(answer: Answer): string[] {
  expect(answer.status).toBe(200);
  return (answer.json.objects ?? []).map(keyOf);
}

/** `id version` of an object or a manifest record. */
export function keyOf(
  item: Partial<Record<'id' | 'version' | 'modified' | 'created', unknown>>,
): string {
  return `${item.id} ${item.version ?? item.modified ?? item.created ?? ''}`;
}

/** GET of something in {C}, as `rw`. */
export function get(fixture: Fixture, rest: string, options?: RequestOptions): Promise<Answer> {
  return fixture.request(fixture.path(fixture.C, rest), options);
}

/** A timestamp with six digits, moved by microseconds. */
export function shift(timestamp: string, micros: number): string {
  const whole = BigInt(Date.parse(`${timestamp.slice(0, 19)}Z`)) * 1000n;
  const moved = whole + BigInt(timestamp.slice(20, 26)) + BigInt(micros);
  const seconds = new Date(Number(moved / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(moved % 1_000_000n).padStart(6, '0')}Z`;
}

/** The X-TAXII-Date-Added headers. */
export function dates(answer: Answer): { first: string; last: string } {
  return {
    first: String(answer.headers['x-taxii-date-added-first']),
    last: String(answer.headers['x-taxii-date-added-last']),
  };
}
