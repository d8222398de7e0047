// A file that was imported once, imported again with other settings and without another upload. It stores
// as a push does (OASIS TAXII 2.1 section 5.5).
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import { insertReplay } from '../../store/uploads.ts';
import type { Handler } from '../operation.ts';
import { makeChange } from './change.ts';
import { findAskedCollection, findCollection } from './find.ts';
import { demandSight, goneFile } from './import-file.ts';
import { describeImport, findImport } from './import-resource.ts';
import { readAskedSettings } from './import-settings.ts';
import { applyTemplate } from './import-templates.ts';
import { readAskedLists } from './warning-lists.ts';

/** Begins an import of the file of another one; what the call does not say is as it was there. */
export const replayImport: Handler = async (input, context) => {
  const { principal } = input;
  const { work } = context.db;
  const before = await findImport(input, context, input.path.id ?? '');
  await demandSight(input, context, before);
  const query = await applyTemplate(work, input.query);
  const isInherited = query.inherit !== false;
  const { dry_run: _, ...kept } = isInherited ? before.settings : {};
  const lists = query.warning_lists;
  const settings = {
    ...kept,
    ...readAskedSettings(query),
    ...(lists !== undefined && { warning_lists: await readAskedLists(work, lists) }),
  };
  const collection =
    typeof query.collection === 'string'
      ? await findAskedCollection(work, principal, query.collection)
      : await findCollection(work, principal, before.collection_id);
  if (!collection.can_write)
    throw new ApiError('NOT_ALLOWED', 'You may not write to this collection.');
  const id = randomUUID();
  const inherited = isInherited ? before.source : null;
  const source = typeof query.source === 'string' ? query.source : inherited;
  const details = { collection: collection.id, source, of: before.id };
  await makeChange(input, context, { action: 'replayImport', target: id, details }, async (db) => {
    const isBegun = await insertReplay(db, {
      id,
      collection_id: collection.id,
      account_id: principal.account_id,
      source,
      settings,
      upload_id: before.upload_id,
    });
    if (!isBegun) throw goneFile(context);
  });
  await context.enqueueImport(id);
  context.observe({ kind: 'import', import: id, state: 'waiting' });
  const row = await findImport(input, context, id);
  return { status: 202, headers: { Location: `/api/v1/imports/${id}` }, body: describeImport(row) };
};
