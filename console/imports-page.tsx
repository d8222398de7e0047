import { Code, Progress, Text } from '@mantine/core';
import type { Schemas } from './api.ts';
import { type Columns, DataTable } from './data-table.tsx';
import { Empty } from './empty.tsx';
import { ImportStateBadge } from './import-state-badge.tsx';
import { List } from './list.tsx';
import { Page } from './page.tsx';
import { useImports } from './queries.ts';
import { Time } from './time.tsx';

type Import = Schemas['Import'];

const NUMBER = new Intl.NumberFormat();

const COLUMNS: Columns<Import> = [
  {
    id: 'file',
    header: 'File',
    cell: ({ row: { original } }) => (
      <>
        <Text component="span" fw={600}>
          {original.file_name ?? 'without a name'}
        </Text>
        <div className="quiet">{original.source ?? 'sources as in the file'}</div>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ row: { original } }) => (
      <>
        <ImportStateBadge state={original.state} isDryRun={original.dry_run} />
        <Going one={original} />
        {original.error !== undefined && <div className="quiet">{original.error.message}</div>}
      </>
    ),
  },
  count('Records', 'total'),
  count('Created', 'created'),
  count('Updated', 'updated'),
  count('Unchanged', 'unchanged'),
  count('Rejected', 'rejected'),
  { id: 'at', header: 'Begun', cell: ({ row }) => <Time value={row.original.created_at} /> },
];

/** All imports that the account sees; the numbers move while one runs. */
export function ImportsPage() {
  const query = useImports();
  return (
    <Page title="Imports" lead="Files that became STIX objects, newest first.">
      <List query={query} empty={<NoImports />}>
        {(rows) => (
          <DataTable label="Imports" columns={COLUMNS} rows={rows} idOf={(row) => row.id} />
        )}
      </List>
    </Page>
  );
}

function Going({ one }: { readonly one: Import }) {
  if (one.state !== 'running') return null;
  const percent = one.bytes_total === 0 ? 0 : (100 * one.bytes_read) / one.bytes_total;
  return (
    <>
      <Progress value={percent} size="sm" mt={6} aria-label="Progress" />
      {one.records_per_second !== null && (
        <div className="quiet">{NUMBER.format(one.records_per_second)} records a second</div>
      )}
    </>
  );
}

function count(header: string, name: keyof Import['counts']): Columns<Import>[number] {
  return {
    id: name,
    header: () => <span className="number">{header}</span>,
    cell: ({ row }) => (
      <span className="number">{NUMBER.format(row.original.counts[name] ?? 0)}</span>
    ),
  };
}

function NoImports() {
  return (
    <Empty title="No imports yet">
      Send a file of indicators, whatever its format:{' '}
      <Code>taxiway import feed.csv --collection indicators --source "My feed"</Code>
    </Empty>
  );
}
