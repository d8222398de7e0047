// Counts tests from jest's own result (its --json file): "N passed, N failed", and skipped ones.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The summary line, and whether nothing failed. No result is a failure. */
export function countTests(file) {
  try {
    const told = JSON.parse(readFileSync(file, 'utf8'));
    // A file that could not even be loaded has no tests to count: it counts as one failure.
    const failed = told.numFailedTests + told.numRuntimeErrorTestSuites;
    const skipped = told.numPendingTests + told.numTodoTests;
    const rest = skipped > 0 ? `, ${skipped} skipped` : '';
    return {
      line: `${told.numPassedTests} passed, ${failed} failed${rest}`,
      isGreen: failed === 0,
    };
  } catch {
    return { line: '0 passed, 1 failed', isGreen: false };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { line, isGreen } = countTests(process.argv[2]);
  console.log(line);
  process.exitCode = isGreen ? 0 : 1;
}
