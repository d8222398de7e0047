// Who changed what, and when: one row a change, written in the change's own transaction.
import type { Queryable } from './database.ts';

export interface AuditEntry {
  /** Null: the command line on the server itself. */
  readonly account_name: string | null;
  /** The operationId. */
  readonly action: string;
  readonly target?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Keeps a change. */
export async function insertAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await db.query(
    'insert into audit (account_name, action, target, details) values ($1, $2, $3, $4)',
    [
      entry.account_name,
      entry.action,
      entry.target ?? null,
      entry.details === undefined ? null : JSON.stringify(entry.details),
    ],
  );
}
