// Runs a change of many objects, or its undo, in batches, each of which commits together with what became
// of its objects: a crash costs one batch of work, and the next process carries on.
import { ApiError } from '../../errors.ts';
import type { Observe } from '../../observation.ts';
import { type ItemEnd, type ItemRow, selectItems, updateItems } from '../../store/change-items.ts';
import { type ChangeRow, updateChangeState } from '../../store/changes.ts';
import type { Database, Transaction } from '../../store/database.ts';
import { lockImport } from '../../store/import-work.ts';
import { type Planned, planAnnotations } from '../edit/annotate.ts';
import type { DraftRules } from '../edit/draft.ts';
import { removeVersions } from '../remove.ts';
import { save } from '../save.ts';
import type { Outcome } from '../settle.ts';
import type { Action } from './action.ts';
import { planChange, type Step } from './plan.ts';
import { planUndo } from './take-back.ts';

/** What runs changes. */
export interface ChangeWork {
  readonly db: Database;
  readonly rules: DraftRules;
  readonly observe: Observe;
  readonly isStopping: () => boolean;
}

// The clock is held, and the thread that answers HTTP is busy, for some 50 ms at once.
const BATCH = 250;
const OVER = Symbol('the change was cancelled, or another process carries it on');

/** Carries a change, or its undo, to its end; nothing where another process does. */
export async function runChange(changeId: string, work: ChangeWork): Promise<void> {
  let isLost = false;
  const unlock = await lockImport(work.db, changeId, () => {
    isLost = true;
  });
  if (unlock === null) return;
  // Without its lock it stops: another process may carry it on.
  const isStopping = () => isLost || work.isStopping();
  try {
    const started =
      (await updateChangeState(work.db.work, changeId, ['waiting', 'running'], 'running')) ??
      (await updateChangeState(work.db.work, changeId, ['undoing'], 'undoing'));
    if (started !== null) await runBatches(started, { ...work, isStopping });
  } finally {
    await unlock();
  }
}

async function runBatches(change: ChangeRow, work: ChangeWork): Promise<void> {
  const { work: db } = work.db;
  const isUndo = change.state === 'undoing';
  let after = 0;
  while (!work.isStopping()) {
    const part = { after, limit: BATCH };
    const items = await selectItems(db, change.id, isUndo ? 'changed' : null, part);
    const last = items.at(-1);
    if (last === undefined) {
      if (isUndo) await updateChangeState(db, change.id, ['undoing'], 'undone');
      else await updateChangeState(db, change.id, ['running'], 'completed');
      return;
    }
    if (!(await runBatch(change, items, work))) return;
    after = last.position;
  }
}

/** @returns false when the change was cancelled, or another process carries it on */
async function runBatch(
  change: ChangeRow,
  items: readonly ItemRow[],
  { db, rules, observe }: ChangeWork,
): Promise<boolean> {
  const collectionId = items[0]?.collection_id ?? '';
  const isUndo = change.state === 'undoing';
  const speaker = { account: change.account_name, at: new Date().toISOString() };
  const planning = { collectionId, action: change.action as Action, speaker, rules };
  let steps: readonly Step[] = [];
  let planned: Planned = { candidates: [], keep: async () => {} };
  const decide = async (client: Transaction) => {
    steps = isUndo
      ? await planUndo(client, items, collectionId)
      : await planChange(client, items, planning);
    const told = steps.flatMap((step) => step.told ?? []);
    planned = await planAnnotations(client, collectionId, told);
    return [...steps.flatMap((step) => step.candidates ?? []), ...planned.candidates];
  };
  try {
    const outcomes = await save(db, collectionId, decide, {
      accountId: change.account_id,
      importId: null,
      also: async (client, settled) => {
        await removeVersions(
          client,
          collectionId,
          steps.flatMap((step) => step.gone ?? []),
        );
        await planned.keep(client);
        const state = isUndo ? 'undoing' : 'running';
        const ends = endsOf(steps, settled);
        if (!(await updateItems(client, { id: change.id, state }, ends))) throw OVER;
      },
    });
    const count = outcomes.filter(isStored).length;
    if (count > 0) observe({ kind: 'objects', direction: 'in', collection: collectionId, count });
    return true;
  } catch (error) {
    if (error === OVER) return false;
    // The collection was deleted meanwhile, and its objects' places in the change with it.
    if (error instanceof ApiError && error.code === 'NOT_FOUND') return true;
    throw error;
  }
}

function endsOf(steps: readonly Step[], outcomes: readonly Outcome[]): ItemEnd[] {
  let place = 0;
  return steps.map(({ position, outcome, message, before, revision, candidates = [] }) => {
    const stored = outcomes.slice(place, place + candidates.length);
    place += candidates.length;
    const added = stored.at(-1)?.date_added;
    const after_at = revision ?? (outcome === 'changed' ? (added ?? null) : null);
    return { position, outcome, message: message ?? null, before: before ?? null, after_at };
  });
}

function isStored({ kind }: Outcome): boolean {
  return kind === 'created' || kind === 'updated';
}
