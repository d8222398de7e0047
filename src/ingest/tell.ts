// What is said of objects, in step with the objects, for the pollers of collections that want it: told
// with an object that comes, or comes again, and revoked with one that goes. In the same transaction, so
// that nobody sees one without the other.
import type { Properties } from '../stix/finding.ts';
import { selectAnnotations, selectIsPublished } from '../store/annotations.ts';
import type { ObjectRow } from '../store/copy-rows.ts';
import type { Transaction } from '../store/database.ts';
import type { ObjectKey } from '../store/object-versions.ts';
import { copyObjects, lockClock, updateClock, updateSuperseded } from '../store/objects.ts';
import { type Candidate, readBody } from './candidate.ts';
import { readCreators } from './edit/own.ts';
import { type Told, tellAnnotations } from './edit/publish.ts';
import { nameOf } from './overlay.ts';
import { settleFrom } from './settle-from.ts';
import { mayHold, type Sieve } from './sieve.ts';

/**
 * Tells the annotations of versions that were just stored, in a transaction that holds the clock.
 * @returns the last date_added that was given out
 */
export async function tellStored(
  client: Transaction,
  collectionId: string,
  rows: readonly ObjectRow[],
  last: number,
  sieve: Sieve | undefined,
): Promise<number> {
  if (!(await selectIsPublished(client, collectionId))) return last;
  const current = new Map(
    rows.filter((row) => row.superseded_at === null).map((row) => [nameOf(row), row]),
  );
  const keys = [...current.values()].map(keyOf);
  const told = (await selectAnnotations(client, collectionId, keys)).flatMap(
    (annotation): Told | readonly Told[] => {
      const row = current.get(nameOf(annotation));
      if (row === undefined) return [];
      const object: Properties = JSON.parse(readBody(row.body));
      return { key: keyOf(row), annotation, object };
    },
  );
  return store(client, collectionId, await say(client, collectionId, told, sieve), last, sieve);
}

/** Revokes what was told of objects of which nothing is left, in a transaction that holds the clock. */
export async function tellGone(
  client: Transaction,
  collectionId: string,
  keys: readonly ObjectKey[],
): Promise<void> {
  if (keys.length === 0 || !(await selectIsPublished(client, collectionId))) return;
  const told = keys.map((key): Told => ({ key, annotation: null, object: {} }));
  const candidates = await say(client, collectionId, told);
  const clock = candidates.length === 0 ? null : await lockClock(client, collectionId);
  if (clock === null) return;
  const before = Math.max(clock.last, clock.now - 1);
  const last = await store(client, collectionId, candidates, before, undefined);
  await updateClock(client, collectionId, last);
}

async function say(
  client: Transaction,
  collectionId: string,
  told: readonly Told[],
  sieve?: Sieve,
): Promise<readonly Candidate[]> {
  if (told.length === 0) return [];
  const creators = await readCreators(client, collectionId);
  const mayBeStored = (uuid: string) =>
    sieve === undefined || sieve.upTo === null || mayHold(sieve, uuid);
  const telling = { collectionId, creators, now: Date.now(), mayBeStored };
  return tellAnnotations(client, told, telling);
}

// In the name of the server: no import's undo takes it back.
async function store(
  client: Transaction,
  collectionId: string,
  candidates: readonly Candidate[],
  last: number,
  sieve: Sieve | undefined,
): Promise<number> {
  if (candidates.length === 0) return last;
  const ours = { accountId: null, importId: null, sieve };
  const settled = await settleFrom(client, collectionId, candidates, ours, last + 1);
  await copyObjects(client, collectionId, settled.rows);
  await updateSuperseded(client, collectionId, settled.superseded);
  return settled.rows.at(-1)?.date_added ?? last;
}

function keyOf({ stix_type, stix_uuid }: Pick<ObjectRow, 'stix_type' | 'stix_uuid'>): ObjectKey {
  return { type: stix_type, uuid: stix_uuid };
}
