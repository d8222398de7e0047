// Picks some records of each kind while an import or a dry run goes through the file: what they make,
// and what that changes in what is stored.
import type { NewSample, SampleKind } from '../../store/import-samples.ts';
import { type Candidate, readBody } from '../candidate.ts';
import type { Revise } from '../settle.ts';
import { findingsOf, type Result, type Settling } from './batch.ts';
import { differencesOf } from './differences.ts';
import { countOf } from './tally.ts';

export interface Samples {
  /** Remembers what a batch changes or leaves as it is, while that is wanted. */
  readonly watch: (revise: Revise) => Revise;
  /** The samples of a settled batch. */
  readonly take: (batch: readonly Settling[], results: readonly Result[]) => readonly NewSample[];
}

interface Change {
  readonly before: string;
  readonly after: string;
}

const OF_EACH = 5;
// They are looked at, and kept for as long as the import: larger objects are no samples.
const MAX_CHARS = 65_536;

const KINDS: Readonly<Record<ReturnType<typeof countOf>, SampleKind>> = {
  created: 'new',
  updated: 'changed',
  unchanged: 'unchanged',
  duplicate: 'duplicate',
  set_aside: 'set_aside',
  rejected: 'rejected',
  skipped: 'skipped',
};

/** Begins with the samples that there are already. */
export function startSamples(counts: ReadonlyMap<SampleKind, number>): Samples {
  const taken = new Map(counts);
  let changes = new Map<Candidate, Change>();
  const isWanted = (kind: SampleKind) => (taken.get(kind) ?? 0) < OF_EACH;

  function kindsOf(one: Settling, result: Result): SampleKind[] {
    const kind = KINDS[countOf(one.kind, result)];
    const isWarned =
      kind !== 'rejected' && one.findings.some((finding) => finding.kind === 'warning');
    return isWarned ? [kind, 'warned'] : [kind];
  }

  function take(batch: readonly Settling[], results: readonly Result[]): readonly NewSample[] {
    const samples: NewSample[] = [];
    for (const [at, one] of batch.entries()) {
      const result = results[at] ?? null;
      for (const kind of kindsOf(one, result)) {
        if (!isWanted(kind) || bodyOf(one).length > MAX_CHARS) continue;
        taken.set(kind, (taken.get(kind) ?? 0) + 1);
        samples.push(sampleOf(kind, one, result));
      }
    }
    changes = new Map();
    return samples;
  }

  function sampleOf(kind: SampleKind, one: Settling, result: Result): NewSample {
    const { line, candidate } = one;
    const change = candidate === null ? undefined : changes.get(candidate);
    return {
      kind,
      line,
      object: kind === 'rejected' ? null : (change?.after ?? (candidate && bodyOf(one))),
      differences:
        (kind === 'changed' || kind === 'set_aside') && change !== undefined
          ? differencesOf(change.before, change.after)
          : null,
      findings: findingsOf(one, result),
    };
  }

  return {
    watch: (revise) => (candidate, latest, isFromUndo) => {
      const revised = revise(candidate, latest, isFromUndo);
      if (isWanted(revised === null ? 'unchanged' : 'changed')) {
        const after = revised === null ? latest : readBody(revised.body);
        changes.set(candidate, { before: latest, after });
      }
      return revised;
    },
    take,
  };
}

function bodyOf({ candidate }: Settling): string {
  return readBody(candidate?.body ?? '');
}
