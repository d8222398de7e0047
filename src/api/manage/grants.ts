// Grants under /api/v1/collections/{id}/grants: who may read and write. TAXII 2.1 section 5.2.1.
import { ApiError } from '../../errors.ts';
import {
  deleteGrant as deleteGrantRow,
  selectAllGrants,
  selectGrants,
  upsertGrant,
} from '../../store/grants.ts';
import type { Handler } from '../operation.ts';
import { isUuid } from '../uuid.ts';
import { bodyOf, makeChange } from './change.ts';
import { findCollection } from './find.ts';
import { answerList, badNext, readPart } from './list.ts';

/** The grants on a collection, by account. */
export const listGrants: Handler = async ({ principal, path, query }, { db }) => {
  const { limit, after } = readPart(query, 1);
  const { id } = await findCollection(db.work, principal, path.id ?? '');
  const rows = await selectGrants(db.work, id, after?.[0] ?? null, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => [row.account],
    (row) => row,
  );
};

/** The grants on all collections, by collection and account. */
export const listAllGrants: Handler = async ({ query }, { db }) => {
  const { limit, after } = readPart(query, 2);
  if (after !== null && !isUuid(after[0] ?? '')) throw badNext();
  const account = typeof query.account === 'string' ? query.account : null;
  // No name holds a NUL, and PostgreSQL would refuse it.
  const rows = account?.includes('\0')
    ? []
    : await selectAllGrants(db.work, account, after, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => [row.collection, row.account],
    (row) => row,
  );
};

/** Sets the rights of an account; they hold from the next request on. */
export const putGrant: Handler = async (input, context) => {
  const { can_read, can_write } = bodyOf(input, 'GrantPut');
  const account = input.path.account ?? '';
  const { id } = await findCollection(context.db.work, input.principal, input.path.id ?? '');
  const details = { account, can_read, can_write };
  const change = { action: 'putGrant', target: id, details } as const;
  const grant = await makeChange(input, context, change, async (db) => {
    const made = await upsertGrant(db, { collection: id, ...details });
    if (made === null) throw new ApiError('NOT_FOUND', 'There is no such account.');
    return made;
  });
  return { status: 200, body: grant };
};

export const deleteGrant: Handler = async (input, context) => {
  const account = input.path.account ?? '';
  const { id } = await findCollection(context.db.work, input.principal, input.path.id ?? '');
  const change = { action: 'deleteGrant', target: id, details: { account } } as const;
  await makeChange(input, context, change, async (db) => {
    if (!(await deleteGrantRow(db, id, account)))
      throw new ApiError('NOT_FOUND', 'This account has no grant on this collection.');
  });
  return { status: 204 };
};
