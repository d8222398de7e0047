import { Button, Group, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { type Columns, DataTable } from '../data-table.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { Page } from '../page.tsx';
import { Deletion } from './deletion.tsx';
import { ImportTabs } from './import-tabs.tsx';
import { useDeleteWarningList, useWarningLists, type WarningList } from './template-queries.ts';
import { WarningListForm } from './warning-list-form.tsx';
import { count } from './words.ts';

const ACTIONS: Readonly<Record<WarningList['action'], readonly [text: string, tone: string]>> = {
  refuse: ['refused', 'bad'],
  tag: ['stored with a label', 'partly'],
  set_aside: ['set aside', 'partly'],
  ignore: ['ignored', 'quiet'],
};
const TYPES: Readonly<Record<WarningList['type'], string>> = {
  cidr: 'addresses and networks',
  hostname: 'names of hosts',
  hash: 'hashes',
  string: 'texts',
};

/** Values that are seldom meant to be blocked, and what an import does with them. */
export function WarningListsPage({ isAdmin }: { readonly isAdmin: boolean }) {
  const { data, error, refetch } = useWarningLists();
  // The list in the form; an empty name is a new one.
  const [edited, setEdited] = useState<string | null>(null);
  return (
    <Page
      title="Warning lists"
      lead="Values that are seldom meant to be blocked. An import is held against them where it asks for it."
    >
      <div className="page-actions">
        <ImportTabs />
        {isAdmin && edited === null && <Button onClick={() => setEdited('')}>Add a list</Button>}
      </div>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {edited !== null && (
        <WarningListForm
          key={edited}
          name={edited === '' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && (
        <DataTable
          label="Warning lists"
          columns={isAdmin && edited === null ? [...COLUMNS, changes(setEdited)] : COLUMNS}
          rows={[...data.items]}
          idOf={({ name }) => name}
        />
      )}
    </Page>
  );
}

const COLUMNS: Columns<WarningList> = [
  {
    id: 'name',
    header: 'List',
    cell: ({ row: { original } }) => (
      <>
        <strong>{original.name}</strong>{' '}
        <span className="badge badge-quiet">{original.is_shipped ? 'shipped' : 'own'}</span>
        {original.description !== null && <div className="quiet">{original.description}</div>}
        <Origin list={original} />
      </>
    ),
  },
  {
    id: 'action',
    header: 'What is on it is',
    cell: ({ row: { original } }) => {
      const [text, tone] = ACTIONS[original.action];
      return <span className={`badge badge-${tone}`}>{text}</span>;
    },
  },
  { id: 'type', header: 'Holds', cell: ({ row }) => TYPES[row.original.type] },
  {
    id: 'size',
    header: () => <span className="number">Values</span>,
    cell: ({ row }) => <span className="number">{count(row.original.size)}</span>,
  },
];

function Origin({ list }: { readonly list: WarningList }) {
  const parts = [list.origin, list.version, list.licence].filter((part) => part !== null);
  return parts.length === 0 ? null : <div className="quiet">{parts.join(' · ')}</div>;
}

function changes(onEdit: (name: string) => void): Columns<WarningList>[number] {
  return {
    id: 'changes',
    header: () => <span className="unseen">Change</span>,
    cell: ({ row: { original } }) => <Changes list={original} onEdit={onEdit} />,
  };
}

interface ChangesProps {
  readonly list: WarningList;
  readonly onEdit: (name: string) => void;
}

function Changes({ list, onEdit }: ChangesProps) {
  const { name, is_shipped } = list;
  const call = useDeleteWarningList();
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="xs"
        aria-label={`${is_shipped ? 'Replace' : 'Edit'} ${name}`}
        onClick={() => onEdit(name)}
      >
        {is_shipped ? 'Replace' : 'Edit'}
      </Button>
      {!is_shipped && <Deletion name={name} call={call} />}
    </Group>
  );
}
