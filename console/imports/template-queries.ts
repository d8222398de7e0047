// Templates and warning lists, as the import pages ask for them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Fault, read, type Schemas } from '../api.ts';
import type { ImportSettings } from './queries.ts';

export type Template = Schemas['ImportTemplate'];
export type WarningList = Schemas['WarningList'];

const ALL = { query: { limit: 1000 } };

export function useTemplates() {
  return useQuery<Schemas['ImportTemplateList'], Fault>({
    queryKey: ['templates'],
    queryFn: () => read(api.GET('/api/v1/import-templates', { params: ALL })),
  });
}

/** A template as it is to be saved. */
export interface NewTemplate {
  readonly name: string;
  readonly description: string;
  readonly settings: ImportSettings;
}

export function useSaveTemplate() {
  const queries = useQueryClient();
  return useMutation<Template, Fault, NewTemplate>({
    mutationFn: ({ name, description, settings }) =>
      read(
        api.PUT('/api/v1/import-templates/{name}', {
          params: { path: { name } },
          body: { description: description === '' ? null : description, settings },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['templates'] }),
  });
}

export function useDeleteTemplate() {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, string>({
    mutationFn: (name) =>
      read(api.DELETE('/api/v1/import-templates/{name}', { params: { path: { name } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['templates'] }),
  });
}

export function useWarningLists() {
  return useQuery<Schemas['WarningListList'], Fault>({
    queryKey: ['warning-lists'],
    queryFn: () => read(api.GET('/api/v1/warning-lists', { params: ALL })),
  });
}

/** A list with its values; administrators only. */
export function useWarningList(name: string | null) {
  return useQuery<WarningList, Fault>({
    queryKey: ['warning-lists', name],
    enabled: name !== null,
    // What somebody is writing in a form must not change under it.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      read(api.GET('/api/v1/warning-lists/{name}', { params: { path: { name: name ?? '' } } })),
  });
}

/** A list as it is to be stored. */
export interface NewWarningList {
  readonly name: string;
  readonly body: Schemas['WarningListPut'];
}

export function useSaveWarningList() {
  const queries = useQueryClient();
  return useMutation<WarningList, Fault, NewWarningList>({
    mutationFn: ({ name, body }) =>
      read(api.PUT('/api/v1/warning-lists/{name}', { params: { path: { name } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['warning-lists'] }),
  });
}

export function useDeleteWarningList() {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, string>({
    mutationFn: (name) =>
      read(api.DELETE('/api/v1/warning-lists/{name}', { params: { path: { name } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['warning-lists'] }),
  });
}
