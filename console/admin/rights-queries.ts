// Rights as they are and as they are changed: at once, with every change to be taken back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAll } from '../all-pages.ts';
import { api, type Fault, read, type Schemas } from '../api.ts';

type Grant = Schemas['Grant'];
export type Right = Pick<Grant, 'can_read' | 'can_write'>;

/** One step: what an account may do with a collection, before and after; null: no grant. */
export interface Step {
  readonly account: string;
  readonly collection: string;
  readonly before: Right | null;
  readonly after: Right | null;
}

const KEY = ['grants', 'all'];

/** All grants there are. */
function useAllGrants() {
  return useQuery<Grant[], Fault>({
    queryKey: KEY,
    queryFn: () =>
      readAll<Grant>((query) => read(api.GET('/api/v1/grants', { params: { query } }))),
  });
}

/** The grants, a way to change them, and the way back. */
export function useRights() {
  const queries = useQueryClient();
  const grants = useAllGrants();
  const [done, setDone] = useState<readonly Step[]>([]);
  const { mutate, error } = useMutation<unknown, Fault, Step>({
    mutationKey: KEY,
    mutationFn: save,
    // One after the other: the last tick is what holds.
    scope: { id: 'rights' },
    // The page shows it at once; a refusal shows what is.
    onMutate: async (step) => {
      await queries.cancelQueries({ queryKey: KEY });
      queries.setQueryData<Grant[]>(KEY, (known = []) => withStep(known, step));
    },
    onError: (_, step) => setDone((steps) => steps.filter((one) => one !== step)),
    // An answer that lacks a step that is still on its way would take its tick away.
    onSettled: () =>
      queries.isMutating({ mutationKey: KEY }) === 1
        ? queries.invalidateQueries({ queryKey: ['grants'] })
        : undefined,
  });
  const change = (step: Step) => {
    setDone((steps) => [...steps, step]);
    mutate(step);
  };
  const undo = () => {
    const last = done.at(-1);
    if (last === undefined) return;
    setDone(done.slice(0, -1));
    mutate({ ...last, before: last.after, after: last.before });
  };
  return { grants, error, last: done.at(-1), change, undo };
}

/** What an account may do with a collection; null without a grant. */
export function findRight(
  grants: readonly Grant[],
  account: string,
  collection: string,
): Right | null {
  const found = grants.find((one) => one.account === account && one.collection === collection);
  return found === undefined ? null : { can_read: found.can_read, can_write: found.can_write };
}

function save({ account, collection, after }: Step): Promise<unknown> {
  const params = { path: { id: collection, account } };
  const path = '/api/v1/collections/{id}/grants/{account}';
  return read(
    after === null ? api.DELETE(path, { params }) : api.PUT(path, { params, body: after }),
  );
}

function withStep(known: Grant[], { account, collection, after }: Step): Grant[] {
  const others = known.filter((one) => one.account !== account || one.collection !== collection);
  return after === null ? others : [...others, { account, collection, ...after }];
}
