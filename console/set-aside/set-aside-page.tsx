import { Anchor, Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Empty } from '../empty.tsx';
import { List } from '../list.tsx';
import { Page } from '../page.tsx';
import { useAllCollections, useMayWrite } from '../queries.ts';
import { DecisionBar } from './decision-bar.tsx';
import { useWaiting, type WaitingFilter } from './queries.ts';
import { WaitingTable } from './waiting-table.tsx';
import './set-aside.css';

/** What was set aside: why, and what becomes of it. */
export function SetAsidePage() {
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const query = useWaiting(filter);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const loaded = query.data ?? [];
  // Decided on by somebody else, or not in this part of the list.
  const ids = loaded.map(({ id }) => id).filter((id) => chosen.has(id));
  return (
    <Page
      title="Set aside"
      lead="Objects that nobody polls until somebody who may write to their collection releases them."
    >
      <Where
        filter={filter}
        onChange={(next) => {
          setSearch({ ...next });
          setChosen(new Set());
        }}
      />
      <DecisionBar
        ids={ids}
        filter={filter}
        loaded={loaded}
        hasMore={query.hasNextPage}
        onDone={() => setChosen(new Set())}
      />
      <List query={query} empty={<NothingWaits isFiltered={search.size > 0} />}>
        {(rows) => <WaitingTable rows={rows} chosen={new Set(ids)} onChoose={setChosen} />}
      </List>
    </Page>
  );
}

function filterOf(search: URLSearchParams): WaitingFilter {
  const [collection, importId] = [search.get('collection'), search.get('import')];
  return {
    ...(collection !== null && { collection }),
    ...(importId !== null && { import: importId }),
  };
}

interface WhereProps {
  readonly filter: WaitingFilter;
  readonly onChange: (filter: WaitingFilter) => void;
}

function Where({ filter, onChange }: WhereProps) {
  const { data: collections = [] } = useAllCollections();
  const writable = collections.filter(({ can_write }) => can_write);
  const options = writable.map(({ id, title }) => ({ value: id, label: title }));
  const { collection = '', import: importId } = filter;
  return (
    <Group gap="md" align="end">
      <NativeSelect
        label="Collection"
        value={collection}
        data={[{ value: '', label: 'All that you may write to' }, ...options]}
        onChange={({ currentTarget: { value } }) =>
          onChange(value === '' ? {} : { collection: value })
        }
      />
      {importId !== undefined && (
        <p className="quiet">
          Of{' '}
          <Anchor component={Link} href={`/imports/${importId}`}>
            one import
          </Anchor>{' '}
          only.{' '}
          <Anchor component={Link} href="/set-aside">
            Show all
          </Anchor>
        </p>
      )}
    </Group>
  );
}

function NothingWaits({ isFiltered }: { readonly isFiltered: boolean }) {
  const mayWrite = useMayWrite();
  return (
    <Empty title={isFiltered ? 'Nothing of it waits' : 'Nothing waits for a decision'}>
      {mayWrite === false
        ? 'Whoever may write to a collection decides on what is set aside for it. You may write to none.'
        : 'Import a file with “Store what is good, set doubtful records aside”, or let a warning list or a rule set something aside. What is doubtful then appears here.'}
    </Empty>
  );
}
