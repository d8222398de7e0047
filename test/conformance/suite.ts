// Registers tests under the ids of the TAXII 2.1 checklist and writes down how each went, for
// docs/conformance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

interface LineResult {
  readonly ids: readonly string[];
  readonly title: string;
  result: 'pass' | 'fail' | 'not run';
}

const RESULTS_FOLDER = process.env.TAXIWAY_CONFORMANCE_RESULTS ?? 'coverage/conformance';
const results: LineResult[] = [];
const known = new Set<string>();

/**
 * One test of one or more checklist lines. Ids and title must be literals, because the page's check
 * reads them from the source. A line may have several tests; their titles differ.
 */
export function line(
  ids: string | readonly string[],
  title: string,
  run: () => Promise<void>,
  timeout?: number,
): void {
  const all = typeof ids === 'string' ? [ids] : ids;
  const name = `${all.join(' ')} ${title}`;
  if (known.has(name)) throw new Error(`Two tests are called "${name}".`);
  known.add(name);
  const entry: LineResult = { ids: all, title, result: 'not run' };
  results.push(entry);
  test(
    name,
    async () => {
      entry.result = 'fail';
      await run();
      entry.result = 'pass';
    },
    timeout,
  );
}

afterAll(() => {
  const file = basename(expect.getState().testPath ?? 'unknown.test.ts');
  // A run of chosen tests says nothing about the others: it leaves the last whole result alone.
  if (results.some((entry) => entry.result === 'not run')) return;
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const text = `${JSON.stringify({ file, results }, null, 2)}\n`;
  writeFileSync(join(RESULTS_FOLDER, `${file}.json`), text);
});
