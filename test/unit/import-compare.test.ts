// What a record changes in an object that is stored: what comes of it is valid, and is not changed again.
import { describe, expect, test } from '@jest/globals';
import { revise } from '../../src/ingest/import/compare.ts';

const NOW = Date.UTC(2026, 10, 1);
const STATED = { name: false, valid_from: false, indicator_types: false };

function body(from: string, until?: string): string {
  return JSON.stringify({
    ...{ type: 'indicator', id: 'indicator--6b0b4f5e-6f35-4a5b-9a93-7d6d3a4c0a01', name: 'a' },
    modified: '2026-01-01T00:00:00.000Z',
    valid_from: `${from}T00:00:00.000Z`,
    ...(until !== undefined && { valid_until: `${until}T00:00:00.000Z` }),
  });
}

function revised(wanted: string, stored: string, defaults = STATED) {
  const made = revise(wanted, defaults, { body: stored, isFromUndo: false }, NOW);
  if (made === null) return null;
  const latest = { body: made.body, isFromUndo: false };
  expect(revise(wanted, defaults, latest, NOW)).toBe(null);
  const { valid_from, valid_until } = JSON.parse(made.body);
  return [valid_from?.slice(0, 10), valid_until?.slice(0, 10)];
}

describe('a validity', () => {
  test('that is stated anew keeps the half that is not stated', () => {
    const stored = body('2026-01-01', '2026-12-31');
    expect(revised(body('2026-02-01'), stored)).toEqual(['2026-02-01', '2026-12-31']);
  });

  test('that begins after the end that is stored has no end', () => {
    const stored = body('2026-01-01', '2026-06-30');
    expect(revised(body('2026-06-30'), stored)).toEqual(['2026-06-30', undefined]);
  });

  test('that ends before the start that is stored brings its own start', () => {
    const wanted = body('2026-01-01', '2026-03-01');
    const defaults = { ...STATED, valid_from: true };
    expect(revised(wanted, body('2026-06-01'), defaults)).toEqual(['2026-01-01', '2026-03-01']);
  });
});
