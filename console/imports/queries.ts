// What the import pages ask the server.
import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type Fault, read, type Schemas } from '../api.ts';
import { usePages } from '../pages.ts';

export type Import = Schemas['Import'];
export type ImportSettings = Schemas['ImportTemplateSettings'];
export type Preview = Schemas['ImportPreview'];
export type FindingKind = Schemas['FindingKind'];

/** Which imports are listed; what is absent does not matter. */
export interface ImportFilter {
  readonly state?: Schemas['ImportState'];
  readonly collection?: string;
  readonly source?: string;
  readonly dry_run?: boolean;
}

const UNDER_WAY = new Set<Schemas['ImportState']>(['waiting', 'running', 'undoing']);

/** Whether an import does not stay in its state. */
export function isUnderWay({ state }: Pick<Import, 'state'>): boolean {
  return UNDER_WAY.has(state);
}

/** Imports, newest first: looked at every second while one runs. */
export function useImports(filter: ImportFilter) {
  return usePages<Import>(
    ['imports', filter],
    (next) => read(api.GET('/api/v1/imports', { params: { query: { ...filter, ...next } } })),
    { staysShown: true, againIn: (imports) => (imports.some(isUnderWay) ? 1000 : 3000) },
  );
}

/** One import; the server tells how it goes on. */
export function useImport(id: string) {
  const queries = useQueryClient();
  const query = useQuery<Import, Fault>({
    queryKey: ['import', id],
    queryFn: () => read(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    // Where no events come through: some proxies keep them back.
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data) ? 5000 : false,
  });
  const isMoving = query.data !== undefined && isUnderWay(query.data);
  useEffect(() => (isMoving ? watch(id, queries) : undefined), [id, isMoving, queries]);
  return query;
}

// What is found in the file grows with it, and is read once more at its end, whoever brought that about.
function watch(id: string, queries: QueryClient): () => void {
  const close = follow(id, queries);
  const again = (...what: string[]) =>
    queries.invalidateQueries({ queryKey: ['found', id, ...what] });
  const timer = setInterval(() => {
    void again('findings');
    void again('samples');
  }, 3000);
  return () => {
    close();
    clearInterval(timer);
    void again();
  };
}

function follow(id: string, queries: QueryClient): () => void {
  const events = new EventSource(`/api/v1/imports/${id}/events`);
  const take = ({ data }: MessageEvent<string>) =>
    queries.setQueryData(['import', id], JSON.parse(data));
  events.addEventListener('progress', take);
  events.addEventListener('finished', (event) => {
    events.close();
    take(event);
  });
  return () => events.close();
}

/** What was found in a file, of one kind or all. */
export function useFindings(one: Import, kind: FindingKind | null) {
  const { id } = one;
  return usePages<Schemas['Finding']>(['found', id, 'findings', kind], (next) => {
    const query = { limit: 50, ...(kind !== null && { kind }), ...next };
    return read(api.GET('/api/v1/imports/{id}/findings', { params: { path: { id }, query } }));
  });
}

/** The first records of each kind. */
export function useSamples(id: string) {
  return useQuery<Schemas['SampleList'], Fault>({
    queryKey: ['found', id, 'samples'],
    queryFn: () => read(api.GET('/api/v1/imports/{id}/samples', { params: { path: { id } } })),
  });
}

/** The record that begins on a line. */
export function useRecord(id: string, line: number | null) {
  return useQuery<Schemas['SampleList'], Fault>({
    queryKey: ['found', id, 'line', line],
    enabled: line !== null,
    queryFn: () => {
      const params = { path: { id }, query: { line: line ?? 1 } };
      return read(api.GET('/api/v1/imports/{id}/samples', { params }));
    },
  });
}

/** The beginning of an upload, with these settings; without any, with its own. */
export function usePreview(id: string, settings: ImportSettings | null, limit: number) {
  return useQuery<Preview, Fault>({
    queryKey: ['preview', id, settings, limit],
    queryFn: () => {
      const body = { limit, ...(settings !== null && { settings }) };
      const params = { path: { id } };
      return read(api.POST('/api/v1/imports/{id}/preview', { params, body }));
    },
    placeholderData: keepPreviousData,
  });
}

export function useCancel(id: string) {
  const queries = useQueryClient();
  return useMutation<Import, Fault, void>({
    mutationFn: () => read(api.DELETE('/api/v1/imports/{id}', { params: { path: { id } } })),
    onSuccess: (one) => queries.setQueryData(['import', id], one),
  });
}

export function useUndo(id: string) {
  const queries = useQueryClient();
  return useMutation<Import, Fault, { remove: boolean }>({
    mutationFn: (query) =>
      read(api.POST('/api/v1/imports/{id}/undo', { params: { path: { id }, query } })),
    onSuccess: (one) => queries.setQueryData(['import', id], one),
  });
}
