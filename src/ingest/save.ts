// The one road into the objects: push, import and the console's edits all store through here.
// Takes the collection's clock, gives each new version its own microsecond, holds it until commit.
import { ApiError } from '../errors.ts';
import { type Database, inTransaction, readFault, type Transaction } from '../store/database.ts';
import {
  copyObjects,
  lockClock,
  selectClock,
  updateClock,
  updateSuperseded,
} from '../store/objects.ts';
import {
  judgeDoubtful,
  keepWaiting,
  mergeOutcomes,
  type Parted,
  part,
  type SetAside,
} from './aside.ts';
import type { Candidate } from './candidate.ts';
import { laidOver, nameOf, overlay } from './overlay.ts';
import {
  asideByRules,
  askRules,
  countRulings,
  type Incoming,
  layRulings,
  type Rulings,
} from './rules.ts';
import type { Outcome, Revise, Settled } from './settle.ts';
import { fillSieve, settleFrom } from './settle-from.ts';
import type { Sieve } from './sieve.ts';
import { tellStored } from './tell.ts';

export interface SaveOptions {
  /** Who stores; null for the server itself. */
  readonly accountId: string | null;
  readonly importId: string | null;
  /** Imports compare by what rows say, not by version. */
  readonly revise?: Revise;
  /** Of one writer to one collection: spares it the look-up of what is certainly not stored. */
  readonly sieve?: Sieve;
  /** What is not stored now, but waits for a person's decision. */
  readonly aside?: SetAside;
  /** It comes in from outside, so the ingestion rules are asked. */
  readonly incoming?: Incoming;
  /** What has to be committed together with the objects: a status, an import's progress. */
  readonly also?: (client: Transaction, outcomes: readonly Outcome[]) => Promise<void>;
}

/** Finds out what to store, in the transaction that stores it: nobody else writes to the collection meanwhile. */
export type Decide = (client: Transaction) => Promise<readonly Candidate[]>;

/**
 * Stores candidates (a few thousand at most: the clock is held meanwhile) in one transaction.
 * Committed, so durable, when it returns.
 * @returns what became of each, in their order
 * @throws ApiError NOT_FOUND when the collection has gone; STORE_UNAVAILABLE, TOO_SLOW
 */
export async function save(
  db: Database,
  collectionId: string,
  candidates: readonly Candidate[] | Decide,
  options: SaveOptions,
): Promise<readonly Outcome[]> {
  try {
    const { outcomes, last } = await inTransaction(db, (client) =>
      saveWith(client, collectionId, candidates, options),
    );
    // Not before the commit: what was rolled back leaves its place in the clock to others.
    if (options.sieve?.upTo != null) options.sieve.upTo = last;
    return outcomes;
  } catch (error) {
    throw readFault(error);
  }
}

/**
 * Says what would become of candidates if they were stored now. Nothing of them is stored, and nobody
 * waits for it: the clock is not taken.
 * @throws ApiError STORE_UNAVAILABLE, TOO_SLOW
 */
export async function rehearse(
  db: Database,
  collectionId: string,
  candidates: readonly Candidate[],
  options: SaveOptions,
): Promise<readonly Outcome[]> {
  try {
    const outcomes = await settleNow(db, collectionId, candidates, options);
    await inTransaction(db, async (client) => options.also?.(client, outcomes));
    return outcomes;
  } catch (error) {
    throw readFault(error);
  }
}

// What others store meanwhile may be missed: they may as well store it a moment later.
// Sessions for polls look up by index whatever the statistics say, as save does.
async function settleNow(
  db: Database,
  collectionId: string,
  candidates: readonly Candidate[],
  options: SaveOptions,
): Promise<readonly Outcome[]> {
  const client = await db.polls.connect();
  try {
    const now = Date.now() * 1000;
    await fillSieve(client, collectionId, options.sieve, await selectClock(client, collectionId));
    const rulings = await askRules(client, collectionId, candidates, options);
    const parted = part(rulings.kept, asideByRules(rulings, options));
    const settled = await settleFrom(client, collectionId, parted.sound, options, now);
    const waiting = await judge(client, collectionId, parted, options, now);
    return mergeAll(candidates, rulings, waiting, settled.outcomes);
  } finally {
    client.release();
  }
}

async function saveWith(
  client: Transaction,
  collectionId: string,
  wanted: readonly Candidate[] | Decide,
  options: SaveOptions,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly last: number }> {
  // Before the clock is taken, where that can be: nobody shall wait for it.
  const early =
    typeof wanted === 'function' ? null : await askRules(client, collectionId, wanted, options);
  const clock = await lockClock(client, collectionId);
  if (clock === null) throw new ApiError('NOT_FOUND', 'There is no such collection any more.');
  const first = Math.max(clock.now, clock.last + 1);
  await fillSieve(client, collectionId, options.sieve, clock.last);
  const candidates = typeof wanted === 'function' ? await wanted(client) : wanted;
  const rulings = early ?? (await askRules(client, collectionId, candidates, options));
  const parted = part(rulings.kept, asideByRules(rulings, options));
  const settled = await settleFrom(client, collectionId, parted.sound, options, first);
  let last = settled.rows.at(-1)?.date_added ?? clock.last;
  if (last !== clock.last) {
    const laid = await layRulings(client, collectionId, rulings, storedOf(parted, settled));
    await copyObjects(client, collectionId, laidOver(settled.rows, laid));
    const others = settled.rows.filter((row) => !laid.has(nameOf(row)));
    const isAnnotated = (await overlay(client, collectionId, others)) || laid.size > 0;
    await updateSuperseded(client, collectionId, settled.superseded);
    if (isAnnotated)
      last = await tellStored(client, collectionId, settled.rows, last, options.sieve);
    await updateClock(client, collectionId, last);
  }
  const waiting = await judge(client, collectionId, parted, options, first);
  await keepWaiting(client, { ...options, collectionId }, parted.doubtful, waiting);
  await countRulings(client, collectionId, rulings, storedOf(parted, settled));
  const outcomes = mergeAll(candidates, rulings, waiting, settled.outcomes);
  await options.also?.(client, outcomes);
  return { outcomes, last };
}

function storedOf({ sound }: Parted, { outcomes }: Settled): ReadonlySet<Candidate> {
  const isStored = (at: number) => ['created', 'updated'].includes(outcomes[at]?.kind ?? '');
  return new Set(sound.filter((_, at) => isStored(at)));
}

function mergeAll(
  candidates: readonly Candidate[],
  { kept, dropped }: Rulings,
  waiting: ReadonlyMap<number, Outcome>,
  settled: readonly Outcome[],
): readonly Outcome[] {
  const outcomes = mergeOutcomes(kept.length, waiting, settled);
  return mergeOutcomes(candidates.length, dropped, outcomes);
}

// What becomes of those that may wait, by their places; the others are stored by now.
async function judge(
  client: Transaction,
  collectionId: string,
  { doubtful }: Parted,
  options: SaveOptions,
  first: number,
): Promise<ReadonlyMap<number, Outcome>> {
  if (doubtful.length === 0) return new Map();
  const candidates = doubtful.map(({ candidate }) => candidate);
  const { outcomes } = await settleFrom(client, collectionId, candidates, options, first);
  return judgeDoubtful(client, { ...options, collectionId }, doubtful, outcomes);
}
