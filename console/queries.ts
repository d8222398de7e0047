// What the console asks the server, and how long it believes the answers.
import {
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { api, type Fault, read, readFault, type Schemas } from './api.ts';

const SESSION = ['session'];

/** Makes the memory of answers. A session that is over takes everything along. */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (thrown) => {
        if (readFault(thrown).status === 401) forget(queries);
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

export function useCollections() {
  return useInfiniteQuery<Schemas['CollectionList'], Fault, Schemas['Collection'][]>({
    queryKey: ['collections'],
    initialPageParam: undefined as unknown,
    queryFn: ({ pageParam }) => read(api.GET('/api/v1/collections', { params: pageOf(pageParam) })),
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  });
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

function pageOf(next: unknown): { query: { next?: string } } {
  return { query: typeof next === 'string' ? { next } : {} };
}
