// Snapshots: what imports have brought of a source, and its new file no longer has, is revoked. In
// batches, each of which commits with its count; after a crash what is revoked is found so.
import { readStixTimestamp } from '../../stix/timestamp.ts';
import { updateRevoked } from '../../store/import-revoked.ts';
import type { Vanished } from '../../store/seen.ts';
import { type Candidate, describe } from '../candidate.ts';
import type { Sources } from '../make/source.ts';
import { rehearse, save } from '../save.ts';
import { CANCELLED } from './cancelled.ts';
import { modifiedAfter } from './compare.ts';
import type { SettlingJob } from './settle-batch.ts';

// The clock is held for some 30 ms.
const BATCH = 1000;

/** Revokes what the sources of the file no longer say; a dry run counts it. */
export async function revokeVanished(job: SettlingJob, { own, used }: Sources): Promise<void> {
  const sources = [...used.values(), ...(own === null ? [] : [own])];
  const creators = new Set(sources.map(({ identityId }) => identityId));
  const names = sources.map(({ name }) => name);
  const where = { collectionId: job.row.collection_id, sources: names, limit: BATCH };
  let position = 0;
  for (;;) {
    const vanished = await job.repeats.vanished({ ...where, position });
    const last = vanished.at(-1);
    if (last === undefined) return;
    position = last.date_added;
    const latest = new Map<Candidate, string>();
    for (const one of vanished) {
      const candidate = revoke(one, creators);
      if (candidate !== null) latest.set(candidate, one.body);
    }
    if (latest.size > 0) await storeRevoked(job, latest);
  }
}

async function storeRevoked(
  { row, running, isDry }: SettlingJob,
  latest: ReadonlyMap<Candidate, string>,
): Promise<void> {
  await (isDry ? rehearse : save)(running.db, row.collection_id, [...latest.keys()], {
    accountId: row.account_id,
    importId: row.id,
    // Read before the clock was taken: what somebody changed in between is left alone.
    revise: (candidate, body) => (body === latest.get(candidate) ? candidate : null),
    also: async (client, outcomes) => {
      const count = outcomes.filter(({ kind }) => kind === 'updated').length;
      if (!(await updateRevoked(client, row.id, count))) throw CANCELLED;
    },
  });
}

// Only the creator may revise an object. Line 0 is the file itself: it is the file that says so.
function revoke({ stix_type, stix_uuid, body }: Vanished, creators: ReadonlySet<string>) {
  const stored: Record<string, unknown> = JSON.parse(body);
  if (stored.revoked === true || !creators.has(String(stored.created_by_ref))) return null;
  const value = {
    ...stored,
    revoked: true,
    modified: modifiedAfter(String(stored.modified), Date.now()),
  };
  return {
    stix_type,
    stix_uuid,
    version: readStixTimestamp(value.modified),
    version_as_sent: null,
    spec_version: '2.1',
    ...describe(value),
    body: JSON.stringify(value),
    import_line: 0,
  } as const satisfies Candidate;
}
