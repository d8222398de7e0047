// Counts what became of the records of a batch.
import type { Counts } from '../../store/imports.ts';
import type { Finding } from '../entry.ts';
import type { Outcome } from '../settle.ts';
import type { Converted } from './convert.ts';

type Counted = Pick<Converted, 'kind' | 'findings'>;

/**
 * The counts of a batch. A result is an outcome, the line that the record repeats, or null where
 * there was nothing to store.
 */
export function countBatch(
  made: readonly Counted[],
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
    const kind = countOf(one.kind, results[index] ?? null);
    counts[kind] += 1;
    if (kind === 'rejected' || kind === 'skipped') continue;
    counts.valid += 1;
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

/** Says that an ingestion rule keeps a record out. */
export function droppedFinding(line: number, rule: string): Finding {
  return {
    kind: 'skipped',
    line,
    column: null,
    value: null,
    code: 'RULE_DROPPED',
    message: `The ingestion rule \`${rule}\` drops it.`,
    hint: 'Change or switch off the rule, and import the file again.',
  };
}

/** A STIX object that says otherwise what is stored of the same version. */
export function isContradiction(kind: Counted['kind'], result: Outcome | number | null): boolean {
  const isConflict = typeof result === 'object' && result?.kind === 'conflict';
  return kind === 'stix' && isConflict;
}

/** Which count a record goes into. */
export function countOf(kind: Counted['kind'], result: Outcome | number | null) {
  if (kind === 'rejected' || kind === 'skipped') return kind;
  if (isContradiction(kind, result)) return 'rejected';
  // Nothing to store: everybody has the markings of TLP.
  if (result === null) return 'unchanged';
  if (typeof result === 'number') return 'duplicate';
  // A row's object of the very same instant, with other content: nothing was stored, nothing changed.
  if (result.kind === 'dropped') return 'skipped';
  return result.kind === 'conflict' ? 'unchanged' : result.kind;
}
