// A search as the address bar holds it.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { Condition } from '../../../src/intel/condition.ts';

export type View = 'objects' | 'values';

export interface Search {
  readonly where: Condition | null;
  readonly text: string;
  readonly sort: string | null;
  readonly view: View;
  /** Null: as this browser last had them. */
  readonly columns: readonly string[] | null;
  readonly collection: string | null;
}

export const NO_SEARCH: Search = {
  where: null,
  text: '',
  sort: null,
  view: 'objects',
  columns: null,
  collection: null,
};

/** Changes the search. What is typed letter by letter is one step back, not many. */
export type ChangeSearch = (changed: Partial<Search>, isSameStep?: boolean) => void;

/** The search of the address bar, and how to change it. Steps back lead to the search before. */
export function useIntelSearch(): readonly [Search, ChangeSearch] {
  const [parameters, setParameters] = useSearchParams();
  const written = parameters.toString();
  const search = useMemo(() => readSearch(new URLSearchParams(written)), [written]);
  const change = useCallback(
    (changed: Partial<Search>, isSameStep = false) =>
      setParameters((before) => writeSearch({ ...readSearch(before), ...changed }), {
        replace: isSameStep,
      }),
    [setParameters],
  );
  return [search, change];
}

/** The search of an address. */
function readSearch(parameters: URLSearchParams): Search {
  return {
    where: readCondition(parameters.get('where')),
    text: parameters.get('text') ?? '',
    sort: parameters.get('sort'),
    view: parameters.get('view') === 'values' ? 'values' : 'objects',
    columns: parameters.get('columns')?.split(',') ?? null,
    collection: parameters.get('collection'),
  };
}

/** A search as an address has it; what is as usual is left out. */
function writeSearch(search: Search): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search.where !== null) parameters.set('where', JSON.stringify(search.where));
  if (search.text.trim() !== '') parameters.set('text', search.text);
  if (search.collection !== null) parameters.set('collection', search.collection);
  if (search.sort !== null) parameters.set('sort', search.sort);
  if (search.view !== 'objects') parameters.set('view', search.view);
  if (search.columns !== null) parameters.set('columns', search.columns.join(','));
  return parameters;
}

/** The address of the page of a search. */
export function searchPath(search: Partial<Search>): string {
  const parameters = writeSearch({ ...NO_SEARCH, ...search }).toString();
  return parameters === '' ? '/intel' : `/intel?${parameters}`;
}

/** Whether anything is asked at all. */
export function asksNothing({ where, text, collection }: Search): boolean {
  return where === null && text.trim() === '' && collection === null;
}

/** A condition as somebody wrote it; null where it is none. The server checks it once more. */
export function readCondition(text: string | null): Condition | null {
  if (text === null || text === '') return null;
  try {
    const read: unknown = JSON.parse(text);
    return isCondition(read) ? read : null;
  } catch {
    return null;
  }
}

function isCondition(read: unknown): read is Condition {
  if (typeof read !== 'object' || read === null) return false;
  if ('field' in read) return 'op' in read && 'value' in read;
  const [parts, ...others]: unknown[] = Object.values(read);
  const isGroup = 'all' in read || 'any' in read || 'none' in read;
  return isGroup && others.length === 0 && Array.isArray(parts) && parts.every(isCondition);
}
