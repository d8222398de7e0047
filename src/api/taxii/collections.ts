// The collections of an API root. OASIS TAXII 2.1 sections 5.1 and 5.2.
import { selectVisibleCollections } from '../../store/collections.ts';
import { STIX_MEDIA_TYPE } from '../../taxii/media-type.ts';
import type { Handler, VisibleCollection } from '../operation.ts';

const STORED = [STIX_MEDIA_TYPE('2.1'), STIX_MEDIA_TYPE('2.0')];

/** All visible collections, ascending by id; the specification defines no paging here. */
export const getCollections: Handler = async (input, { db }) => {
  const collections = await selectVisibleCollections(db.work, input.principal, input.api_root.name);
  return {
    status: 200,
    body: collections.length === 0 ? {} : { collections: collections.map(resource) },
  };
};

export const getCollection: Handler = async ({ collection }) => ({
  status: 200,
  body: resource(collection),
});

function resource(collection: VisibleCollection): object {
  return {
    id: collection.id,
    title: collection.title,
    description: collection.description ?? undefined,
    alias: collection.alias ?? undefined,
    can_read: collection.can_read,
    can_write: collection.can_write,
    media_types: STORED,
  };
}
