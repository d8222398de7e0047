// Accounts under /api/v1/accounts. Whom TAXII authenticates: OASIS TAXII 2.1 section 1.6.9.
import { ApiError } from '../../errors.ts';
import {
  deleteAccount as deleteAccountRow,
  insertAccount,
  selectAccount,
  selectAccounts,
  selectAdministratorsForUpdate,
  updateAccount as updateAccountRow,
} from '../../store/accounts.ts';
import type { Queryable } from '../../store/database.ts';
import type { Handler } from '../operation.ts';
import { hashPassword } from '../password.ts';
import { bodyOf, makeChange } from './change.ts';
import { answerList, readPart } from './list.ts';

/** All accounts, by name. */
export const listAccounts: Handler = async ({ query }, { db }) => {
  const { limit, after } = readPart(query, 1);
  const rows = await selectAccounts(db.work, after?.[0] ?? null, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => [row.name],
    (row) => row,
  );
};

/** Makes an account; without a password it is for tokens only. */
export const createAccount: Handler = async (input, context) => {
  const { name, role, password } = bodyOf(input, 'AccountCreate');
  const password_hash = password === undefined ? null : await hashPassword(password);
  const change = { action: 'createAccount', target: name, details: { role } } as const;
  const row = await makeChange(input, context, change, async (db) => {
    const made = await insertAccount(db, { name, role, password_hash });
    if (made === null) throw new ApiError('CONFLICT', `There is an account \`${name}\` already.`);
    return made;
  });
  return {
    status: 201,
    headers: { Location: `/api/v1/accounts/${encodeURIComponent(name)}` },
    body: row,
  };
};

export const getAccount: Handler = async ({ path }, { db }) => {
  const row = await selectAccount(db.work, path.name ?? '');
  if (row === null) throw noSuchAccount();
  return { status: 200, body: row };
};

/** Changes role or password. The memory of verified passwords is keyed by the hash, so it forgets. */
export const updateAccount: Handler = async (input, context) => {
  const { role, password } = bodyOf(input, 'AccountUpdate');
  const name = input.path.name ?? '';
  const secret =
    password === undefined
      ? {}
      : { password_hash: password === null ? null : await hashPassword(password) };
  const rank = role === undefined ? {} : { role };
  const details = { ...rank, ...(password === undefined ? {} : { password: 'changed' }) };
  const change = { action: 'updateAccount', target: name, details } as const;
  const row = await makeChange(input, context, change, async (db) => {
    if (role === 'member') await refuseLastAdministrator(db, name);
    const made = await updateAccountRow(db, name, { ...rank, ...secret });
    if (made === null) throw noSuchAccount();
    return made;
  });
  return { status: 200, body: row };
};

export const deleteAccount: Handler = async (input, context) => {
  const name = input.path.name ?? '';
  await makeChange(input, context, { action: 'deleteAccount', target: name }, async (db) => {
    await refuseLastAdministrator(db, name);
    if (!(await deleteAccountRow(db, name))) throw noSuchAccount();
  });
  return { status: 204 };
};

async function refuseLastAdministrator(db: Queryable, name: string): Promise<void> {
  const names = await selectAdministratorsForUpdate(db);
  if (names.length === 1 && names[0] === name)
    throw new ApiError('CONFLICT', 'This is the last administrator. Make another one first.');
}

function noSuchAccount(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such account.');
}
