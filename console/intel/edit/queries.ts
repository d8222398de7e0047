// What the console changes of objects, and asks before it does.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Fault, read, type Schemas } from '../../api.ts';
import type { StixObject } from '../object/shapes.ts';

/** An object of a collection. */
export interface Place {
  readonly collection: string;
  readonly id: string;
}

const pathOf = ({ collection, id }: Place) => ({ path: { collection, object_id: id } });

/** What shows objects asks for them again: at once, or when it is shown the next time. */
export function useRefresh() {
  const queries = useQueryClient();
  return (refetchType: 'active' | 'none' = 'active') =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) =>
        ['object', 'relations'].includes(String(name)) || String(name).startsWith('/api/v1/intel'),
      refetchType,
    });
}

/** Says something of an object beside it. */
export function useAnnotate(place: Place) {
  const refresh = useRefresh();
  return useMutation<unknown, Fault, Schemas['AnnotationPut']>({
    mutationFn: (body) =>
      read(
        api.PUT('/api/v1/collections/{collection}/objects/{object_id}/annotation', {
          params: pathOf(place),
          body,
        }),
      ),
    onSuccess: () => refresh(),
  });
}

/** Stores an object: a new one, or the next version of one of ours. */
export function useStore(collection: string, id: string | null) {
  const refresh = useRefresh();
  return useMutation<Schemas['StoredObject'], Fault, StixObject>({
    mutationFn: (body) => read(send(collection, id, body, false)),
    onSuccess: () => refresh(),
  });
}

/** What is wrong with an object as it is written; asked when the writer pauses. */
export function useDraft(collection: string, id: string | null, object: StixObject | null) {
  const text = usePaused(object === null ? null : JSON.stringify(object));
  return useQuery<Schemas['ObjectDraft'], Fault>({
    queryKey: ['draft', collection, id, text],
    enabled: text !== null && collection !== '',
    queryFn: () => read(send(collection, id, JSON.parse(text ?? '{}'), true)),
  });
}

function send(collection: string, id: string | null, object: StixObject, dry_run: boolean) {
  const query = dry_run ? { dry_run } : {};
  if (id === null)
    return api.POST('/api/v1/collections/{collection}/objects', {
      params: { path: { collection }, query },
      body: object,
    });
  return api.PUT('/api/v1/collections/{collection}/objects/{object_id}', {
    params: { ...pathOf({ collection, id }), query },
    body: object,
  });
}

const PAUSE_MS = 400;

/** A value, once it has stayed the same for a moment. */
export function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

/** Revokes an object for all who poll, or removes it from the collection. */
export function useEnd(place: Place) {
  const refresh = useRefresh();
  return useMutation<unknown, Fault, 'revoke' | 'delete'>({
    mutationFn: (how) =>
      read(
        how === 'revoke'
          ? api.POST('/api/v1/collections/{collection}/objects/{object_id}/revoke', {
              params: pathOf(place),
            })
          : api.DELETE('/api/v1/collections/{collection}/objects/{object_id}', {
              params: pathOf(place),
            }),
      ),
    // The page of an object that is gone is left without asking for it again.
    onSuccess: (_, how) => refresh(how === 'revoke' ? 'active' : 'none'),
  });
}

/** Which objects a change takes, as the call has it. */
export type Target = Pick<Schemas['ChangeCreate'], 'ids' | 'where' | 'text' | 'collection'>;

/** How many objects a change would take. */
export function useChangeCount(target: Target) {
  return useQuery<Schemas['ChangeCount'], Fault>({
    queryKey: ['change-count', target],
    queryFn: () => {
      const action = { revoke: true } as const;
      return read(api.POST('/api/v1/changes', { body: { ...target, action, dry_run: true } }));
    },
  });
}

/** Begins a change. */
export function useChangeMany() {
  const queries = useQueryClient();
  return useMutation<Schemas['Change'], Fault, Schemas['ChangeCreate']>({
    mutationFn: (body) => read(api.POST('/api/v1/changes', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['changes'] }),
  });
}
