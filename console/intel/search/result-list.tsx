import { Anchor, Button, Center, Skeleton } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { Empty } from '../../empty.tsx';
import { FaultAlert } from '../../fault-alert.tsx';
import type { Pages } from '../../list.tsx';
import { useMayWrite, useReadsNone } from '../../queries.ts';
import { asksNothing, NO_SEARCH, type Search } from './search.ts';

interface ResultListProps<Row> {
  readonly query: Pages<Row> & { readonly isPlaceholderData: boolean };
  readonly search: Search;
  readonly onChange: (changed: Partial<Search>) => void;
  readonly children: (rows: Row[]) => ReactNode;
}

/** A result that goes on as it is scrolled. */
export function ResultList<Row>({ query, search, onChange, children }: ResultListProps<Row>) {
  const { data, error, refetch, isPlaceholderData } = query;
  const fault = error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (data === undefined) return fault || <Skeleton height={480} aria-label="Loading" />;
  if (data.length === 0 && !query.hasNextPage)
    return fault || <NothingFound search={search} onChange={onChange} />;
  return (
    <>
      {fault}
      <div className={isPlaceholderData ? 'before' : undefined} aria-busy={isPlaceholderData}>
        {data.length > 0 && children(data)}
      </div>
      <More query={query} />
    </>
  );
}

// The browser lays all rows of a table out at once: beyond that many, more come when they are asked for.
const BY_SCROLLING = 500;

function More<Row>({ query }: Pick<ResultListProps<Row>, 'query'>) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const { ref, entry } = useIntersection({ rootMargin: '600px' });
  const isNear = entry?.isIntersecting === true;
  const isFew = (query.data?.length ?? 0) < BY_SCROLLING;
  useEffect(() => {
    if (isNear && isFew && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNear, isFew, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <Center ref={ref} mt="xs">
      <Button
        variant="default"
        size="xs"
        loading={isFetchingNextPage}
        onClick={() => void fetchNextPage()}
      >
        Show more
      </Button>
    </Center>
  );
}

function NothingFound({ search, onChange }: Pick<ResultListProps<never>, 'search' | 'onChange'>) {
  if (asksNothing(search)) return <NothingYet />;
  return (
    <Empty title="Nothing is like that">
      <p>
        Take a condition away, or look for part of a value: “Value starts with” finds what an exact
        search misses.
      </p>
      <Button
        variant="default"
        size="xs"
        onClick={() => onChange({ ...NO_SEARCH, view: search.view })}
      >
        Show everything
      </Button>
    </Empty>
  );
}

function NothingYet() {
  const mayWrite = useMayWrite();
  if (useReadsNone())
    return (
      <Empty title="Nothing that you may read">
        You may read none of your collections. What is in them can be found here as soon as an
        administrator lets you.
      </Empty>
    );
  if (mayWrite !== true)
    return (
      <Empty title="No intelligence yet">
        What comes into the{' '}
        <Anchor component={Link} href="/collections">
          collections that you may read
        </Anchor>{' '}
        can be found here at once.
      </Empty>
    );
  return (
    <Empty title="No intelligence yet">
      <Anchor component={Link} href="/imports/new">
        Import a file
      </Anchor>
      , or let a TAXII client push into one of the{' '}
      <Anchor component={Link} href="/collections">
        collections
      </Anchor>
      . What arrives can be found here at once.
    </Empty>
  );
}
