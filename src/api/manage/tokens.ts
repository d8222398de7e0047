// Tokens under /api/v1/accounts/{name}/tokens: members make and revoke their own, administrators all.
import { ApiError } from '../../errors.ts';
import { selectAccountByName } from '../../store/accounts.ts';
import type { Queryable } from '../../store/database.ts';
import {
  deleteToken as deleteTokenRow,
  insertToken,
  selectTokens,
  type TokenRow,
} from '../../store/tokens.ts';
import type { Handler } from '../operation.ts';
import { makeToken } from '../token.ts';
import { bodyOf, makeChange, refuseBody } from './change.ts';
import { answerList, badNext, readPart } from './list.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The tokens of an account, by label. */
export const listTokens: Handler = async ({ path, query }, { db }) => {
  const { limit, after } = readPart(query, 2);
  const [label = '', id = ''] = after ?? [];
  if (after !== null && !UUID.test(id)) throw badNext();
  const account = await findAccountId(db.work, path.name ?? '');
  const rows = await selectTokens(db.work, account, after && { label, id }, limit + 1);
  return answerList(rows, limit, (row) => [row.label, row.id], resource);
};

/** Makes a token and shows it, once. */
export const createToken: Handler = async (input, context) => {
  const { label, expires_at = null } = bodyOf(input, 'TokenCreate');
  const name = input.path.name ?? '';
  if (expires_at !== null && !(Date.parse(expires_at) > Date.now()))
    throw refuseBody('/expires_at', 'The token would have expired already.');
  const { token, token_hash } = makeToken();
  const change = { action: 'createToken', target: name, details: { label, expires_at } } as const;
  const row = await makeChange(input, context, change, async (db) => {
    const account_id = await findAccountId(db, name);
    return insertToken(db, { account_id, label, token_hash, expires_at });
  });
  return {
    status: 201,
    headers: { Location: `/api/v1/accounts/${encodeURIComponent(name)}/tokens/${row.id}` },
    body: { ...resource(row), token },
  };
};

export const deleteToken: Handler = async (input, context) => {
  const { name = '', token_id = '' } = input.path;
  const change = { action: 'deleteToken', target: name, details: { token_id } } as const;
  await makeChange(input, context, change, async (db) => {
    const account = await findAccountId(db, name);
    if (!UUID.test(token_id) || !(await deleteTokenRow(db, account, token_id)))
      throw new ApiError('NOT_FOUND', 'There is no such token.');
  });
  return { status: 204 };
};

async function findAccountId(db: Queryable, name: string): Promise<string> {
  const account = await selectAccountByName(db, name);
  if (account === null) throw new ApiError('NOT_FOUND', 'There is no such account.');
  return account.id;
}

function resource(row: TokenRow): object {
  return { ...row, expires_at: row.expires_at ?? undefined };
}
