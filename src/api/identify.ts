// Credentials → account. Passwords are verified once and then remembered for minutes under a keyed
// hash (a slow hash on each Basic request would cap the server at 24 requests a second); tokens are
// random, so one fast hash finds them. Failures are counted per account and address.

import { ApiError } from '../errors.ts';
import type { Observe } from '../observation.ts';
import {
  type AccountSecret,
  selectAccountByName,
  selectAccountByToken,
} from '../store/accounts.ts';
import type { Queryable } from '../store/database.ts';
import { type SessionLife, selectAccountBySession, touchSession } from '../store/sessions.ts';
import type { Principal } from './access.ts';
import type { Failures } from './failures.ts';
import type { Passwords } from './password.ts';
import { hashToken, isToken } from './token.ts';

/** What credentials came to. `blocked`: too many failures; seconds until the next try. */
export type Refused =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'blocked'; readonly retryAfter: number };

export type Identified = { readonly kind: 'principal'; readonly principal: Principal } | Refused;

/** What a name and a password came to. */
export type Verified =
  | { readonly kind: 'account'; readonly account: AccountSecret; readonly password_hash: string }
  | Refused;

export interface Identify {
  readonly byPassword: (name: string, password: string, address: string) => Promise<Identified>;
  /** A password only, no token in its place. */
  readonly verifyPassword: (name: string, password: string, address: string) => Promise<Verified>;
  readonly bySession: (secret: string) => Promise<Identified>;
  readonly byToken: (token: string, address: string) => Promise<Identified>;
  /** For a client certificate that TLS has verified already. */
  readonly byCertificate: (commonName: string) => Promise<Identified>;
}

interface Parts {
  readonly db: Queryable;
  readonly passwords: Passwords;
  readonly failures: Failures;
  readonly observe: Observe;
  readonly sessionLife: SessionLife;
}

/** Every call asks the database for the account, so that rights change with the next request. */
export function createIdentify(parts: Parts): Identify {
  return {
    byPassword: (name, password, address) => byPassword(parts, name, password, address),
    verifyPassword: (name, password, address) => verifyPassword(parts, name, password, address),
    bySession: (secret) => bySession(parts, secret),
    byToken: async (token, address) => {
      const account = await selectAccountByToken(parts.db, hashToken(token));
      return account === null ? fail(parts, 'token', address) : found(account);
    },
    byCertificate: async (commonName) => {
      const account = await selectAccountByName(parts.db, commonName);
      return account === null ? { kind: 'unknown' } : found(account);
    },
  };
}

async function byPassword(
  parts: Parts,
  name: string,
  password: string,
  address: string,
): Promise<Identified> {
  // Connectors that know only Basic send a token as the password.
  if (isToken(password)) {
    const account = await selectAccountByToken(parts.db, hashToken(password));
    return account?.name === name ? found(account) : fail(parts, name, address);
  }
  const verified = await verifyPassword(parts, name, password, address);
  return verified.kind === 'account' ? found(verified.account) : verified;
}

async function verifyPassword(
  parts: Parts,
  name: string,
  password: string,
  address: string,
): Promise<Verified> {
  const account = await selectAccountByName(parts.db, name);
  const hash = account?.password_hash ?? null;
  if (account !== null && hash !== null && parts.passwords.isRemembered(hash, password))
    return { kind: 'account', account, password_hash: hash };
  const wait = await parts.failures.wait(name, address);
  if (wait > 0) return { kind: 'blocked', retryAfter: wait };
  // An unknown account takes as long as a wrong password.
  const isRight = await parts.passwords.verify(hash, password);
  if (isRight && account !== null && hash !== null)
    return { kind: 'account', account, password_hash: hash };
  return fail(parts, name, address);
}

// Nobody guesses 256 bits, so failures are not counted: most are sessions that are over.
async function bySession({ db, sessionLife }: Parts, secret: string): Promise<Identified> {
  const account = await selectAccountBySession(db, hashToken(secret), sessionLife);
  if (account === null) return { kind: 'unknown' };
  const { session_id, is_stale } = account;
  if (is_stale) await touchSession(db, session_id);
  return { kind: 'principal', principal: { ...principalOf(account), session_id } };
}

function found(account: PrincipalRow): Identified {
  return { kind: 'principal', principal: principalOf(account) };
}

type PrincipalRow = Pick<AccountSecret, 'id' | 'name' | 'role'>;

function principalOf({ id, name, role }: PrincipalRow): Principal {
  return { account_id: id, name, role };
}

/** The error for credentials that were refused; it says nothing of which part was wrong. */
export function refusalOf(refused: Refused, challenge: string): ApiError {
  if (refused.kind === 'blocked')
    return new ApiError(
      'TOO_MANY_FAILURES',
      `Too many failed attempts. Try again in ${refused.retryAfter} seconds.`,
      { headers: { 'Retry-After': String(refused.retryAfter) } },
    );
  return new ApiError('BAD_CREDENTIALS', 'These credentials are not valid.', {
    headers: { 'WWW-Authenticate': challenge },
  });
}

async function fail(parts: Parts, account: string, address: string): Promise<Refused> {
  parts.observe({ kind: 'authentication_failed', account, address, reason: 'not valid' });
  const retryAfter = await parts.failures.count(account, address);
  return retryAfter > 0 ? { kind: 'blocked', retryAfter } : { kind: 'unknown' };
}
