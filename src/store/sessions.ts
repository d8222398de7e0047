// Sessions of people in the console: random secrets in a cookie. Only their SHA-256 is kept.
import type { Queryable } from './database.ts';

/** How long a session lasts: without a request, and in all. */
export interface SessionLife {
  readonly sessionIdleMinutes: number;
  readonly sessionMaxHours: number;
}

/** The account behind a session. */
export interface SessionAccount {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'member';
  readonly session_id: string;
  /** Not written for a while: `touchSession` is due. */
  readonly is_stale: boolean;
}

/** A session as its owner sees it. */
export interface SessionRow {
  readonly created_at: string;
  readonly expires_at: string;
}

const IS_ALIVE = `s.seen_at > now() - make_interval(mins => $2)
  and s.created_at > now() - make_interval(hours => $3)`;

/** The account that a session stands for; null when unknown or over. Hot: session_secret_hash_key. */
export async function selectAccountBySession(
  db: Queryable,
  secretHash: Buffer,
  { sessionIdleMinutes, sessionMaxHours }: SessionLife,
): Promise<SessionAccount | null> {
  const { rows } = await db.query<SessionAccount>({
    name: 'account-by-session',
    text: `select a.id, a.name, a.role, s.id as session_id,
        s.seen_at < now() - interval '1 minute' as is_stale
      from session s join account a on a.id = s.account_id
      where s.secret_hash = $1 and ${IS_ALIVE}`,
    values: [secretHash, sessionIdleMinutes, sessionMaxHours],
  });
  return rows[0] ?? null;
}

/** Notes that a session is in use. */
export async function touchSession(db: Queryable, id: string): Promise<void> {
  await db.query('update session s set seen_at = now() where s.id = $1', [id]);
}

/** One session with its end, if nobody uses it until then. */
export async function selectSession(
  db: Queryable,
  id: string,
  { sessionIdleMinutes, sessionMaxHours }: SessionLife,
): Promise<SessionRow | null> {
  const { rows } = await db.query<SessionRow>(
    `select s.created_at, least(s.seen_at + make_interval(mins => $2),
        s.created_at + make_interval(hours => $3)) as expires_at
      from session s where s.id = $1`,
    [id, sessionIdleMinutes, sessionMaxHours],
  );
  return rows[0] ?? null;
}

/**
 * Begins a session, and forgets all that are over. Null: the password has changed since it was
 * verified; the lock makes a change that is under way finish first.
 */
export async function insertSession(
  db: Queryable,
  session: {
    readonly account_id: string;
    readonly password_hash: string;
    readonly secret_hash: Buffer;
  },
  life: SessionLife,
): Promise<string | null> {
  await db.query(
    `delete from session s where s.seen_at <= now() - make_interval(mins => $1)
      or s.created_at <= now() - make_interval(hours => $2)`,
    [life.sessionIdleMinutes, life.sessionMaxHours],
  );
  const { rows } = await db.query<{ id: string }>(
    `with verified as (
       select a.id from account a where a.id = $1 and a.password_hash = $2 for share
     )
     insert into session (account_id, secret_hash) select v.id, $3 from verified v returning id`,
    [session.account_id, session.password_hash, session.secret_hash],
  );
  return rows[0]?.id ?? null;
}

/** Ends a session. */
export async function deleteSession(db: Queryable, id: string): Promise<void> {
  await db.query('delete from session s where s.id = $1', [id]);
}

/** Ends all sessions of an account. */
export async function deleteSessionsOf(db: Queryable, accountName: string): Promise<void> {
  await db.query(
    'delete from session s using account a where a.name = $1 and s.account_id = a.id',
    [accountName],
  );
}
