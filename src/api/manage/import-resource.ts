// An import as callers see it, and which ones they see.
import { ApiError } from '../../errors.ts';
import { selectVisibleImport } from '../../store/import-list.ts';
import type { ImportRow, Undo } from '../../store/imports.ts';
import type { Context, Input } from '../operation.ts';
import { isUuid } from '../uuid.ts';

/** The states that an import does not stay in. */
export const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'running', 'undoing']);

/**
 * The import that the path names.
 * @throws ApiError NOT_FOUND when absent or not visible
 */
export async function findImport(
  { principal }: Pick<Input, 'principal'>,
  { db }: Pick<Context, 'db'>,
  id: string,
): Promise<ImportRow> {
  const row = isUuid(id) ? await selectVisibleImport(db.work, principal, id) : null;
  if (row === null) throw new ApiError('NOT_FOUND', 'There is no such import.');
  return row;
}

/** The resource of an import. */
export function describeImport(row: ImportRow): object {
  const { total, valid, created, updated, unchanged, duplicate, rejected, skipped } = row;
  return {
    id: row.id,
    state: row.state,
    collection: row.collection_id,
    source: row.source,
    ...(row.upload_id !== row.id && { replay_of: row.upload_id }),
    file_name: row.file_name,
    format: row.format,
    feed: row.feed,
    dry_run: row.settings.dry_run === true,
    detected: row.detected,
    counts: {
      ...{ total, valid, created, updated, unchanged, duplicate, rejected, skipped },
      warned: row.warned,
      set_aside: row.set_aside,
      ...(row.settings.snapshot === true && { revoked: row.revoked }),
    },
    bytes_read: row.bytes_read,
    bytes_total: row.bytes_total,
    ...paceOf(row),
    created_at: row.created_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
    ...(row.undo === null ? {} : { undo: describeUndo(row.undo) }),
    ...(row.error === null ? {} : { error: row.error }),
  };
}

// How fast a running import is, and how long it will take at that.
function paceOf({ state, total, bytes_read, bytes_total, elapsed_seconds }: ImportRow) {
  const seconds = elapsed_seconds ?? 0;
  const isKnown = state === 'running' && seconds > 0 && bytes_read > 0;
  if (!isKnown) return { records_per_second: null, seconds_left: null };
  const left = ((bytes_total - bytes_read) / bytes_read) * seconds;
  return {
    records_per_second: Math.round(total / seconds),
    seconds_left: Math.max(0, Math.ceil(left)),
  };
}

function describeUndo({ remove, revoked, restored, removed, kept, ...more }: Undo): object {
  const { discarded = 0, requested_at, finished_at } = more;
  return { remove, revoked, restored, removed, kept, discarded, requested_at, finished_at };
}
