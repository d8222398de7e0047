import { Anchor, Button, Checkbox, NativeSelect, Progress, TextInput } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link, useSearchParams } from 'wouter';
import type { Schemas } from '../api.ts';
import { type Columns, DataTable } from '../data-table.tsx';
import { Empty } from '../empty.tsx';
import { StateBadge, stateWords } from '../job-state.tsx';
import { List } from '../list.tsx';
import { Page } from '../page.tsx';
import { useAllCollections } from '../queries.ts';
import { Time } from '../time.tsx';
import { shareOf } from './going.tsx';
import { ImportTabs } from './import-tabs.tsx';
import { type Import, type ImportFilter, useImports } from './queries.ts';
import { count, duration } from './words.ts';

const STATES: readonly Schemas['ImportState'][] = [
  'waiting',
  'running',
  'completed',
  'completed_with_errors',
  'rejected',
  'failed',
  'cancelled',
  'undoing',
  'undone',
];

/** All imports that the account sees; the numbers move while one runs. */
export function ImportsPage() {
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const query = useImports(filter);
  const collections = useAllCollections();
  const titles = new Map(collections.data?.map(({ id, title }) => [id, title]));
  const mayWrite = collections.data?.some(({ can_write }) => can_write) !== false;
  const isFiltered = search.size > 0;
  const set = (name: string, value: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <Page title="Imports" lead="Files that became STIX objects, newest first.">
      <div className="page-actions">
        <ImportTabs />
        {mayWrite && (
          <Button
            component={Link}
            href="/imports/new"
            leftSection={<IconFileImport size={18} aria-hidden />}
          >
            Import a file
          </Button>
        )}
      </div>
      <Filters search={search} onSet={set} collections={collections.data ?? []} />
      <List query={query} empty={isFiltered ? <NoneLikeThis /> : <NoImports mayWrite={mayWrite} />}>
        {(rows) => (
          <DataTable
            label="Imports"
            columns={columnsWith(titles)}
            rows={rows}
            idOf={(row) => row.id}
          />
        )}
      </List>
    </Page>
  );
}

function readFilter(search: URLSearchParams): ImportFilter {
  const state = STATES.find((one) => one === search.get('state'));
  const collection = search.get('collection');
  const source = search.get('source');
  return {
    ...(state !== undefined && { state }),
    ...(collection !== null && { collection }),
    ...(source !== null && { source }),
    ...(search.get('dry_runs') !== 'shown' && { dry_run: false }),
  };
}

interface FiltersProps {
  readonly search: URLSearchParams;
  readonly onSet: (name: string, value: string) => void;
  readonly collections: readonly Schemas['Collection'][];
}

function Filters({ search, onSet, collections }: FiltersProps) {
  const states = STATES.map((value) => ({ value, label: stateWords(value) }));
  const known = collections.map(({ id, title }) => ({ value: id, label: title }));
  return (
    <search className="import-filters">
      <NativeSelect
        label="State"
        data={[{ value: '', label: 'any' }, ...states]}
        value={search.get('state') ?? ''}
        onChange={(event) => onSet('state', event.currentTarget.value)}
      />
      <NativeSelect
        label="Collection"
        data={[{ value: '', label: 'all' }, ...known]}
        value={search.get('collection') ?? ''}
        onChange={(event) => onSet('collection', event.currentTarget.value)}
      />
      <TextInput
        label="Source"
        placeholder="part of its name"
        value={search.get('source') ?? ''}
        onChange={(event) => onSet('source', event.currentTarget.value)}
      />
      <Checkbox
        label="Dry runs too"
        checked={search.get('dry_runs') === 'shown'}
        onChange={(event) => onSet('dry_runs', event.currentTarget.checked ? 'shown' : '')}
      />
    </search>
  );
}

function columnsWith(titles: ReadonlyMap<string, string>): Columns<Import> {
  return [
    {
      id: 'file',
      header: 'File',
      cell: ({ row: { original } }) => (
        <>
          <Anchor component={Link} href={`/imports/${original.id}`} fw={600}>
            {original.file_name ?? 'without a name'}
          </Anchor>
          <div className="quiet">
            {original.source ?? 'sources as in the file'}, into{' '}
            {titles.get(original.collection) ?? '…'}
          </div>
        </>
      ),
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ row: { original } }) => (
        <>
          <StateBadge state={original.state} />
          {original.dry_run && <span className="badge badge-quiet">dry run</span>}
          <Pace one={original} />
          {original.error !== undefined && <div className="quiet">{original.error.message}</div>}
        </>
      ),
    },
    numbers('Records', 'total'),
    numbers('New', 'created'),
    numbers('Changed', 'updated'),
    numbers('Unchanged', 'unchanged'),
    numbers('Rejected', 'rejected'),
    { id: 'at', header: 'Begun', cell: ({ row }) => <Time value={row.original.created_at} /> },
  ];
}

function Pace({ one }: { readonly one: Import }) {
  if (one.state !== 'running') return null;
  const { records_per_second, seconds_left } = one;
  return (
    <>
      <Progress value={shareOf(one)} size="sm" mt={6} aria-label="Progress" />
      {records_per_second !== null && (
        <div className="quiet">
          {count(records_per_second)} a second
          {seconds_left !== null && `, ${duration(seconds_left)} left`}
        </div>
      )}
    </>
  );
}

function numbers(header: string, name: keyof Import['counts']): Columns<Import>[number] {
  return {
    id: name,
    header: () => <span className="number">{header}</span>,
    cell: ({ row }) => {
      const value = row.original.counts[name] ?? 0;
      const isBad = name === 'rejected' && value > 0;
      return <span className={isBad ? 'number is-bad' : 'number'}>{count(value)}</span>;
    },
  };
}

function NoImports({ mayWrite }: { readonly mayWrite: boolean }) {
  if (!mayWrite)
    return (
      <Empty title="No imports yet">
        A file goes into a collection. Ask an administrator for one that you may write to.
      </Empty>
    );
  return (
    <Empty title="No imports yet">
      <Anchor component={Link} href="/imports/new" underline="always">
        Import a file
      </Anchor>{' '}
      of indicators, whatever its format: nothing is stored before you have seen what it makes.
    </Empty>
  );
}

function NoneLikeThis() {
  return <Empty title="No such imports">Take a filter away, or look at dry runs too.</Empty>;
}
