// API roots under /api/v1/api-roots. What they are in TAXII: OASIS TAXII 2.1 section 4.2.
import { ApiError } from '../../errors.ts';
import {
  type ApiRootRow,
  deleteApiRoot as deleteApiRootRow,
  deleteStatusesOfApiRoot,
  insertApiRoot,
  selectApiRoot,
  selectApiRootForUpdate,
  selectCollectionCount,
  selectVisibleApiRoots,
  updateApiRoot as updateApiRootRow,
} from '../../store/api-roots.ts';
import type { Handler, Settings } from '../operation.ts';
import { bodyOf, makeChange } from './change.ts';
import { answerList, readPart } from './list.ts';

/** The API roots that the caller sees, by name. */
export const listApiRoots: Handler = async ({ principal, query }, { db, settings }) => {
  const { limit, after } = readPart(query, 1);
  const rows = await selectVisibleApiRoots(db.work, principal, after?.[0] ?? null, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => [row.name],
    (row) => resource(row, settings),
  );
};

/** Makes an API root; 409 when the name is taken. */
export const createApiRoot: Handler = async (input, context) => {
  const body = bodyOf(input, 'ApiRootCreate');
  const change = { action: 'createApiRoot', target: body.name, details: { ...body } } as const;
  const row = await makeChange(input, context, change, async (db) => {
    const made = await insertApiRoot(db, body);
    if (made === null)
      throw new ApiError('CONFLICT', `There is an API root \`${body.name}\` already.`);
    return made;
  });
  return {
    status: 201,
    headers: { Location: `/api/v1/api-roots/${row.name}` },
    body: resource(row, context.settings),
  };
};

export const describeApiRoot: Handler = async ({ principal, path }, { db, settings }) => {
  const row = await selectApiRoot(db.work, principal, path.name ?? '');
  if (row === null) throw noSuchApiRoot();
  return { status: 200, body: resource(row, settings) };
};

export const updateApiRoot: Handler = async (input, context) => {
  const body = bodyOf(input, 'ApiRootUpdate');
  const name = input.path.name ?? '';
  const change = { action: 'updateApiRoot', target: name, details: { ...body } } as const;
  const row = await makeChange(input, context, change, async (db) => {
    const made = await updateApiRootRow(db, name, body);
    if (made === null) throw noSuchApiRoot();
    return made;
  });
  return { status: 200, body: resource(row, context.settings) };
};

/** Deletes an API root that has no collections; 409 while it has some. */
export const deleteApiRoot: Handler = async (input, context) => {
  const name = input.path.name ?? '';
  await makeChange(input, context, { action: 'deleteApiRoot', target: name }, async (db) => {
    if (!(await selectApiRootForUpdate(db, name))) throw noSuchApiRoot();
    const count = await selectCollectionCount(db, name);
    if (count > 0)
      throw new ApiError(
        'CONFLICT',
        `The API root \`${name}\` still has ${count === 1 ? 'a collection' : `${count} collections`}. Delete them first.`,
      );
    await deleteStatusesOfApiRoot(db, name);
    await deleteApiRootRow(db, name);
  });
  return { status: 204 };
};

function resource(row: ApiRootRow, settings: Settings): object {
  return {
    name: row.name,
    title: row.title,
    description: row.description ?? undefined,
    max_content_length: row.max_content_length ?? undefined,
    url: `${settings.publicUrl}/taxii2/${row.name}/`,
    created_at: row.created_at,
  };
}

function noSuchApiRoot(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such API root.');
}
