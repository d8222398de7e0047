import { Anchor, Button, Code, Group, Paper, Skeleton, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api.ts';
import { CopyField } from '../copy-field.tsx';
import { type Columns, DataTable } from '../data-table.tsx';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { useAllCollections } from '../queries.ts';
import { AdminPage } from './admin-page.tsx';
import { DeleteCollection, EditCollection, NewCollection } from './collection-dialogs.tsx';
import { useApiRoots } from './queries.ts';
import { DeleteRoot, EditRoot, NewRoot } from './root-dialogs.tsx';

type ApiRoot = Schemas['ApiRoot'];
type Collection = Schemas['Collection'];

/** What is being made, changed or removed; one dialog at a time. */
type Doing =
  | { readonly what: 'new root' }
  | { readonly what: 'edit root' | 'delete root'; readonly root: ApiRoot }
  | { readonly what: 'new collection'; readonly root: ApiRoot }
  | { readonly what: 'edit collection' | 'delete collection'; readonly collection: Collection };

type Do = (doing: Doing) => void;

/** API roots with their collections: made, changed and removed. */
export function RootsPage() {
  const roots = useApiRoots();
  const collections = useAllCollections();
  const [doing, setDoing] = useState<Doing | null>(null);
  const fault = roots.error ?? collections.error;
  const again = () => void Promise.all([roots.refetch(), collections.refetch()]);
  return (
    <AdminPage
      title="API roots and collections"
      lead="An API root groups collections under one URL; a collection is what clients push into and poll from."
    >
      <Group>
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setDoing({ what: 'new root' })}
        >
          New API root
        </Button>
      </Group>
      {fault !== null && <FaultAlert fault={fault} onRetry={again} />}
      {roots.data === undefined && fault === null && <Skeleton height={180} aria-label="Loading" />}
      {roots.data?.length === 0 && (
        <Empty title="No API roots yet">Make one, then a collection in it.</Empty>
      )}
      {roots.data?.map((root) => (
        <Root
          key={root.name}
          root={root}
          collections={collections.data?.filter((one) => one.api_root === root.name)}
          onDo={setDoing}
        />
      ))}
      {doing !== null && <Doings doing={doing} onClose={() => setDoing(null)} />}
    </AdminPage>
  );
}

function Doings({ doing, onClose }: { readonly doing: Doing; readonly onClose: () => void }) {
  switch (doing.what) {
    case 'new root':
      return <NewRoot onClose={onClose} />;
    case 'edit root':
      return <EditRoot root={doing.root} onClose={onClose} />;
    case 'delete root':
      return <DeleteRoot root={doing.root} onClose={onClose} />;
    case 'new collection':
      return <NewCollection root={doing.root.name} onClose={onClose} />;
    case 'edit collection':
      return <EditCollection collection={doing.collection} onClose={onClose} />;
    case 'delete collection':
      return <DeleteCollection collection={doing.collection} onClose={onClose} />;
  }
}

interface RootProps {
  readonly root: ApiRoot;
  readonly collections: Collection[] | undefined;
  readonly onDo: Do;
}

function Root({ root, collections, onDo }: RootProps) {
  const { name, title, description, url, max_content_length: limit } = root;
  return (
    <Paper withBorder p="md" component="section" aria-label={`API root ${name}`}>
      <Group justify="space-between" align="start">
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          <CopyField label="API root URL" value={url} />
          {description !== undefined && <p className="quiet">{description}</p>}
          {limit !== undefined && <p className="quiet">At most {limit} octets a push</p>}
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => onDo({ what: 'edit root', root })}>
            Edit
          </Button>
          <Button size="xs" variant="default" onClick={() => onDo({ what: 'delete root', root })}>
            Delete
          </Button>
          <Button size="xs" onClick={() => onDo({ what: 'new collection', root })}>
            New collection
          </Button>
        </Group>
      </Group>
      {collections?.length === 0 && (
        <p className="quiet spaced">No collections in it yet: make the first one.</p>
      )}
      {collections !== undefined && collections.length > 0 && (
        <div className="spaced">
          <DataTable
            label={`Collections of ${name}`}
            columns={columnsFor(onDo)}
            rows={collections}
            idOf={(one) => one.id}
          />
        </div>
      )}
    </Paper>
  );
}

const columnsFor = (onDo: Do): Columns<Collection> => [
  {
    id: 'title',
    header: 'Collection',
    cell: ({ row: { original } }) => (
      <>
        <Anchor component={Link} href={`/collections/${original.id}`} fw={600}>
          {original.title}
        </Anchor>
        {original.description !== undefined && <div className="quiet">{original.description}</div>}
      </>
    ),
  },
  {
    id: 'alias',
    header: 'Alias',
    cell: ({ row: { original } }) =>
      original.alias === undefined ? '–' : <Code>{original.alias}</Code>,
  },
  {
    id: 'do',
    header: () => <span className="unseen">Actions</span>,
    cell: ({ row: { original } }) => <CollectionActions collection={original} onDo={onDo} />,
  },
];

function CollectionActions({ collection, onDo }: { collection: Collection; onDo: Do }) {
  const { title } = collection;
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button
        size="xs"
        variant="default"
        onClick={() => onDo({ what: 'edit collection', collection })}
        aria-label={`Edit ${title}`}
      >
        Edit
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => onDo({ what: 'delete collection', collection })}
        aria-label={`Delete ${title}`}
      >
        Delete
      </Button>
    </Group>
  );
}
