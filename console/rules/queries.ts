// What the pages of rules ask and change.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Condition } from '../../src/intel/condition.ts';
import { api, type Fault, read, type Schemas } from '../api.ts';

const RULES = ['rules'];

export type Rule = Schemas['Rule'];
export type RulePut = Schemas['RulePut'];

/** All rules in their order. */
export function useRules() {
  return useQuery<Rule[], Fault>({
    queryKey: RULES,
    queryFn: async () => (await read<Schemas['RuleList']>(api.GET('/api/v1/rules'))).items.slice(),
  });
}

function useChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation<Output, Fault, Input>({
    mutationFn: run,
    onSuccess: () => queries.invalidateQueries({ queryKey: RULES }),
  });
}

/** Adds a rule, or replaces the one with the id. */
export function useSaveRule(id: string | null) {
  return useChange((body: RulePut) =>
    read<Rule>(
      id === null
        ? api.POST('/api/v1/rules', { body })
        : api.PUT('/api/v1/rules/{id}', { params: { path: { id } }, body }),
    ),
  );
}

/** Switches a rule on or off. */
export function useSwitchRule() {
  return useChange(({ id, name, where, action, is_on }: Rule) =>
    read<Rule>(
      api.PUT('/api/v1/rules/{id}', {
        params: { path: { id } },
        body: { name, where, action, is_on: !is_on },
      }),
    ),
  );
}

export function useDeleteRule(id: string) {
  return useChange(() =>
    read<void>(api.DELETE('/api/v1/rules/{id}', { params: { path: { id } } })),
  );
}

/** Puts the rules in the order of these ids. */
export function useOrderRules() {
  return useChange((ids: string[]) =>
    read<Schemas['RuleList']>(api.PUT('/api/v1/rules/order', { body: { ids } })),
  );
}

/** What a rule would find of what is stored. */
export function useTryRule() {
  return useMutation<Schemas['RuleTrial'], Fault, Condition>({
    mutationFn: (where) =>
      read<Schemas['RuleTrial']>(api.POST('/api/v1/rules/try', { body: { where: { ...where } } })),
  });
}
