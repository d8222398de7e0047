import { Anchor, Button, Code } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from './api.ts';
import { type Columns, DataTable } from './data-table.tsx';
import { Empty } from './empty.tsx';
import { List } from './list.tsx';
import { Page } from './page.tsx';
import { useCollections } from './queries.ts';
import { rightsOf } from './rights.ts';
import { Time } from './time.tsx';

type Collection = Schemas['Collection'];

const COLUMNS: Columns<Collection> = [
  {
    id: 'title',
    header: 'Title',
    cell: ({ row: { original } }) => (
      <>
        <Anchor component={Link} href={`/collections/${original.id}`} fw={600}>
          {original.title}
        </Anchor>
        {original.description !== undefined && <div className="quiet">{original.description}</div>}
      </>
    ),
  },
  { id: 'root', header: 'API root', cell: ({ row }) => row.original.api_root },
  {
    id: 'alias',
    header: 'Alias',
    cell: ({ row: { original } }) =>
      original.alias === undefined ? '–' : <Code>{original.alias}</Code>,
  },
  { id: 'rights', header: 'You may', cell: ({ row }) => rightsOf(row.original) },
  {
    id: 'created',
    header: 'Created',
    cell: ({ row }) => <Time value={row.original.created_at} />,
  },
];

/** The collections that the account sees. */
export function CollectionsPage({ isAdmin }: { readonly isAdmin: boolean }) {
  const query = useCollections();
  return (
    <Page title="Collections" lead="What TAXII clients push into and poll from.">
      <List query={query} empty={<NoCollections isAdmin={isAdmin} />}>
        {(rows) => (
          <DataTable label="Collections" columns={COLUMNS} rows={rows} idOf={(row) => row.id} />
        )}
      </List>
    </Page>
  );
}

function NoCollections({ isAdmin }: { readonly isAdmin: boolean }) {
  return (
    <Empty title="No collections yet">
      {isAdmin ? (
        <Button component={Link} href="/admin/collections" mt="xs">
          Make the first one
        </Button>
      ) : (
        'Ask an administrator for a grant on a collection; it appears here at once.'
      )}
    </Empty>
  );
}
