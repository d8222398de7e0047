import { Button, Center, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Fault } from './api.ts';
import { FaultAlert } from './fault-alert.tsx';

/** What there is so far of a list, as `usePages` has it. */
export interface Pages<Item> {
  readonly data: Item[] | undefined;
  readonly error: Fault | null;
  readonly refetch: () => unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

interface ListProps<Item> {
  readonly query: Pages<Item>;
  readonly empty: ReactNode;
  readonly children: (items: Item[]) => ReactNode;
}

/** A list that comes in pages: its loading, its fault, its emptiness, itself, and more of it. */
export function List<Item>({ query, empty, children }: ListProps<Item>) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const fault = error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (data === undefined) return fault || <Skeleton height={180} aria-label="Loading" />;
  return (
    <>
      {fault}
      {data.length === 0 ? empty : children(data)}
      {hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}
