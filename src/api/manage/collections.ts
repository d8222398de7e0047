// Collections under /api/v1/collections. What they are in TAXII: OASIS TAXII 2.1 section 5.2.1.
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import { selectApiRoot } from '../../store/api-roots.ts';
import {
  deleteCollection as deleteCollectionRow,
  selectIsImporting,
} from '../../store/collection-removal.ts';
import {
  type CollectionRow,
  insertCollection,
  selectIsTitleUsed,
  selectVisibleCollections,
  updateCollection as updateCollectionRow,
} from '../../store/collections.ts';
import type { Queryable } from '../../store/database.ts';
import type { Handler, Settings } from '../operation.ts';
import { isUuid } from '../uuid.ts';
import { bodyOf, makeChange, observeChange, recordChange, refuseBody } from './change.ts';
import { findCollection } from './find.ts';
import { answerList, badNext, readPart } from './list.ts';

/** The collections that the caller sees, by id, with the caller's rights. */
export const listCollections: Handler = async ({ principal, query }, { db, settings }) => {
  const { limit, after } = readPart(query, 1);
  const id = after?.[0] ?? null;
  if (id !== null && !isUuid(id)) throw badNext();
  const root = typeof query.api_root === 'string' ? query.api_root : null;
  // No name holds a NUL, and PostgreSQL would refuse it.
  const rows = root?.includes('\0')
    ? []
    : await selectVisibleCollections(db.work, principal, root, id, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => [row.id],
    (row) => resource(row, settings),
  );
};

/** Makes a collection with an id of the server's own. */
export const createCollection: Handler = async (input, context) => {
  const body = bodyOf(input, 'CollectionCreate');
  const id = randomUUID();
  const change = { action: 'createCollection', target: id, details: { ...body } } as const;
  const answer = await makeChange(input, context, change, async (db) => {
    if ((await selectApiRoot(db, input.principal, body.api_root)) === null)
      throw refuseBody('/api_root', 'There is no such API root.');
    if (!(await insertCollection(db, { id, ...body }))) throw refuseAlias(body.alias);
    const row = await findCollection(db, input.principal, id);
    return { ...resource(row, context.settings), warnings: await findWarnings(db, row) };
  });
  return { status: 201, headers: { Location: `/api/v1/collections/${id}` }, body: answer };
};

export const describeCollection: Handler = async ({ principal, path }, { db, settings }) => {
  const row = await findCollection(db.work, principal, path.id ?? '');
  return { status: 200, body: resource(row, settings) };
};

export const updateCollection: Handler = async (input, context) => {
  const body = bodyOf(input, 'CollectionUpdate');
  const { id } = await findCollection(context.db.work, input.principal, input.path.id ?? '');
  const change = { action: 'updateCollection', target: id, details: { ...body } } as const;
  const answer = await makeChange(input, context, change, async (db) => {
    if (!(await updateCollectionRow(db, id, body))) throw refuseAlias(body.alias);
    const row = await findCollection(db, input.principal, id);
    return { ...resource(row, context.settings), warnings: await findWarnings(db, row) };
  });
  // All that is annotated so far is told, or taken back, by a job.
  if (body.publish_annotations !== undefined) await context.enqueuePublishing(id);
  return { status: 200, body: answer };
};

/** Deletes a collection with all it holds; 409 while an import writes to it. */
export const deleteCollection: Handler = async (input, context) => {
  const { db } = context;
  const { id } = await findCollection(db.work, input.principal, input.path.id ?? '');
  if (await selectIsImporting(db.work, id))
    throw new ApiError(
      'CONFLICT',
      'An import into this collection has not ended. Cancel it first.',
    );
  const change = { action: 'deleteCollection', target: id } as const;
  await deleteCollectionRow(db, id, (transaction) => recordChange(transaction, input, change));
  observeChange(input, context, change);
  return { status: 204 };
};

function resource(row: CollectionRow, settings: Settings): object {
  return {
    id: row.id,
    api_root: row.api_root,
    title: row.title,
    alias: row.alias ?? undefined,
    description: row.description ?? undefined,
    can_read: row.can_read,
    can_write: row.can_write,
    publish_annotations: row.publish_annotations,
    url: `${settings.publicUrl}/taxii2/${row.api_root}/collections/${row.id}/`,
    created_at: row.created_at,
  };
}

// Some clients find a collection by its title, and one of them splits `root.title` at dots.
async function findWarnings(db: Queryable, row: CollectionRow): Promise<object[]> {
  const warnings = [];
  if (await selectIsTitleUsed(db, row))
    warnings.push({
      code: 'TITLE_NOT_UNIQUE',
      message:
        'Another collection of this API root has the same title; some clients select by title.',
    });
  if (row.title.includes('.'))
    warnings.push({
      code: 'TITLE_HAS_DOT',
      message: 'The title has a dot; some clients split titles at dots.',
    });
  return warnings;
}

function refuseAlias(alias: string | null | undefined): ApiError {
  return new ApiError(
    'CONFLICT',
    `Another collection of this API root has the alias \`${alias}\`.`,
  );
}
