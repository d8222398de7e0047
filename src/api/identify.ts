// Credentials → account. Passwords are verified once and then remembered for minutes under a keyed
// hash (a slow hash on each Basic request would cap the server at 24 requests a second); tokens are
// random, so one fast hash finds them. Failures are counted per account and address.
import type { Observe } from '../observation.ts';
import { selectAccountByName, selectAccountByToken } from '../store/accounts.ts';
import type { Queryable } from '../store/database.ts';
import type { Principal } from './access.ts';
import type { Failures } from './failures.ts';
import type { Passwords } from './password.ts';
import { hashToken, isToken } from './token.ts';

/** What credentials came to. `blocked`: too many failures; seconds until the next try. */
export type Identified =
  | { readonly kind: 'principal'; readonly principal: Principal }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'blocked'; readonly retryAfter: number };

export interface Identify {
  readonly byPassword: (name: string, password: string, address: string) => Promise<Identified>;
  readonly byToken: (token: string, address: string) => Promise<Identified>;
  /** For a client certificate that TLS has verified already. */
  readonly byCertificate: (commonName: string) => Promise<Identified>;
}

interface Parts {
  readonly db: Queryable;
  readonly passwords: Passwords;
  readonly failures: Failures;
  readonly observe: Observe;
}

/** Every call asks the database for the account, so that rights change with the next request. */
export function createIdentify(parts: Parts): Identify {
  return {
    byPassword: (name, password, address) => byPassword(parts, name, password, address),
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
  const account = await selectAccountByName(parts.db, name);
  const hash = account?.password_hash ?? null;
  if (account !== null && hash !== null && parts.passwords.isRemembered(hash, password))
    return found(account);
  const wait = await parts.failures.wait(name, address);
  if (wait > 0) return { kind: 'blocked', retryAfter: wait };
  // An unknown account takes as long as a wrong password.
  if ((await parts.passwords.verify(hash, password)) && account !== null) return found(account);
  return fail(parts, name, address);
}

function found(account: { id: string; name: string; role: 'admin' | 'member' }): Identified {
  return {
    kind: 'principal',
    principal: { account_id: account.id, name: account.name, role: account.role },
  };
}

async function fail(parts: Parts, account: string, address: string): Promise<Identified> {
  parts.observe({ kind: 'authentication_failed', account, address, reason: 'not valid' });
  const retryAfter = await parts.failures.count(account, address);
  return retryAfter > 0 ? { kind: 'blocked', retryAfter } : { kind: 'unknown' };
}
