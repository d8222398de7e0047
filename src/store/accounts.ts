// Accounts: who may sign in, and as what. OASIS TAXII 2.1 section 1.6.9.
import type { Queryable } from './database.ts';
import { deleteSessionsOf } from './sessions.ts';

export type AccountRole = 'admin' | 'member';

/** An account as the management API gives it. */
export interface AccountRow {
  readonly name: string;
  readonly role: AccountRole;
  readonly has_password: boolean;
  readonly created_at: string;
}

/** What checking a password needs. */
export interface AccountSecret {
  readonly id: string;
  readonly name: string;
  readonly role: AccountRole;
  /** Null: the account has tokens only. */
  readonly password_hash: string | null;
}

/** The account behind a token. */
export interface TokenAccount {
  readonly id: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly expires_at: string | null;
}

/** The account of that name with its password's hash. Hot: one look-up in account_name_key. */
export async function selectAccountByName(
  db: Queryable,
  name: string,
): Promise<AccountSecret | null> {
  // PostgreSQL has no text with a NUL, so no account has such a name.
  if (name.includes('\0')) return null;
  const { rows } = await db.query<AccountSecret>({
    name: 'account-by-name',
    text: 'select a.id, a.name, a.role, a.password_hash from account a where a.name = $1',
    values: [name],
  });
  return rows[0] ?? null;
}

/** The account that a token stands for; null when unknown or expired. Hot: token_token_hash_key. */
export async function selectAccountByToken(
  db: Queryable,
  tokenHash: Buffer,
): Promise<TokenAccount | null> {
  const { rows } = await db.query<TokenAccount>({
    name: 'account-by-token',
    text: `select a.id, a.name, a.role, t.expires_at
      from token t join account a on a.id = t.account_id
      where t.token_hash = $1 and (t.expires_at is null or t.expires_at > now())`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}

const ACCOUNT = `a.name, a.role, a.password_hash is not null as has_password, a.created_at`;

/** One account. */
export async function selectAccount(db: Queryable, name: string): Promise<AccountRow | null> {
  const { rows } = await db.query<AccountRow>(
    `select ${ACCOUNT} from account a where a.name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

/** Up to `limit` accounts by name, after the one named `after`. */
export async function selectAccounts(
  db: Queryable,
  after: string | null,
  limit: number,
): Promise<AccountRow[]> {
  const { rows } = await db.query<AccountRow>(
    `select ${ACCOUNT} from account a
      where $1::text is null or a.name collate "C" > $1
      order by a.name collate "C" limit $2`,
    [after, limit],
  );
  return rows;
}

/** Makes an account; null when the name is taken. */
export async function insertAccount(
  db: Queryable,
  account: {
    readonly name: string;
    readonly role: AccountRole;
    readonly password_hash: string | null;
  },
): Promise<AccountRow | null> {
  const { rows } = await db.query<AccountRow>(
    `insert into account as a (name, role, password_hash) values ($1, $2, $3)
      on conflict (name) do nothing returning ${ACCOUNT}`,
    [account.name, account.role, account.password_hash],
  );
  return rows[0] ?? null;
}

/**
 * Changes what is given; a `password_hash` of null takes the password away. Null: no such account.
 * Another password ends all sessions, so this belongs into a transaction.
 */
export async function updateAccount(
  db: Queryable,
  name: string,
  change: { readonly role?: AccountRole; readonly password_hash?: string | null },
): Promise<AccountRow | null> {
  const { rows } = await db.query<AccountRow>(
    `update account a set role = coalesce($2, a.role),
        password_hash = case when $3 then $4 else a.password_hash end
      where a.name = $1 returning ${ACCOUNT}`,
    [name, change.role ?? null, change.password_hash !== undefined, change.password_hash ?? null],
  );
  // A statement of its own: it sees the session that a sign-in kept while this one waited for it.
  if (change.password_hash !== undefined) await deleteSessionsOf(db, name);
  return rows[0] ?? null;
}

/** Deletes an account with its tokens and grants. False: there was none. */
export async function deleteAccount(db: Queryable, name: string): Promise<boolean> {
  const result = await db.query('delete from account a where a.name = $1', [name]);
  return result.rowCount === 1;
}

/**
 * The names of all administrators, locked until the transaction ends: two who demote each other at
 * the same time wait for one another, and the second one sees that it is the last.
 */
export async function selectAdministratorsForUpdate(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select a.name from account a where a.role = 'admin' order by a.id for update`,
  );
  return rows.map((row) => row.name);
}
