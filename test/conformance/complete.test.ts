// Every line of the checklist has a test or a reason, and nothing has both or is made up.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { NOT_KEPT } from './not-kept.ts';

const checklist: readonly { readonly id: string; readonly level: string }[] = JSON.parse(
  readFileSync(new URL('./checklist.json', import.meta.url), 'utf8'),
);
const ids = checklist.map((line) => line.id);
const script = new URL('../../scripts/generate-conformance.mjs', import.meta.url).pathname;
const tested: readonly string[] = JSON.parse(
  execFileSync(process.execPath, [script, '--ids'], { encoding: 'utf8' }),
);

test('every line of the checklist is tested or listed as not kept', () => {
  expect(ids.filter((id) => !tested.includes(id) && !(id in NOT_KEPT))).toEqual([]);
});

test('no line is both tested and listed as not kept', () => {
  expect(tested.filter((id) => id in NOT_KEPT)).toEqual([]);
});

test('tests and reasons name lines of the checklist', () => {
  expect([...tested, ...Object.keys(NOT_KEPT)].filter((id) => !ids.includes(id))).toEqual([]);
});

test('at most 20 lines are not kept, optional ones apart', () => {
  const isOptional = new Map(checklist.map(({ id, level }) => [id, /^MAY|optional/.test(level)]));
  const entries = Object.entries(NOT_KEPT);
  expect(entries.filter(([id]) => !isOptional.get(id)).length).toBeLessThanOrEqual(20);
  const notOffered = entries.filter(([, { state }]) => state === 'not offered');
  expect(notOffered.filter(([id]) => !isOptional.get(id))).toEqual([]);
});
