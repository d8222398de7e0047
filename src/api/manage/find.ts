// What a path or a parameter of /api/v1 names, in the eyes of the caller.
import { ApiError } from '../../errors.ts';
import { type CollectionRow, resolveCollection } from '../../store/collections.ts';
import type { Queryable } from '../../store/database.ts';
import type { Principal } from '../access.ts';

/**
 * The collection meant by an id, by `root/alias`, or by an alias that one API root uses.
 * @throws ApiError NOT_FOUND when absent or not visible, CONFLICT when several have the alias
 */
export async function findCollection(
  db: Queryable,
  principal: Principal,
  name: string,
): Promise<CollectionRow> {
  const collection = await resolveCollection(db, principal, name);
  if (collection === null) throw new ApiError('NOT_FOUND', 'There is no such collection.');
  if (collection === 'ambiguous') throw refuseAmbiguous(name);
  return collection;
}

/**
 * The collection that a parameter or a body names: one that is not there is a fault of the request.
 * @throws ApiError BAD_BODY when absent or not visible, CONFLICT when several have the alias
 */
export async function findAskedCollection(
  db: Queryable,
  principal: Principal,
  name: string,
): Promise<CollectionRow> {
  try {
    return await findCollection(db, principal, name);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'NOT_FOUND')
      throw new ApiError('BAD_BODY', `There is no collection \`${name}\` that you may see.`);
    throw error;
  }
}

function refuseAmbiguous(alias: string): ApiError {
  return new ApiError(
    'CONFLICT',
    `Several API roots have a collection with the alias \`${alias}\`. Give its id, or \`root/${alias}\`.`,
  );
}
