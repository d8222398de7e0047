// Tokens and the password of an account: one's own, or any for administrators.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readAll } from '../all-pages.ts';
import { api, type Fault, read, type Schemas } from '../api.ts';

/** All tokens of an account, by label, without their secrets. */
export function useTokens(name: string) {
  return useQuery<Schemas['Token'][], Fault>({
    queryKey: ['tokens', name],
    queryFn: () =>
      readAll<Schemas['Token']>((query) =>
        read(api.GET('/api/v1/accounts/{name}/tokens', { params: { path: { name }, query } })),
      ),
  });
}

export function useCreateToken(name: string) {
  const queries = useQueryClient();
  return useMutation<Schemas['TokenCreated'], Fault, Schemas['TokenCreate']>({
    mutationFn: (body) =>
      read(api.POST('/api/v1/accounts/{name}/tokens', { params: { path: { name } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens', name] }),
  });
}

export function useRevokeToken(name: string) {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, string>({
    mutationFn: (token_id) => {
      const params = { path: { name, token_id } };
      return read(api.DELETE('/api/v1/accounts/{name}/tokens/{token_id}', { params }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens', name] }),
  });
}

/** Changes the password of whoever is signed in, and signs in again: the old sessions end. */
export function useChangePassword(name: string) {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, Schemas['OwnPasswordPut']>({
    mutationFn: async (body) => {
      await read(api.PUT('/api/v1/me/password', { body }));
      const signIn = { name, password: body.password };
      return read(api.POST('/api/v1/session', { body: signIn }));
    },
    onSuccess: (session) => queries.setQueryData(['session'], session),
  });
}

/** The collections that whoever is signed in sees, with the rights on them. */
export function useMe() {
  return useQuery<Schemas['Me'], Fault>({
    queryKey: ['me'],
    queryFn: () => read(api.GET('/api/v1/me')),
  });
}
