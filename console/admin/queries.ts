// What the administration asks and changes.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readAll } from '../all-pages.ts';
import { api, type Fault, read, type Schemas } from '../api.ts';

const ROOTS = ['api-roots'];
const COLLECTIONS = ['collections'];
const ACCOUNTS = ['accounts'];

/** All API roots, by name. */
export function useApiRoots() {
  return useQuery<Schemas['ApiRoot'][], Fault>({
    queryKey: ROOTS,
    queryFn: () =>
      readAll<Schemas['ApiRoot']>((query) =>
        read(api.GET('/api/v1/api-roots', { params: { query } })),
      ),
  });
}

/** How much a collection holds. */
export function useContents(id: string) {
  return useQuery<Schemas['CollectionContents'], Fault>({
    queryKey: ['contents', id],
    queryFn: () => read(api.GET('/api/v1/collections/{id}/contents', { params: { path: { id } } })),
  });
}

/** All accounts, by name. */
export function useAccounts() {
  return useQuery<Schemas['Account'][], Fault>({
    queryKey: ACCOUNTS,
    queryFn: () =>
      readAll<Schemas['Account']>((query) =>
        read(api.GET('/api/v1/accounts', { params: { query } })),
      ),
  });
}

/** One account. */
export function useAccount(name: string) {
  return useQuery<Schemas['Account'], Fault>({
    queryKey: [...ACCOUNTS, name],
    queryFn: () => read(api.GET('/api/v1/accounts/{name}', { params: { path: { name } } })),
  });
}

// A change, after which everything of these kinds is asked for again.
function useChange<Input, Output>(keys: string[][], run: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation<Output, Fault, Input>({
    mutationFn: run,
    onSuccess: () =>
      Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }))).then(() => {}),
  });
}

export function useCreateApiRoot() {
  return useChange([ROOTS], (body: Schemas['ApiRootCreate']) =>
    read<Schemas['ApiRoot']>(api.POST('/api/v1/api-roots', { body })),
  );
}

export function useUpdateApiRoot(name: string) {
  return useChange([ROOTS], (body: Schemas['ApiRootUpdate']) =>
    read<Schemas['ApiRoot']>(
      api.PATCH('/api/v1/api-roots/{name}', { params: { path: { name } }, body }),
    ),
  );
}

export function useDeleteApiRoot(name: string) {
  return useChange([ROOTS], () =>
    read(api.DELETE('/api/v1/api-roots/{name}', { params: { path: { name } } })),
  );
}

export function useCreateCollection() {
  return useChange([COLLECTIONS], (body: Schemas['CollectionCreate']) =>
    read<Schemas['Collection']>(api.POST('/api/v1/collections', { body })),
  );
}

export function useUpdateCollection(id: string) {
  return useChange([COLLECTIONS, ['collection', id]], (body: Schemas['CollectionUpdate']) =>
    read<Schemas['Collection']>(
      api.PATCH('/api/v1/collections/{id}', { params: { path: { id } }, body }),
    ),
  );
}

export function useDeleteCollection(id: string) {
  return useChange([COLLECTIONS], () =>
    read(api.DELETE('/api/v1/collections/{id}', { params: { path: { id } } })),
  );
}

export function useCreateAccount() {
  return useChange([ACCOUNTS], (body: Schemas['AccountCreate']) =>
    read<Schemas['Account']>(api.POST('/api/v1/accounts', { body })),
  );
}

/** Whoever changes the own role sees another console. */
export function useUpdateAccount(name: string) {
  return useChange([ACCOUNTS, ['session']], (body: Schemas['AccountUpdate']) =>
    read<Schemas['Account']>(
      api.PATCH('/api/v1/accounts/{name}', { params: { path: { name } }, body }),
    ),
  );
}

/** What is shown of it is left alone until the page has gone; then all is asked for again. */
export function useDeleteAccount(name: string) {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, void>({
    mutationFn: () => read(api.DELETE('/api/v1/accounts/{name}', { params: { path: { name } } })),
    onSuccess: () =>
      Promise.all(
        [ACCOUNTS, ['grants']].map((queryKey) =>
          queries.invalidateQueries({ queryKey, refetchType: 'none' }),
        ),
      ),
  });
}
