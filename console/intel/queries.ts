// What the pages of intelligence ask the server.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { paths } from '../../src/generated/api.ts';
import { api, type Fault, read, type Schemas } from '../api.ts';
import { usePages } from '../pages.ts';
import type { Search } from './search/search.ts';
import type { Item, SavedSearch, ValueItem } from './shapes.ts';

const PAGE = 50;

/** The parameters of a search, as the calls of the server have them. */
export function parametersOf({ where, text, collection }: Search): Record<string, string> {
  return {
    ...(where === null ? {} : { where: JSON.stringify(where) }),
    ...(text.trim() === '' ? {} : { text }),
    ...(collection === null ? {} : { collection }),
  };
}

/** What a search finds, object by object. */
export function useItems(search: Search, enabled = true) {
  return useFound<Item>('/api/v1/intel', search, enabled);
}

/** What a search finds, value by value. */
export function useValues(search: Search) {
  return useFound<ValueItem>('/api/v1/intel/values', search);
}

function useFound<Row>(
  path: '/api/v1/intel' | '/api/v1/intel/values',
  search: Search,
  enabled = true,
) {
  const query = { ...parametersOf(search), limit: PAGE, ...sortOf(search) };
  return usePages<Row>(
    [path, query],
    (next, signal) => read(api.GET(path, { params: { query: { ...query, ...next } }, signal })),
    { enabled, staysShown: true },
  );
}

type Sort = NonNullable<NonNullable<paths['/api/v1/intel']['get']['parameters']['query']>['sort']>;

// The address may have been written by hand; the server says so where it knows no such order.
function sortOf({ sort }: Search): { sort?: Sort } {
  return sort === null ? {} : { sort: sort as Sort };
}

/** How much a search finds. */
export function useCount(search: Search) {
  const query = parametersOf(search);
  return useQuery<Schemas['IntelCount'], Fault>({
    queryKey: ['/api/v1/intel/count', query],
    queryFn: ({ signal }) => read(api.GET('/api/v1/intel/count', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Every value of a text, looked up at once. */
export function useLookup(text: string) {
  return useQuery<Schemas['Lookup'], Fault>({
    queryKey: ['/api/v1/intel/lookup', text],
    enabled: text.trim() !== '',
    queryFn: ({ signal }) => read(api.POST('/api/v1/intel/lookup', { body: { text }, signal })),
    placeholderData: keepPreviousData,
  });
}

const SEARCHES = ['/api/v1/searches'];

/** The searches that the account keeps, and those that others share. */
export function useSavedSearches() {
  return useQuery<Schemas['SavedSearchList'], Fault>({
    queryKey: SEARCHES,
    queryFn: () => read(api.GET('/api/v1/searches', { params: { query: { limit: 1000 } } })),
  });
}

/** Keeps a search by a name; an own one of the same name is replaced. */
export function useSaveSearch() {
  const queries = useQueryClient();
  return useMutation<SavedSearch, Fault, { name: string; body: Schemas['SavedSearchPut'] }>({
    mutationFn: ({ name, body }) =>
      read(api.PUT('/api/v1/searches/{name}', { params: { path: { name } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: SEARCHES }),
  });
}

/** Forgets a search. */
export function useDeleteSearch() {
  const queries = useQueryClient();
  return useMutation<unknown, Fault, string>({
    mutationFn: (name) =>
      read(api.DELETE('/api/v1/searches/{name}', { params: { path: { name } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: SEARCHES }),
  });
}
