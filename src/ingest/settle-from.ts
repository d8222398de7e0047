// Settles candidates by what is stored of them. The clock is held, or nothing is stored: rehearsals.
import type { Transaction } from '../store/database.ts';
import {
  type StoredVersion,
  selectBodies,
  selectStored,
  selectUuidsAfter,
} from '../store/objects.ts';
import type { Candidate } from './candidate.ts';
import { groupByObject, lastOf, type Revise, type Settled, settle } from './settle.ts';
import { addToSieve, mayHold, type Sieve } from './sieve.ts';

/** By whom they are stored, and how they are compared. */
export interface Settlement {
  readonly accountId: string | null;
  readonly importId: string | null;
  readonly revise?: Revise;
  readonly sieve?: Sieve | undefined;
}

// The clock is held while a sieve is filled: 50 ms.
const SIEVE_FILL = 50_000;

/** Puts in what others have stored. Where the clock is locked, nobody stores anything between this and the commit. */
export async function fillSieve(
  client: Transaction,
  collectionId: string,
  sieve: Sieve | undefined,
  last: number,
): Promise<void> {
  if (sieve === undefined || sieve.upTo === null || sieve.upTo >= last) return;
  const uuids = await selectUuidsAfter(client, collectionId, sieve.upTo, SIEVE_FILL + 1);
  addToSieve(sieve, uuids);
  sieve.upTo = uuids.length > SIEVE_FILL ? null : last;
}

// What is to be looked up. All that passes is in the sieve from now on: it is stored, or was.
function sift(candidates: readonly Candidate[], sieve: Sieve | undefined): readonly string[] {
  const all = new Set(candidates.map((candidate) => candidate.stix_uuid));
  if (sieve === undefined || sieve.upTo === null) return [...all].sort();
  const held = [...all].filter((uuid) => mayHold(sieve, uuid));
  addToSieve(sieve, all);
  return held.sort();
}

/** What becomes of candidates if they are stored from `first` on. */
export async function settleFrom(
  client: Transaction,
  collectionId: string,
  candidates: readonly Candidate[],
  options: Settlement,
  first: number,
): Promise<Settled> {
  const { accountId, importId } = options;
  const revise = options.revise ?? null;
  const uuids = sift(candidates, options.sieve);
  const stored = uuids.length === 0 ? [] : await selectStored(client, collectionId, uuids);
  const bodies =
    revise === null ? new Map<number, string>() : await latestBodies(client, collectionId, stored);
  return settle({ candidates, stored, bodies, first, accountId, importId, revise });
}

async function latestBodies(
  client: Transaction,
  collectionId: string,
  stored: readonly StoredVersion[],
): Promise<ReadonlyMap<number, string>> {
  const groups = groupByObject(stored);
  const dates = [...groups.values()].flatMap((versions) => lastOf(versions)?.date_added ?? []);
  return dates.length === 0 ? new Map() : selectBodies(client, collectionId, dates);
}
