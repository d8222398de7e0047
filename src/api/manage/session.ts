// The session of the console under /api/v1/session. Besides TAXII's own schemes: section 8.2.2.
import { ApiError } from '../../errors.ts';
import { selectAccountByName } from '../../store/accounts.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import {
  deleteSession as deleteSessionRow,
  insertSession,
  selectSession,
} from '../../store/sessions.ts';
import type { Principal } from '../access.ts';
import { refusalOf } from '../identify.ts';
import type { Context, Handler, Input, Reply } from '../operation.ts';
import {
  checkSignIn,
  clearCookie,
  makeSecret,
  SESSION_CHALLENGE,
  writeCookie,
} from '../session-cookie.ts';
import { bodyOf, makeChange, observeChange, recordChange } from './change.ts';

/** Signs in with name and password: a new secret each time, so none can be planted beforehand. */
export const createSession: Handler = async (input, context) => {
  const { settings, db } = context;
  checkSignIn(settings, input.headers);
  const { name, password } = bodyOf(input, 'SessionCreate');
  const verified = await context.verifyPassword(name, password, input.address);
  if (verified.kind === 'unknown') auditRefusal(input, context, name);
  if (verified.kind !== 'account') throw refusalOf(verified, SESSION_CHALLENGE);
  const { account, password_hash } = verified;
  const { token: secret, token_hash: secret_hash } = makeSecret();
  const change = { action: 'createSession', target: name } as const;
  const signingIn = { account_id: account.id, name: account.name, role: account.role };
  const session_id = await inTransaction(db, async (transaction) => {
    const session = { account_id: account.id, password_hash, secret_hash };
    const made = await insertSession(transaction, session, settings);
    if (made === null) throw refusalOf({ kind: 'unknown' }, SESSION_CHALLENGE);
    await recordChange(
      transaction,
      { ...input, principal: { ...signingIn, session_id: made } },
      change,
    );
    return made;
  });
  const principal = { ...signingIn, session_id };
  observeChange({ ...input, principal }, context, change);
  const reply = await answerSession(principal, context);
  const cookie = writeCookie(settings, secret, settings.sessionMaxHours);
  return { ...reply, status: 201, headers: { 'Set-Cookie': cookie, Location: '/api/v1/session' } };
};

export const getSession: Handler = ({ principal }, context) => answerSession(principal, context);

/** Signs out. */
export const deleteSession: Handler = async (input, context) => {
  const { principal } = input;
  const id = sessionOf(principal);
  const change = { action: 'deleteSession', target: principal.name } as const;
  await makeChange(input, context, change, (db) => deleteSessionRow(db, id));
  return { status: 204, headers: { 'Set-Cookie': clearCookie(context.settings) } };
};

// Of accounts that exist only: names that are made up would fill the table. Nobody waits for the row,
// because the time it takes would tell which accounts there are.
function auditRefusal({ address, request_id }: Input, { db }: Context, name: string): void {
  selectAccountByName(db.work, name)
    .then(async (account) => {
      if (account === null) return;
      const change = {
        action: 'createSession',
        target: name,
        details: { refused: true },
      } as const;
      await insertAudit(db.work, { account_name: null, address, request_id, ...change });
    })
    // The log has told of the failure already.
    .catch(() => undefined);
}

async function answerSession(principal: Principal, { db, settings }: Context): Promise<Reply> {
  const session = await selectSession(db.work, sessionOf(principal), settings);
  // It was ended between its first look-up and this one.
  if (session === null) throw refusalOf({ kind: 'unknown' }, SESSION_CHALLENGE);
  return { status: 200, body: { name: principal.name, role: principal.role, ...session } };
}

function sessionOf({ session_id }: Principal): string {
  if (session_id === undefined)
    throw new ApiError('NOT_FOUND', 'This request has credentials of its own and no session.');
  return session_id;
}
