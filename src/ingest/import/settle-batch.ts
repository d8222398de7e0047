// Candidates of a batch against what is stored and what the file had before: stored, or in a dry run
// settled alone.
import type { Database } from '../../store/database.ts';
import type { ImportRow } from '../../store/imports.ts';
import { mergeOutcomes } from '../aside.ts';
import type { Candidate } from '../candidate.ts';
import { rehearse, type SaveOptions, save } from '../save.ts';
import type { Outcome } from '../settle.ts';
import type { Repeats } from './repeats.ts';

/** What it takes of the import. */
export interface SettlingJob {
  readonly row: ImportRow;
  readonly running: { readonly db: Database };
  readonly isDry: boolean;
  /** Whether all records are remembered, stored or not. */
  readonly isSnapshot: boolean;
  readonly repeats: Repeats;
}

/** Settles candidates that do not repeat each other; `also` hears what became of all of them. */
export async function settleBatch(
  { row, running, isDry, isSnapshot, repeats }: SettlingJob,
  candidates: readonly Candidate[],
  options: SaveOptions,
): Promise<readonly Outcome[]> {
  const repeated = await repeats.find(candidates);
  const fresh = candidates.filter((_, place) => !repeated.has(place));
  const settled = await (isDry ? rehearse : save)(running.db, row.collection_id, fresh, {
    ...options,
    also: async (client, outcomes) =>
      options.also?.(client, mergeOutcomes(candidates.length, repeated, outcomes)),
  });
  // What is stored is found there again; a dry run has nothing but this.
  const isStored = (at: number) => !NOT_STORED.includes(settled[at]?.kind);
  await repeats.add(isDry || isSnapshot ? fresh : fresh.filter((_, at) => !isStored(at)));
  return settled;
}

const NOT_STORED: readonly (Outcome['kind'] | undefined)[] = ['unchanged', 'set_aside', 'dropped'];
