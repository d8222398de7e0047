// Takes an import back: what it created is revoked (or removed, where that was asked for), what it
// updated has its old content again, what others created is removed. In batches, each of which commits
// together with how far the undo is, so that after a crash it is carried on.
import type { Database } from '../../store/database.ts';
import type { ImportRow, Undo } from '../../store/imports.ts';
import { selectInstallation } from '../../store/installation.ts';
import { discardWaiting } from '../../store/set-aside.ts';
import {
  type Brought,
  selectBrought,
  selectSourceIdentities,
  selectTouched,
  selectTouchedBodies,
  selectUndoing,
  selectUnneededFrame,
  updateUndo,
  updateUndone,
} from '../../store/undos.ts';
import type { Candidate } from '../candidate.ts';
import { EXTENSION_ID, namespaceBytes, sourceIdentityId } from '../make/identity.ts';
import { removeVersions } from '../remove.ts';
import { save } from '../save.ts';
import { groupByObject, type Outcome } from '../settle.ts';
import type { Running } from './pipeline.ts';
import { type Asked, datesToRead, spanOf, type TakenBack, takeBack } from './take-back.ts';

// The clock is held for some 30 ms.
const BATCH = 1000;

/** Carries the undo of an import to its end; null when none is under way. */
export async function runUndo(importId: string, running: Running): Promise<ImportRow | null> {
  const { db } = running;
  const row = await selectUndoing(db.work, importId);
  if (row === null || row.undo === null) return null;
  const asked = await readAsked(db, row, row.undo);
  let undo = await discardWaiting(db.work, importId, row.undo);
  for (;;) {
    const brought = await selectBrought(db, row, undo.position, BATCH);
    const position = brought.at(-1)?.date_added;
    if (position === undefined) break;
    const plans = await planBatch(db, row, brought, asked);
    undo = await takeBackBatch(running, row, plans, { ...undo, position });
  }
  if (undo.remove && undo.kept === 0) await removeFrame(db, row, asked.identityIds);
  return updateUndone(db.work, importId);
}

/** What is done to one object. */
interface Plan {
  readonly stix_uuid: string;
  readonly taken: TakenBack;
}

async function readAsked(db: Database, row: ImportRow, undo: Undo): Promise<Asked> {
  const { id_namespace } = await selectInstallation(db.work);
  const namespace = namespaceBytes(id_namespace);
  const own = row.source === null ? [] : [sourceIdentityId(namespace, row.source)];
  // Rows that named their source themselves speak for any of the collection's.
  const isByRow = row.settings.row_source === true;
  const others = isByRow ? await selectSourceIdentities(db.work, row.collection_id) : [];
  const identityIds = new Set([...own, ...others]);
  return { importId: row.id, identityIds, remove: undo.remove, now: Date.now() };
}

async function planBatch(
  db: Database,
  { id, collection_id }: ImportRow,
  brought: readonly Brought[],
  asked: Asked,
): Promise<Plan[]> {
  const touched = await selectTouched(db, collection_id, firstOfEach(brought));
  const inBatch = new Set(brought.map((one) => one.date_added));
  // An object that the import brought more than once is taken back where it came last.
  const objects = [...groupByObject(touched).values()].filter((versions) => {
    const ours = versions.filter((one) => one.import_id === id && one.import_line !== null);
    return inBatch.has(spanOf(ours)[1]);
  });
  const dates = objects.flatMap((versions) => datesToRead(versions, id));
  const bodies = await selectTouchedBodies(db, collection_id, dates);
  return objects.map((versions) => ({
    stix_uuid: versions[0]?.stix_uuid ?? '',
    taken: takeBack(versions, bodies, asked),
  }));
}

function firstOfEach(brought: readonly Brought[]): Brought[] {
  return [...groupByObject(brought).values()].flatMap(([first]) => first ?? []);
}

async function takeBackBatch(
  running: Running,
  row: ImportRow,
  plans: readonly Plan[],
  undo: Undo,
): Promise<Undo> {
  const { collection_id } = row;
  const latest = new Map<Candidate, string>();
  for (const { taken } of plans)
    if ('candidate' in taken && taken.candidate !== null) latest.set(taken.candidate, taken.latest);
  const gone = plans.flatMap(({ stix_uuid, taken }) =>
    taken.kind === 'removed' ? taken.dates.map((date_added) => ({ stix_uuid, date_added })) : [],
  );
  let done = undo;
  const outcomes = await save(running.db, collection_id, [...latest.keys()], {
    accountId: row.account_id,
    importId: row.id,
    // Read before the clock was taken: what somebody changed in between is left alone.
    revise: (candidate, body) => (body === latest.get(candidate) ? candidate : null),
    also: async (client, settled) => {
      done = addUp(undo, plans, settled);
      await removeVersions(client, collection_id, gone);
      await updateUndo(client, row.id, done);
    },
  });
  running.onStored?.(collection_id, outcomes.filter(isStored).length);
  return done;
}

function addUp(undo: Undo, plans: readonly Plan[], outcomes: readonly Outcome[]): Undo {
  const settled = outcomes.values();
  const counts = { revoked: 0, restored: 0, removed: 0, kept: 0 };
  for (const { taken } of plans) {
    const hasVersion = 'candidate' in taken && taken.candidate !== null;
    const outcome = hasVersion ? settled.next().value : undefined;
    counts[outcome === undefined || isStored(outcome) ? taken.kind : 'kept'] += 1;
  }
  return {
    ...undo,
    revoked: undo.revoked + counts.revoked,
    restored: undo.restored + counts.restored,
    removed: undo.removed + counts.removed,
    kept: undo.kept + counts.kept,
  };
}

function isStored({ kind }: Outcome): boolean {
  return kind === 'created' || kind === 'updated';
}

// What stands for the sources was not there either before its first import.
async function removeFrame(
  db: Database,
  row: ImportRow,
  identityIds: ReadonlySet<string>,
): Promise<void> {
  const identities = [...identityIds].map(uuidOf);
  const frame = { identities, extension: uuidOf(EXTENSION_ID) };
  await save(db, row.collection_id, [], {
    accountId: row.account_id,
    importId: row.id,
    also: async (client) => {
      const gone = await selectUnneededFrame(client, row, frame);
      await removeVersions(client, row.collection_id, gone);
    },
  });
}

function uuidOf(id: string): string {
  return id.split('--')[1] ?? '';
}
