// Removes versions of an object. OASIS TAXII 2.1 section 5.7. Under the collection's clock, like
// every write, so that superseded_at of what remains is right at each moment.
import { ApiError } from '../errors.ts';
import { type Database, inTransaction, readFault, type Transaction } from '../store/database.ts';
import {
  deleteVersions,
  lockClock,
  type StoredVersion,
  selectStored,
  updateSuperseded,
} from '../store/objects.ts';
import { comesAfter, groupByObject, lastOf } from './settle.ts';
import { tellGone } from './tell.ts';

/** Which versions to remove. */
export interface Selector {
  readonly spec_versions: readonly string[] | null;
  /** Null: all versions. */
  readonly version: {
    readonly keywords: readonly ('first' | 'last' | 'all')[];
    readonly versions: readonly string[];
  } | null;
}

/**
 * Removes the selected versions of one object, durably; `also` is committed with it.
 * @returns how many were removed; 0 when the object or the selected versions are not there
 */
export async function remove(
  db: Database,
  collectionId: string,
  id: { readonly type: string; readonly uuid: string },
  selector: Selector,
  also?: (client: Transaction) => Promise<void>,
): Promise<number> {
  try {
    return await inTransaction(db, async (client) => {
      const clock = await lockClock(client, collectionId);
      if (clock === null) throw new ApiError('NOT_FOUND', 'There is no such collection any more.');
      const stored = await selectStored(client, collectionId, [id.uuid]);
      const versions = stored.filter((version) => version.stix_type === id.type);
      const gone = new Set(selectVersions(versions, selector));
      if (gone.size === 0) return 0;
      await removeFrom(client, collectionId, versions, new Set([...gone].map((v) => v.date_added)));
      await also?.(client);
      return gone.size;
    });
  } catch (error) {
    throw readFault(error);
  }
}

/** Removes certain versions, inside a transaction that holds the collection's clock. */
export async function removeVersions(
  client: Transaction,
  collectionId: string,
  gone: readonly Pick<StoredVersion, 'stix_uuid' | 'date_added'>[],
): Promise<void> {
  if (gone.length === 0) return;
  const uuids = [...new Set(gone.map((version) => version.stix_uuid))];
  const stored = await selectStored(client, collectionId, uuids);
  const dates = new Set(gone.map((version) => version.date_added));
  await removeFrom(client, collectionId, stored, dates);
}

async function removeFrom(
  client: Transaction,
  collectionId: string,
  stored: readonly StoredVersion[],
  dates: ReadonlySet<number>,
): Promise<void> {
  await deleteVersions(client, collectionId, [...dates]);
  const rest = stored.filter((version) => !dates.has(version.date_added));
  const changes = [...groupByObject(rest).values()].flatMap((versions) => [
    ...supersededAfresh(versions),
  ]);
  await updateSuperseded(client, collectionId, new Map(changes));
  const left = new Set(groupByObject(rest).keys());
  const gone = [...groupByObject(stored)].flatMap(([name, [version]]) =>
    version === undefined || left.has(name)
      ? []
      : { type: version.stix_type, uuid: version.stix_uuid },
  );
  await tellGone(client, collectionId, gone);
}

function selectVersions(versions: readonly StoredVersion[], selector: Selector): StoredVersion[] {
  const { spec_versions, version } = selector;
  const specs = versions.filter((v) => spec_versions?.includes(v.spec_version) ?? true);
  if (version === null || version.keywords.includes('all')) return specs;
  // A timestamp names its version in every specification: afterwards it must not be found.
  const selected = specs.filter((v) => version.versions.includes(v.version));
  const newestSpec = lastOf(specs)?.spec_version;
  const eligible = specs.filter((v) => spec_versions !== null || v.spec_version === newestSpec);
  const ascending = [...eligible].sort((a, b) =>
    a.version === b.version ? (comesAfter(a, b) ? 1 : -1) : a.version < b.version ? -1 : 1,
  );
  for (const keyword of version.keywords) {
    const picked = keyword === 'first' ? ascending[0] : ascending.at(-1);
    if (picked !== undefined) selected.push(picked);
  }
  return selected;
}

// From the last one back: what comes after a version has been seen by then. No two are the same.
function supersededAfresh(rest: readonly StoredVersion[]): Map<number, number | null> {
  const changes = new Map<number, number | null>();
  let newest: number | null = null;
  for (const version of [...rest].sort((a, b) => (comesAfter(a, b) ? -1 : 1))) {
    if (newest !== version.superseded_at) changes.set(version.date_added, newest);
    newest = Math.max(newest ?? 0, version.date_added);
  }
  return changes;
}
