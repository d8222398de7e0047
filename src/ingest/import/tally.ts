// Counts what became of the records of a batch.
import type { Counts } from '../../store/imports.ts';
import type { Finding } from '../entry.ts';
import type { Made } from '../make/indicator.ts';
import type { Outcome } from '../settle.ts';

/** The counts of a batch. A result is an outcome, the line that the record repeats, or null. */
export function countBatch(
  made: readonly Pick<Made, 'kind' | 'findings'>[],
  results: readonly (Outcome | number | null)[],
): Counts {
  const counts = {
    total: made.length,
    valid: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    duplicate: 0,
    rejected: 0,
    skipped: 0,
    warned: 0,
    set_aside: 0,
  };
  for (const [index, one] of made.entries()) {
    if (one.kind !== 'object') {
      counts[one.kind] += 1;
      continue;
    }
    counts.valid += 1;
    counts[kindOf(results[index] ?? null)] += 1;
    if (one.findings.some((finding) => finding.kind === 'warning')) counts.warned += 1;
  }
  return counts;
}

/** Says that a record repeats an earlier one. */
export function duplicateFinding(line: number, firstLine: number): Finding {
  return {
    kind: 'duplicate',
    line,
    column: null,
    value: null,
    code: 'DUPLICATE_IN_FILE',
    message: `The record repeats the one on line ${firstLine}, which was used.`,
    hint: null,
    first_line: firstLine,
  };
}

// A stored version of the very same instant and other content: nothing was stored, so nothing changed.
function kindOf(result: Outcome | number | null) {
  if (result === null || typeof result === 'number') return 'duplicate';
  return result.kind === 'conflict' ? 'unchanged' : result.kind;
}
