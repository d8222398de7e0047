// Stores the elements that were read from a body: in transactions that hold the clock for a short time
// each, the last of which may commit something besides.
import type { Database, Transaction } from '../../store/database.ts';
import { save } from '../save.ts';
import type { Outcome } from '../settle.ts';
import type { Element } from './envelope.ts';

// Objects a transaction: the clock is held for about 140 ms.
const BATCH = 5000;

/** Where to, for whom, and what is committed with the last objects. */
export interface StoringElements {
  readonly collectionId: string;
  readonly accountId: string;
  /** Told what became of all good elements, in their order. */
  readonly also?: (client: Transaction, outcomes: readonly Outcome[]) => Promise<void>;
}

/**
 * Stores the good ones.
 * @returns what became of each of them, in their order
 */
export async function storeElements(
  db: Database,
  elements: readonly Element[],
  { collectionId, accountId, also }: StoringElements,
): Promise<readonly Outcome[]> {
  const accepted = elements.filter((element) => element.ok);
  const outcomes: Outcome[] = [];
  for (let start = 0; start === 0 || start < accepted.length; start += BATCH) {
    const batch = accepted.slice(start, start + BATCH).map((element) => element.candidate);
    const isLast = start + BATCH >= accepted.length;
    await save(db, collectionId, batch, {
      accountId,
      importId: null,
      incoming: { defaultsOf: () => null },
      also: async (client, settled) => {
        outcomes.push(...settled);
        if (isLast) await also?.(client, outcomes);
      },
    });
  }
  return outcomes;
}

/** How many of them were stored anew. */
export function countStored(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ kind }) => kind === 'created' || kind === 'updated').length;
}

/** Why an element is a failure though it was good. */
export const CONFLICT =
  'This version is stored already with other content. A changed object needs a later `modified`.';
