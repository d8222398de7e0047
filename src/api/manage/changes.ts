// Changes of many objects at once under /api/v1/changes: a selection or a whole search, counted first,
// made by a job, and undone by one. What they store, pollers get (OASIS TAXII 2.1 section 5.4).
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import type { components } from '../../generated/api.ts';
import type { Action } from '../../ingest/change/action.ts';
import { manualIdentityId } from '../../ingest/edit/own.ts';
import type { Condition } from '../../intel/condition.ts';
import { checkCondition } from '../../intel/condition-check.ts';
import { selectRefusals } from '../../store/change-items.ts';
import {
  type ChangeRow,
  insertChange,
  type Selection,
  selectChangeCollections,
  selectSelectionCount,
  selectVisibleChange,
  selectVisibleChanges,
  updateChangeState,
} from '../../store/changes.ts';
import { selectVisibleCollections } from '../../store/collections.ts';
import { readScope } from '../intel/scope.ts';
import { readSelected } from '../intel/selected.ts';
import type { Context, Handler, Input } from '../operation.ts';
import { isUuid } from '../uuid.ts';
import { readTime } from './annotation-resource.ts';
import { bodyOf, makeChange, observeChange, recordChange, refuseBody } from './change.ts';
import { answerList, readMoment, readPart } from './list.ts';

type Asked = components['schemas']['ChangeCreate'];

// What was there before is kept for each of them.
const MOST = 200_000;
const MOST_REFUSALS = 20;
const MOST_LISTED = 100;

/** Counts what a change would take (`dry_run`), or begins it. */
export const createChange: Handler = async (input, context) => {
  const { db } = context;
  const asked = bodyOf(input, 'ChangeCreate');
  const action = readAction(asked.action);
  const selection = await readSelection(input, context, asked);
  if (asked.dry_run === true)
    return { status: 200, body: await countSelection(selection, context) };
  const id = randomUUID();
  const { account_id, name } = input.principal;
  const change = (count?: number) =>
    ({ action: 'createChange', target: id, details: { ...asked, count } }) as const;
  await insertChange(
    db,
    {
      ...{ id, account: { id: account_id, name }, action, asked: askedAsSearch(asked) },
      ...{ selection, most: MOST },
    },
    (client, taken) => {
      if (taken > MOST) throw refuseBody('/where', `They are more than the ${MOST} of one change.`);
      return recordChange(client, input, change(taken));
    },
  );
  observeChange(input, context, change());
  await context.enqueueChange(id);
  const row = await find(input, context, id);
  return { status: 202, headers: { Location: `/api/v1/changes/${id}` }, body: describe(row) };
};

// So that people find it again; a list only while it fits into an address.
function askedAsSearch({ ids, where, text, collection }: Asked): object | null {
  const within = collection === undefined ? {} : { collection };
  if (ids === undefined)
    return {
      ...within,
      ...(where !== undefined && { where }),
      ...(text !== undefined && { text }),
    };
  const value = ids.map(({ id }) => id);
  return ids.length > MOST_LISTED ? null : { ...within, where: { field: 'id', op: 'in', value } };
}

async function countSelection(
  selection: Selection,
  { db, installation }: Context,
): Promise<object> {
  const [, manual = ''] = manualIdentityId(installation.id_namespace).split('--');
  const { count, own } = await selectSelectionCount(db, selection, manual);
  return { count, own, others: count - own, most: MOST };
}

/** The changes that the caller sees, newest first. */
export const listChanges: Handler = async ({ query, principal }, { db }) => {
  const part = readPart(query, 2);
  const { limit } = part;
  const rows = await selectVisibleChanges(db.work, principal, readMoment(part), limit + 1);
  return answerList(rows, limit, (row) => [row.created_micros, row.id], describe);
};

/** One change, with the first of what it left as it is. */
export const getChange: Handler = async (input, context) => {
  const row = await find(input, context, input.path.id ?? '');
  const refusals =
    row.refused === 0 ? [] : await selectRefusals(context.db.work, row.id, MOST_REFUSALS);
  return {
    status: 200,
    body: {
      ...describe(row),
      refusals: refusals.map(({ collection_id, stix_type, stix_uuid, message }) => ({
        collection: collection_id,
        id: `${stix_type}--${stix_uuid}`,
        message,
      })),
    },
  };
};

