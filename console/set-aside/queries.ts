// What waits for a decision, and the decisions.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Fault, read, type Schemas } from '../api.ts';
import { useRefresh } from '../intel/edit/queries.ts';
import { usePages } from '../pages.ts';

export type Waiting = Schemas['SetAside'];
export type Selection = Schemas['SetAsideSelection'];

/** Which of it is listed; what is absent does not matter. */
export interface WaitingFilter {
  readonly collection?: string;
  readonly import?: string;
}

/** What is done with objects that wait. */
export interface Decision {
  readonly verb: 'release' | 'discard';
  readonly selection: Selection;
}

/** What a decision has done. */
export interface Decided {
  readonly verb: Decision['verb'];
  readonly count: number;
  /** Not stored: their version is there already with other content. */
  readonly kept: number;
}

/** What waits, the longest first. */
export function useWaiting(filter: WaitingFilter) {
  return usePages<Waiting>(['set-aside', filter], (next) =>
    read(api.GET('/api/v1/set-aside', { params: { query: { ...filter, ...next } } })),
  );
}

/** Releases or discards, in as many calls as it takes. */
export function useDecision() {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return useMutation<Decided, Fault, Decision>({
    mutationFn: decide,
    // What is released is found from then on.
    onSettled: () =>
      Promise.all([queries.invalidateQueries({ queryKey: ['set-aside'] }), refresh()]),
  });
}

async function decide({ verb, selection: body }: Decision): Promise<Decided> {
  let count = 0;
  let kept = 0;
  for (;;) {
    const done =
      verb === 'release'
        ? await read<Schemas['SetAsideReleased']>(api.POST('/api/v1/set-aside/release', { body }))
        : await read<Schemas['SetAsideDiscarded']>(api.POST('/api/v1/set-aside/discard', { body }));
    const moved = 'released' in done ? done.released : done.discarded;
    count += moved;
    if ('kept' in done) kept = done.kept;
    if (!done.more || moved === 0) return { verb, count, kept };
  }
}
