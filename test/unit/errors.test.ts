// docs/errors.md and src/errors.ts tell the same.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ApiError, errorCatalogue } from '../../src/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
const documented = new Map(rows.map((row) => [row[0]?.replaceAll('`', ''), row]));

describe('docs/errors.md', () => {
  test.each(Object.entries(errorCatalogue))('%s is documented as it is', (code, entry) => {
    const [, status, title, when, remedy] = documented.get(code) ?? [];
    expect({ status, title }).toEqual({ status: String(entry.status), title: entry.title });
    expect(when).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
  });

  test('documents no error that does not exist', () => {
    expect([...documented.keys()].filter((code) => !(String(code) in errorCatalogue))).toEqual([]);
    expect(rows).toHaveLength(Object.keys(errorCatalogue).length);
  });
});

test('an error carries status and title of its code', () => {
  const error = new ApiError('CONFLICT', 'Taken.', { headers: { 'Retry-After': '1' } });
  expect(error).toMatchObject({
    code: 'CONFLICT',
    status: 409,
    title: 'Conflicts with what is there',
    message: 'Taken.',
    extras: { headers: { 'Retry-After': '1' } },
  });
});
