// Decisions on what waits: released into its collection, where it is stored as a push is (OASIS TAXII 2.1
// section 5.5), or discarded. In batches, each of which commits with its line in the audit.
import { type Released, release } from '../../ingest/release.ts';
import type { Outcome } from '../../ingest/settle.ts';
import { inTransaction } from '../../store/database.ts';
import { deleteWaiting } from '../../store/set-aside.ts';
import { selectWaitingKeys, type WaitingKey } from '../../store/set-aside-list.ts';
import type { Context, Handler, Input } from '../operation.ts';
import { bodyOf, observeChange, recordChange } from './change.ts';
import { readFilter } from './set-aside-filter.ts';

// The clock of a collection is held for one of these.
const BATCH = 1000;
const BATCHES = 10;

/** Stores what is meant, as far as one call goes. */
export const releaseSetAside: Handler = async (input, context) => {
  const counts = { created: 0, updated: 0, unchanged: 0, kept: 0 };
  const more = await decide(input, context, async (group) => {
    const change = { action: 'releaseSetAside', target: group.collectionId } as const;
    const outcomes = await release(context.db, group, (client, settled) => {
      const details = { import: group.importId, objects: settled.length };
      return recordChange(client, input, { ...change, details });
    });
    if (outcomes.length > 0) observeChange(input, context, change);
    observeStored(context, group.collectionId, outcomes);
    for (const { kind } of outcomes) counts[COUNTED[kind]] += 1;
  });
  const released = counts.created + counts.updated + counts.unchanged;
  return { status: 200, body: { released, ...counts, more } };
};

/** Forgets what is meant, as far as one call goes. */
export const discardSetAside: Handler = async (input, context) => {
  let discarded = 0;
  const more = await decide(input, context, async ({ collectionId, importId, ids }) => {
    const change = { action: 'discardSetAside', target: collectionId } as const;
    const objects = await inTransaction(context.db, async (client) => {
      const gone = await deleteWaiting(client, ids);
      const details = { import: importId, objects: gone };
      if (gone > 0) await recordChange(client, input, { ...change, details });
      return gone;
    });
    if (objects > 0) observeChange(input, context, change);
    discarded += objects;
  });
  return { status: 200, body: { discarded, more } };
};

const COUNTED = {
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  duplicate: 'unchanged',
  set_aside: 'kept',
  conflict: 'kept',
  dropped: 'kept',
} as const satisfies Record<Outcome['kind'], string>;

/**
 * Takes what the body means in batches, each in groups of one collection, import and account.
 * @returns whether something is left for another call
 */
async function decide(
  input: Input,
  context: Context,
  one: (group: Released) => Promise<void>,
): Promise<boolean> {
  const { work } = context.db;
  const filter = await readFilter(input, context, bodyOf(input, 'SetAsideSelection'));
  let after = 0;
  for (let batches = 0; batches < BATCHES; batches += 1) {
    const keys = await selectWaitingKeys(work, input.principal, filter, { after, limit: BATCH });
    for (const group of groupKeys(keys)) await one(group);
    if (keys.length < BATCH) return false;
    after = keys.at(-1)?.id ?? after;
  }
  return (await selectWaitingKeys(work, input.principal, filter, { after, limit: 1 })).length > 0;
}

function groupKeys(keys: readonly WaitingKey[]): readonly Released[] {
  const groups = new Map<string, Released & { readonly ids: number[] }>();
  for (const {
    id,
    collection_id: collectionId,
    import_id: importId,
    account_id: accountId,
  } of keys) {
    const key = `${collectionId} ${importId} ${accountId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { collectionId, importId, accountId, ids: [id] });
    else group.ids.push(id);
  }
  return [...groups.values()];
}

function observeStored(
  { observe }: Context,
  collection: string,
  outcomes: readonly Outcome[],
): void {
  const count = outcomes.filter(({ kind }) => kind === 'created' || kind === 'updated').length;
  if (count > 0) observe({ kind: 'objects', direction: 'in', collection, count });
}
