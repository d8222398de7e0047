// Who calls, and what they may. OASIS TAXII 2.1 section 5.2.1.
import { ApiError } from '../../errors.ts';
import { selectAccount, updateAccount } from '../../store/accounts.ts';
import { selectVisibleCollections } from '../../store/collections.ts';
import { refusalOf } from '../identify.ts';
import type { Handler } from '../operation.ts';
import { hashPassword } from '../password.ts';
import { bodyOf, makeChange, refuseBody } from './change.ts';

export const getMe: Handler = async ({ principal }, { db }) => {
  const collections = await selectVisibleCollections(db.work, principal, null);
  return {
    status: 200,
    body: {
      name: principal.name,
      role: principal.role,
      collections: collections.map(({ id, api_root, title, alias, can_read, can_write }) => ({
        id,
        api_root,
        title,
        alias: alias ?? undefined,
        can_read,
        can_write,
      })),
    },
  };
};

/** Another password for whoever knows the present one; all sessions of the account end. */
export const putOwnPassword: Handler = async (input, context) => {
  const { name } = input.principal;
  const { present, password } = bodyOf(input, 'OwnPasswordPut');
  const account = await selectAccount(context.db.work, name);
  if (account?.has_password === false)
    throw new ApiError(
      'CONFLICT',
      'This account has no password. An administrator can give it one.',
    );
  const verified = await context.verifyPassword(name, present, input.address);
  if (verified.kind === 'blocked') throw refusalOf(verified, 'Basic');
  if (verified.kind === 'unknown') throw refuseBody('/present', 'This is not the password.');
  const password_hash = await hashPassword(password);
  const change = { action: 'putOwnPassword', target: name } as const;
  await makeChange(input, context, change, (db) => updateAccount(db, name, { password_hash }));
  return { status: 204 };
};
