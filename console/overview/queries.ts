import { useQuery } from '@tanstack/react-query';
import { api, type Fault, read, type Schemas } from '../api.ts';

/** The figures of the overview, which the server has up to a minute old. */
export function useOverview() {
  return useQuery<Schemas['Overview'], Fault>({
    queryKey: ['overview'],
    queryFn: () => read(api.GET('/api/v1/overview')),
    staleTime: 60_000,
    refetchInterval: 60_000,
  });
}
