// Lists of /api/v1 that are read page by page, as somebody asks for more.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Fault } from './api.ts';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

interface Next {
  readonly next?: string;
}

interface PagesOptions<Item> {
  readonly enabled?: boolean;
  /** What is shown stays until the answer to another question is there. */
  readonly staysShown?: boolean;
  /** After how many milliseconds it is asked for again. */
  readonly againIn?: (items: readonly Item[]) => number;
}

/** What there is so far of a list, and the way to more of it. */
export function usePages<Item>(
  queryKey: readonly unknown[],
  readPage: (next: Next, signal: AbortSignal) => Promise<PageOf<Item>>,
  { enabled = true, staysShown = false, againIn }: PagesOptions<Item> = {},
) {
  return useInfiniteQuery<PageOf<Item>, Fault, Item[], readonly unknown[], Next>({
    queryKey,
    enabled,
    initialPageParam: {},
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    getNextPageParam: ({ next }) => (next === undefined ? undefined : { next }),
    select: ({ pages }) => itemsOf(pages),
    ...(staysShown && { placeholderData: keepPreviousData }),
    ...(againIn !== undefined && {
      refetchInterval: ({ state }) => againIn(itemsOf(state.data?.pages ?? [])),
    }),
  });
}

function itemsOf<Item>(pages: readonly PageOf<Item>[]): Item[] {
  return pages.flatMap(({ items }) => items);
}
