// What a caller may search: the one place where rights become the collections that a statement reads.
import { ApiError } from '../../errors.ts';
import { type CollectionRow, selectVisibleCollections } from '../../store/collections.ts';
import type { Scope } from '../../store/intel-search.ts';
import { selectSourceNames } from '../../store/intel-sources.ts';
import { findCollection } from '../manage/find.ts';
import type { Context, Input } from '../operation.ts';

/** What a caller may search, with what is shown of it. */
export interface ReadScope extends Scope {
  readonly collections: readonly CollectionRow[];
  readonly byId: ReadonlyMap<string, CollectionRow>;
  /** The name of who made something in a collection; null where nobody says. */
  readonly sourceOf: (collectionId: string, creator: string | null) => string | null;
}

/**
 * The collections that the caller may read, or the one of them that it names.
 * @throws ApiError NOT_FOUND, CONFLICT (see findCollection), NOT_ALLOWED when it may not be read
 */
export async function readScope(
  { principal, query, received_at }: Pick<Input, 'principal' | 'query' | 'received_at'>,
  { db }: Context,
): Promise<ReadScope> {
  const collections =
    typeof query.collection === 'string'
      ? [mayRead(await findCollection(db.work, principal, query.collection))]
      : await selectVisibleCollections(db.work, principal, null);
  const readable = collections.filter((one) => one.can_read);
  const ids = readable.map(({ id }) => id);
  const sources = await selectSourceNames(db.work, ids);
  const names = new Map(sources.map((one) => [`${one.collection_id} ${one.creator}`, one.name]));
  return {
    now: received_at,
    collections: readable,
    sources,
    byId: new Map(readable.map((one) => [one.id, one])),
    sourceOf: (collectionId, creator) =>
      creator === null ? null : (names.get(`${collectionId} ${creator}`) ?? null),
  };
}

function mayRead(collection: CollectionRow): CollectionRow {
  if (!collection.can_read)
    throw new ApiError('NOT_ALLOWED', 'Your grant does not let you read this collection.');
  return collection;
}
