// Saved searches under /api/v1/searches: what is asked of /api/v1/intel, by name. What they find is polled
// by TAXII (OASIS TAXII 2.1 section 5.4).

import { ApiError } from '../../errors.ts';
import type { components } from '../../generated/api.ts';
import { checkCondition } from '../../intel/condition-check.ts';
import {
  deleteSearch as deleteSearchRow,
  type SavedSearchRow,
  selectSearch,
  selectSearches,
  upsertSearch,
} from '../../store/searches.ts';
import { bodyOf, makeChange, refuseBody } from '../manage/change.ts';
import { answerList, readPart } from '../manage/list.ts';
import type { Context, Handler, Input } from '../operation.ts';

/** One's own searches and those that are shared, by name. */
export const listSearches: Handler = async ({ query, principal }, { db }) => {
  const { limit, after } = readPart(query, 1);
  const rows = await selectSearches(db.work, principal.account_id, after?.[0] ?? null, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => [row.name],
    (row) => describe(row, principal.account_id),
  );
};

/** Saves a search by a name that is not taken. */
export const createSearch: Handler = async (input, context) => {
  const { name, ...search } = bodyOf(input, 'SavedSearchCreate');
  const taken = await selectSearch(context.db.work, input.principal.account_id, name);
  if (taken !== null)
    throw new ApiError('CONFLICT', `There is a search \`${name}\` already. Take another name.`);
  const saved = await keep(input, context, 'createSearch', name, search);
  const headers = { Location: `/api/v1/searches/${encodeURIComponent(name)}` };
  return { status: 201, headers, body: saved };
};

export const getSearch: Handler = async ({ path, principal }, { db }) => {
  const row = await selectSearch(db.work, principal.account_id, nameIn(path));
  if (row === null) throw noSearch();
  return { status: 200, body: describe(row, principal.account_id) };
};

/** Saves a search in the place of one's own of that name, or as a new one. */
export const putSearch: Handler = async (input, context) => {
  const name = nameIn(input.path);
  if (name.length > LONGEST_NAME || name.trim() === '')
    throw new ApiError('BAD_REQUEST', `A name has 1 to ${LONGEST_NAME} characters.`);
  const known = await selectSearch(context.db.work, input.principal.account_id, name);
  const isNew = known?.account_id !== input.principal.account_id;
  const body = await keep(input, context, 'putSearch', name, bodyOf(input, 'SavedSearchPut'));
  return { status: isNew ? 201 : 200, body };
};

/** Deletes one's own search; administrators any that is shared. */
export const deleteSearch: Handler = async (input, context) => {
  const { principal } = input;
  const name = nameIn(input.path);
  const row = await selectSearch(context.db.work, principal.account_id, name);
  if (row === null) throw noSearch();
  if (row.account_id !== principal.account_id && principal.role !== 'admin')
    throw new ApiError('NOT_ALLOWED', `This search is shared by \`${row.account}\`.`);
  const change = { action: 'deleteSearch', target: name } as const;
  await makeChange(input, context, change, (db) => deleteSearchRow(db, row.account_id, name));
  return { status: 204 };
};

const LONGEST_NAME = 100;

async function keep(
  input: Input,
  context: Context,
  action: 'createSearch' | 'putSearch',
  name: string,
  { shared = false, ...search }: components['schemas']['SavedSearchPut'],
): Promise<object> {
  const { account_id } = input.principal;
  if (search.where !== undefined) {
    const reading = checkCondition(search.where);
    if (!reading.ok)
      throw refuseBody(`/where${reading.fault.pointer}`, `It ${reading.fault.message}.`);
  }
  const change = { action, target: name, details: { shared, ...search } } as const;
  const saved = await makeChange(input, context, change, async (db) => {
    if (!(await upsertSearch(db, { account_id, name, is_shared: shared, search })))
      throw new ApiError(
        'CONFLICT',
        `Somebody shares a search \`${name}\` already. Take another name, or keep yours to yourself.`,
      );
    return selectSearch(db, account_id, name);
  });
  if (saved === null) throw noSearch();
  return describe(saved, account_id);
}

function describe(row: SavedSearchRow, accountId: string): object {
  return {
    name: row.name,
    ...row.search,
    shared: row.is_shared,
    owner: row.account,
    own: row.account_id === accountId,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function nameIn({ name = '' }: Input['path']): string {
  if (name.includes('\0')) throw noSearch();
  return name;
}

function noSearch(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such search.');
}
