// Changes of many objects as the console follows them: one, or all of them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Fault, read, type Schemas } from '../../api.ts';
import { usePages } from '../../pages.ts';
import { useRefresh } from './queries.ts';

type Change = Schemas['Change'];

/** All changes that the account sees, newest first: looked at every second while one is under way. */
export function useChanges() {
  return usePages<Change>(
    ['changes'],
    (next) => read(api.GET('/api/v1/changes', { params: { query: { limit: 50, ...next } } })),
    { againIn: (changes) => (changes.some(isUnderWay) ? 1000 : 5000) },
  );
}

/** Stops a change; what it has done stays. */
export function useCancelChange(id: string) {
  const queries = useQueryClient();
  return useMutation<Change, Fault, void>({
    mutationFn: () => read(api.DELETE('/api/v1/changes/{id}', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['changes'] }),
  });
}

/** Takes a change back. */
export function useUndoChange(id: string) {
  const queries = useQueryClient();
  return useMutation<Change, Fault, void>({
    mutationFn: () => read(api.POST('/api/v1/changes/{id}/undo', { params: { path: { id } } })),
    onSuccess: (change) => queries.setQueryData(['change', id], change),
    onSettled: () => queries.invalidateQueries({ queryKey: ['changes'] }),
  });
}

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'running', 'undoing']);

/** Whether a change has not ended. */
export function isUnderWay({ state }: Pick<Change, 'state'>): boolean {
  return UNDER_WAY.has(state);
}

/** A change as it goes on; what shows objects asks for them again when it has ended. */
export function useChange(begun: Change) {
  const refresh = useRefresh();
  return useQuery<Change, Fault>({
    queryKey: ['change', begun.id],
    initialData: begun,
    queryFn: async () => {
      const params = { path: { id: begun.id } };
      const change = await read<Change>(api.GET('/api/v1/changes/{id}', { params }));
      if (!isUnderWay(change)) await refresh();
      return change;
    },
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? 500 : false),
  });
}

/** Whether it can be taken back. */
export function canUndo({ state, changed }: Change): boolean {
  return ['completed', 'cancelled', 'failed'].includes(state) && changed > 0;
}

/** How far it is, as a bar shows it. */
export function progressOf(change: Change): { readonly max: number; readonly value: number } {
  const { state, count, changed, done, undone, kept } = change;
  const isUndo = state === 'undoing' || state === 'undone';
  return { max: Math.max(isUndo ? changed : count, 1), value: isUndo ? undone + kept : done };
}

/** What has become of the objects, in words. */
export function changeResult(change: Change): string {
  const { state, changed, unchanged, refused, undone, kept, done, count } = change;
  if (state === 'undoing') return `Taking back: ${undone + kept} of ${changed}`;
  if (state === 'undone') return `Taken back: ${undone}. Left as somebody changed them: ${kept}.`;
  if (isUnderWay(change)) return `${done} of ${count}`;
  return `Changed: ${changed}. So already: ${unchanged}. Left as they are: ${refused}.`;
}
