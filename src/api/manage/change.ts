// Changes: each in one transaction with its audit row, and observed once it is durable.
import { ApiError } from '../../errors.ts';
import type { components } from '../../generated/api.ts';
import { type AuditAction, insertAudit } from '../../store/audit.ts';
import { inTransaction, type Queryable } from '../../store/database.ts';
import type { Context, Input } from '../operation.ts';

/** What was changed, for the audit. */
export interface Change {
  readonly action: AuditAction;
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Runs a change and its audit row in one transaction; what `run` throws undoes both. */
export async function makeChange<T>(
  input: Input,
  context: Context,
  change: Change,
  run: (db: Queryable) => Promise<T>,
): Promise<T> {
  const result = await inTransaction(context.db, async (transaction) => {
    const made = await run(transaction);
    await recordChange(transaction, input, change);
    return made;
  });
  observeChange(input, context, change);
  return result;
}

/** Writes the audit row of a change. */
export function recordChange(db: Queryable, input: Input, change: Change): Promise<void> {
  const { principal, address, request_id } = input;
  return insertAudit(db, { account_name: principal.name, address, request_id, ...change });
}

/** Tells of a change that is durable. */
export function observeChange(input: Input, { observe }: Context, change: Change): void {
  const { action, target } = change;
  observe({ kind: 'audit', account: input.principal.name, action, target });
}

type Schemas = components['schemas'];

/** The body as openapi.yaml types it; http/check.ts has made sure of that. */
export function bodyOf<Name extends keyof Schemas>(input: Input, _schema: Name): Schemas[Name] {
  return input.body as Schemas[Name];
}

/** A body that fits its schema and yet cannot be: which place in it, and why. */
export function refuseBody(pointer: string, message: string): ApiError {
  return new ApiError('BAD_BODY', message, { details: { errors: [{ pointer, message }] } });
}
