// What an undo does to one object, given all its versions.
import { expect, test } from '@jest/globals';
import { takeBack } from '../../src/ingest/import/take-back.ts';

const ASKED = { importId: 'ours', identityIds: new Set<string>(), remove: true, now: 0 };

function version(date_added: number, import_id: string) {
  const object = { stix_type: 'malware', stix_uuid: '6b0b4f5e-6f35-4a5b-9a93-7d6d3a4c0a01' };
  const version = `2020-01-01T00:00:00.${String(date_added).padStart(6, '0')}`;
  return {
    ...object,
    date_added,
    version,
    spec_version: '2.1',
    import_id,
    import_line: date_added,
  };
}

test('an import that brought very many versions of an object takes back all of them', () => {
  const ours = Array.from({ length: 200_000 }, (_, at) => version(at + 1, 'ours'));
  const bodies = new Map([[200_000, '{}']]);
  const taken = takeBack([version(0, 'another'), ...ours], bodies, ASKED);
  expect(taken.kind === 'removed' && taken.dates.length).toBe(200_000);
});

test('what somebody has stored since is not taken back', () => {
  const versions = [version(1, 'ours'), version(2, 'another')];
  const bodies = new Map(versions.map(({ date_added }) => [date_added, '{}']));
  expect(takeBack(versions, bodies, ASKED)).toEqual({ kind: 'kept' });
});
