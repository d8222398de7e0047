// Reads what was stored before anything was noted of what it is found by. In small batches under the
// collection's clock, each of which commits with how far it came: a crash costs one of them.
import { summarise } from '../intel/summary.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { selectBacklogs, selectUnsummarised, updateBacklog } from '../store/intel-backlog.ts';
import { copySummaries, lockClock } from '../store/objects.ts';
import { packSummary } from '../store/packed-summary.ts';
import { overlay } from './overlay.ts';

// Parsed on the thread that answers HTTP, some 5 ms at once: this happens once in the life of a database.
const BATCH = 250;

/** Reads it to the end, for all collections. */
export async function readBacklog(db: Database, isStopping: () => boolean): Promise<void> {
  for (const collectionId of await selectBacklogs(db.work))
    while (!isStopping() && (await readBatch(db, collectionId)));
}

async function readBatch(db: Database, collectionId: string): Promise<boolean> {
  return inTransaction(db, async (client) => {
    if ((await lockClock(client, collectionId)) === null) return false;
    const versions = await selectUnsummarised(client, collectionId, BATCH);
    const rows = versions.map(({ body, ...version }) => ({
      ...version,
      summary: packSummary(summarise(JSON.parse(body))),
    }));
    const last = rows.at(-1)?.date_added ?? null;
    if (last !== null) await copySummaries(client, collectionId, rows);
    await overlay(client, collectionId, rows);
    await updateBacklog(client, collectionId, last);
    return last !== null;
  });
}
