// Who changed what, when and from where: one row a change, written in the change's own transaction.
import type { components } from '../generated/api.ts';
import type { Queryable } from './database.ts';

/** The operations whose changes are kept. */
export type AuditAction = components['schemas']['AuditAction'];

export interface AuditEntry {
  /** Null: the command line on the server itself, or nobody who is known. */
  readonly account_name: string | null;
  readonly action: AuditAction;
  readonly target?: string | undefined;
  /** Never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Null: the command line on the server itself. */
  readonly address?: string | undefined;
  readonly request_id?: string | undefined;
}

/** A change as it was kept. */
export interface AuditRow {
  readonly id: number;
  readonly at: string;
  /** Microseconds since 1970, as text. */
  readonly micros: string;
  readonly account: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly address: string | null;
  readonly request_id: string | null;
}

/** Which changes are looked for; null: any. */
export interface AuditFilter {
  readonly account: string | null;
  readonly action: string | null;
  readonly target: string | null;
  readonly after: string | null;
  readonly before: string | null;
  /** Where the page before ended. */
  readonly last: { readonly micros: string; readonly id: string } | null;
}

/** Keeps a change. */
export async function insertAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await db.query(
    `insert into audit (account_name, action, target, details, address, request_id)
      values ($1, $2, $3, $4, $5, $6)`,
    [
      entry.account_name,
      entry.action,
      entry.target ?? null,
      entry.details === undefined ? null : JSON.stringify(entry.details),
      entry.address ?? null,
      entry.request_id ?? null,
    ],
  );
}

/** Changes, newest first. */
export async function selectAudit(
  db: Queryable,
  filter: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  const { account, action, target, after, before, last } = filter;
  const { rows } = await db.query<AuditRow>(
    `select a.id, a.at, (extract(epoch from a.at) * 1000000)::bigint::text as micros,
        a.account_name as account, a.action, a.target, a.details, a.address, a.request_id
      from audit a
      where ($1::text is null or a.account_name = $1) and ($2::text is null or a.action = $2)
        and ($3::text is null or a.target = $3) and ($4::timestamptz is null or a.at > $4)
        and ($5::timestamptz is null or a.at < $5)
        and ($6::bigint is null or (a.at, a.id)
          < (timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7::bigint))
      order by a.at desc, a.id desc limit $8`,
    [account, action, target, after, before, last?.micros ?? null, last?.id ?? null, limit],
  );
  return rows;
}

/** Removes what is older than so many days. */
export async function deleteOldAudit(db: Queryable, days: number): Promise<void> {
  await db.query(`delete from audit where at < now() - make_interval(days => $1)`, [days]);
}