/** Stops a change; what it has done stays, and can be undone. */
export const cancelChange: Handler = async (input, context) => {
  const { id } = await find(input, context, input.path.id ?? '');
  const change = { action: 'cancelChange', target: id } as const;
  const row = await makeChange(input, context, change, async (db) => {
    const cancelled = await updateChangeState(db, id, ['waiting', 'running'], 'cancelled');
    if (cancelled === null)
      throw new ApiError('CONFLICT', 'The change has ended already; there is nothing to cancel.');
    return cancelled;
  });
  return { status: 200, body: describe(row) };
};

/** Takes back what a change has done, as a job. */
export const undoChange: Handler = async (input, context) => {
  const { id } = await find(input, context, input.path.id ?? '');
  await demandRights(input, context, id);
  const change = { action: 'undoChange', target: id } as const;
  const row = await makeChange(input, context, change, async (db) => {
    const ended = ['completed', 'cancelled', 'failed'] as const;
    const undoing = await updateChangeState(db, id, ended, 'undoing');
    if (undoing === null)
      throw new ApiError('CONFLICT', 'The change has not ended yet, or it is undone already.');
    return undoing;
  });
  await context.enqueueChange(id);
  return { status: 202, body: describe(row) };
};

function readAction(asked: Asked['action']): Action {
  const { valid_until, ...action } = asked;
  const { revoke, delete: isDeleted, ...said } = action;
  const kinds = [revoke, isDeleted, Object.keys(said).length > 0 || valid_until !== undefined];
  if (kinds.filter(Boolean).length !== 1)
    throw refuseBody('/action', 'Ask for one of: revoke, delete, or anything else.');
  return {
    ...(action as Action),
    ...(valid_until !== undefined && { valid_until: readTime(valid_until) }),
  };
}

async function readSelection(input: Input, context: Context, asked: Asked): Promise<Selection> {
  const { ids, where, text, collection } = asked;
  if ((ids === undefined) === (where === undefined && text === undefined))
    throw refuseBody('', 'Give `ids`, or a search by `where` and `text`.');
  const query = collection === undefined ? {} : { collection };
  const scope = await readScope({ ...input, query }, context);
  const collections = scope.collections.filter(({ can_write }) => can_write);
  const condition = conditionOf(where, text);
  return {
    search: { scope: { ...scope, collections }, condition },
    ids: ids?.map(readSelected) ?? null,
  };
}

function conditionOf(where: unknown, text: string | undefined): Condition {
  const all: Condition[] = [];
  if (where !== undefined) all.push(check('/where', where));
  if (text !== undefined && text.trim() !== '')
    all.push(check('/text', { field: 'text', op: 'contains', value: text }));
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : { all };
}

function check(pointer: string, value: unknown): Condition {
  const reading = checkCondition(value);
  if (!reading.ok) throw refuseBody(`${pointer}${reading.fault.pointer}`, reading.fault.message);
  return reading.condition;
}

async function demandRights({ principal }: Input, { db }: Context, id: string): Promise<void> {
  const touched = await selectChangeCollections(db.work, id);
  const visible = await selectVisibleCollections(db.work, principal, null);
  const writable = new Set(visible.filter((one) => one.can_write).map((one) => one.id));
  if (!touched.every((one) => writable.has(one)))
    throw new ApiError('NOT_ALLOWED', 'You may not write to all collections of this change.');
}

async function find({ principal }: Input, { db }: Context, id: string): Promise<ChangeRow> {
  const row = isUuid(id) ? await selectVisibleChange(db.work, principal, id) : null;
  if (row === null) throw new ApiError('NOT_FOUND', 'There is no such change.');
  return row;
}

function describe(row: ChangeRow): object {
  const { id, state, count, changed, unchanged, refused, undone, kept } = row;
  const { valid_until, ...action } = row.action;
  const until = typeof valid_until === 'number' ? new Date(valid_until / 1000).toISOString() : null;
  return {
    ...{ id, state },
    account: row.account_name,
    action: valid_until === undefined ? action : { ...action, valid_until: until },
    asked: row.asked,
    ...{ count, changed, unchanged, refused, undone, kept },
    done: changed + unchanged + refused,
    created_at: row.created_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
  };
}
