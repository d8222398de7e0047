// What the Connect page asks besides the collection.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readAll } from '../all-pages.ts';
import { api, type Fault, read, type Schemas } from '../api.ts';

type Right = Schemas['GrantPut'];

/** What an account may do with a collection; null: nothing. */
export function useClientRight(collection: string, account: string) {
  return useQuery<Right | null, Fault>({
    queryKey: ['grants', collection, account],
    queryFn: async () => {
      const grants = await readAll<Schemas['Grant']>((query) =>
        read(api.GET('/api/v1/grants', { params: { query: { ...query, account } } })),
      );
      return grants.find((grant) => grant.collection === collection) ?? null;
    },
  });
}

export function useGiveRight(collection: string, account: string) {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, Right>({
    mutationFn: (body) => {
      const params = { path: { id: collection, account } };
      return read(api.PUT('/api/v1/collections/{id}/grants/{account}', { params, body }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['grants'] }),
  });
}
