// What the console asks the server, and how long it believes the answers.
import {
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { readAll } from './all-pages.ts';
import { api, type Fault, read, readFault, type Schemas } from './api.ts';
import { usePages } from './pages.ts';

const SESSION = ['session'];

/** Makes the memory of answers. A session that is over takes everything along. */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (thrown) => {
        if (readFault(thrown).status === 401) forget(queries);
      },
    }),
    // A change that is refused for want of a session: whether there is one is asked at once.
    mutationCache: new MutationCache({
      onError: (thrown) => {
        if (readFault(thrown).status === 401) void queries.invalidateQueries({ queryKey: SESSION });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // The server's own refusals do not change by asking again.
        retry: (count, thrown) => count < 2 && [0, 503].includes(readFault(thrown).status),
      },
    },
  });
  return queries;
}

// Nothing of what one account saw is left for the next.
function forget(queries: QueryClient): void {
  queries.setQueryData(SESSION, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
}

/** Who is signed in; null for nobody. */
export function useSession() {
  return useQuery<Schemas['Session'] | null, Fault>({
    queryKey: SESSION,
    queryFn: async () => {
      try {
        return await read(api.GET('/api/v1/session'));
      } catch (thrown) {
        if (readFault(thrown).status === 401) return null;
        throw thrown;
      }
    },
    refetchInterval: 60_000,
  });
}

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation<Schemas['Session'], Fault, Schemas['SessionCreate']>({
    mutationFn: (body) => read(api.POST('/api/v1/session', { body })),
    onSuccess: (session) => queries.setQueryData(SESSION, session),
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, void>({
    mutationFn: () => read(api.DELETE('/api/v1/session')),
    onSuccess: () => forget(queries),
  });
}

/** Collections page by page, for the list of them. */
export function useCollections() {
  return usePages<Schemas['Collection']>(['collections'], (query) =>
    read(api.GET('/api/v1/collections', { params: { query } })),
  );
}

/** All collections, by title: for whatever they are chosen from, or named in. */
export function useAllCollections() {
  return useQuery<Schemas['Collection'][], Fault>({
    queryKey: ['collections', 'all'],
    queryFn: async () => {
      const all = await readAll<Schemas['Collection']>((query) =>
        read(api.GET('/api/v1/collections', { params: { query } })),
      );
      return all.sort((a, b) => a.title.localeCompare(b.title));
    },
  });
}

/** Whether the account may write anywhere; undefined as long as that is not known. */
export function useMayWrite(): boolean | undefined {
  return useAllCollections().data?.some(({ can_write }) => can_write);
}

/** Whether the account may read none of the collections that it sees. */
export function useReadsNone(): boolean {
  const { data } = useAllCollections();
  return data !== undefined && data.length > 0 && !data.some(({ can_read }) => can_read);
}

export function useCollection(id: string) {
  return useQuery<Schemas['Collection'], Fault>({
    queryKey: ['collection', id],
    queryFn: () => read(api.GET('/api/v1/collections/{id}', { params: { path: { id } } })),
  });
}

/** Who else may use a collection; administrators only. */
export function useGrants(id: string, isAdmin: boolean) {
  return useQuery<Schemas['GrantList'], Fault>({
    queryKey: ['grants', id],
    enabled: isAdmin,
    queryFn: () => {
      const params = { path: { id }, query: { limit: 1000 } };
      return read(api.GET('/api/v1/collections/{id}/grants', { params }));
    },
  });
}
