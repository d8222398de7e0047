// Releases what was set aside: it goes the one road in, as if it had been stored at once, and in the
// name of the import that brought it, so that an undo of that import finds it.
import type { Database, Transaction } from '../store/database.ts';
import {
  deleteWaiting,
  lockReleasing,
  lockWaiting,
  updateReleased,
  type WaitingRow,
} from '../store/set-aside.ts';
import { type Candidate, describe } from './candidate.ts';
import { reviseCandidate } from './import/batch.ts';
import { save } from './save.ts';
import type { Outcome } from './settle.ts';

/** Objects that wait, of one collection, import and account. */
export interface Released {
  readonly collectionId: string;
  readonly importId: string | null;
  readonly accountId: string | null;
  readonly ids: readonly number[];
}

/**
 * Stores what still waits of some objects, and takes it out of the queue; nothing of an import that is
 * being taken back. One whose version is stored with other content by now is a conflict, and goes on
 * waiting. `also` is told in the same transaction what became of them.
 * @returns what became of each that still waited
 */
export async function release(
  db: Database,
  { collectionId, importId, accountId, ids }: Released,
  also: (client: Transaction, outcomes: readonly Outcome[]) => Promise<void>,
): Promise<readonly Outcome[]> {
  const rows = new Map<Candidate, WaitingRow>();
  const decide = async (client: Transaction) => {
    const isOpen = importId === null || (await lockReleasing(client, importId));
    const waiting = isOpen ? await lockWaiting(client, ids) : [];
    for (const row of waiting) rows.set(toCandidate(row), row);
    return [...rows.keys()];
  };
  return save(db, collectionId, decide, {
    accountId,
    importId,
    revise: (candidate, latest, isFromUndo) =>
      reviseCandidate(candidate, rows.get(candidate)?.defaults ?? undefined, latest, isFromUndo),
    also: async (client, outcomes) => {
      if (outcomes.length === 0) return;
      const done = [...rows.values()].filter((_, at) => outcomes[at]?.kind !== 'conflict');
      await deleteWaiting(
        client,
        done.map(({ id }) => id),
      );
      if (importId !== null) await updateReleased(client, importId);
      await also(client, outcomes);
    },
  });
}

function toCandidate(row: WaitingRow): Candidate {
  const { stix_type, stix_uuid, version, version_as_sent, spec_version, body } = row;
  return {
    ...{ stix_type, stix_uuid, version, version_as_sent, body, ...describe(JSON.parse(body)) },
    spec_version: spec_version === '2.0' ? '2.0' : '2.1',
    ...(row.import_line === null ? {} : { import_line: row.import_line }),
    ...(row.defaults === null ? { is_sent: true } : {}),
  };
}
