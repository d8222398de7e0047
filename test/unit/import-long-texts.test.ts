// Long values in files, in a process that compiles regular expressions plainly, as one does after years:
// V8 then remembers every round of `x+`, and ends in a RangeError on texts of 4 MiB.
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { blankOut } from '../../src/ingest/read/elements.ts';
import { runFile, settingsFor } from '../support/import-samples.ts';

const LENGTH = 6 * 2 ** 20;

beforeAll(() => setFlagsFromString('--no-regexp-optimization'));
afterAll(() => setFlagsFromString('--regexp-optimization'));

test.each([
  ['a string', `"${'x'.repeat(LENGTH)}"`],
  ['escapes', `"${'\\n'.repeat(LENGTH / 2)}"`],
  ['blanks after a comma', `1,${' '.repeat(LENGTH)}2`],
  ['a comment', `1 //${'x'.repeat(LENGTH)}\n`],
  ['commas', '1,'.repeat(LENGTH / 2)],
])('%s of six million characters is blanked out of what is no strict JSON', (_what, value) => {
  expect(blankOut(`[${value},]`).endsWith(' ]')).toBe(true);
});

test('a comment of six million characters ends a document', async () => {
  const text = `[{"value":"evil.example",}] //${'x'.repeat(LENGTH)}`;
  const { made, fatal } = await runFile(Buffer.from(text), settingsFor());
  expect(fatal).toBeNull();
  expect(made).toMatchObject([{ kind: 'object' }]);
});

test('a cell of half a million items is read', async () => {
  const text = `value,threat_types,references\nevil.example,${'a '.repeat(3)}${'a|'.repeat(250_000)},${'b '.repeat(200_000)}\n`;
  const { made } = await runFile(Buffer.from(text), settingsFor({ max_row_chars: 1_048_576 }));
  expect(made).toMatchObject([{ kind: 'object' }]);
});
