// What the page of an object asks the server.
import { useQuery } from '@tanstack/react-query';
import { api, type Fault, read, type Schemas } from '../../api.ts';
import type { Description } from './shapes.ts';

/** An object with its versions. */
export function useObject(collection: string, id: string) {
  return useQuery<Description, Fault>({
    queryKey: ['object', collection, id],
    queryFn: ({ signal }) => {
      const params = { path: { collection, object_id: id } };
      return read(
        api.GET('/api/v1/collections/{collection}/objects/{object_id}', { params, signal }),
      );
    },
  });
}

/** One version of an object; versions never change. */
export function useVersion(collection: string, id: string, added: string | undefined) {
  return useQuery<Schemas['ObjectVersion'], Fault>({
    queryKey: ['version', collection, id, added],
    enabled: added !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => {
      const params = { path: { collection, object_id: id, added: added ?? '' } };
      return read(
        api.GET('/api/v1/collections/{collection}/objects/{object_id}/versions/{added}', {
          params,
          signal,
        }),
      );
    },
  });
}

/** What an object is related to, in its collection. */
export function useRelations(collection: string, id: string) {
  return useQuery<Schemas['Relations'], Fault>({
    queryKey: ['relations', collection, id],
    queryFn: ({ signal }) => {
      const params = { path: { collection, object_id: id } };
      return read(
        api.GET('/api/v1/collections/{collection}/objects/{object_id}/relations', {
          params,
          signal,
        }),
      );
    },
  });
}
