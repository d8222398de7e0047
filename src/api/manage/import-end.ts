// How an import ends before its time, and how one that has ended is taken back.
import { ApiError } from '../../errors.ts';
import { updateFinished } from '../../store/imports.ts';
import { updateUndoing } from '../../store/undos.ts';
import type { Handler } from '../operation.ts';
import { makeChange } from './change.ts';
import { findCollection } from './find.ts';
import { describeImport, findImport } from './import-resource.ts';

/** Stops an import that has not ended; what it has stored stays. */
export const cancelImport: Handler = async (input, context) => {
  const { id } = await findImport(input, context, input.path.id ?? '');
  const change = { action: 'cancelImport', target: id } as const;
  const cancelled = await makeChange(input, context, change, async (db) => {
    const ended = await updateFinished(db, id, 'cancelled');
    if (ended === null)
      throw new ApiError('CONFLICT', 'The import has ended already; there is nothing to cancel.');
    return ended;
  });
  context.observe({ kind: 'import', import: id, state: 'cancelled' });
  return { status: 200, body: describeImport(cancelled) };
};

/** Takes back what an import has stored, as a job: revoked and restored, or removed. */
export const undoImport: Handler = async (input, context) => {
  const { db } = context;
  const { id, collection_id, settings } = await findImport(input, context, input.path.id ?? '');
  const collection = await findCollection(db.work, input.principal, collection_id);
  if (!collection.can_write)
    throw new ApiError('NOT_ALLOWED', 'You may not write to the collection of this import.');
  if (settings.dry_run === true)
    throw new ApiError('CONFLICT', 'A dry run has stored nothing; there is nothing to undo.');
  const remove = input.query.remove === true;
  const change = { action: 'undoImport', target: id, details: { remove } } as const;
  const undoing = await makeChange(input, context, change, async (transaction) => {
    const begun = await updateUndoing(transaction, id, remove);
    if (begun === null)
      throw new ApiError('CONFLICT', 'The import has not ended yet, or it is undone already.');
    return begun;
  });
  await context.enqueueImport(id);
  context.observe({ kind: 'import', import: id, state: 'undoing' });
  return { status: 202, body: describeImport(undoing) };
};
