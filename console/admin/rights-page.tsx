import { Anchor, Group, Paper, Skeleton, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api.ts';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { useAllCollections } from '../queries.ts';
import { AdminPage } from './admin-page.tsx';
import { useAccounts } from './queries.ts';
import { RightBoxes } from './right-boxes.tsx';
import { RightUndo } from './right-undo.tsx';
import { findRight, type Step, useRights } from './rights-queries.ts';

type Account = Schemas['Account'];
type Collection = Schemas['Collection'];

// More rows or columns than anybody looks at; the filters are for the others.
const MAX_ROWS = 100;
const MAX_COLUMNS = 30;

/** Who may do what: accounts by collections. */
export function RightsPage() {
  const accounts = useAccounts();
  const collections = useAllCollections();
  const { grants, error, last, change, undo } = useRights();
  const fault = error ?? accounts.error ?? collections.error ?? grants.error;
  const isLoaded =
    accounts.data !== undefined && collections.data !== undefined && grants.data !== undefined;
  return (
    <AdminPage
      title="Rights"
      lead="What is ticked holds from the next request on. Administrators read and write everywhere."
    >
      {fault !== null && <FaultAlert fault={fault} />}
      {!isLoaded && fault === null && <Skeleton height={180} aria-label="Loading" />}
      {isLoaded && (
        <Matrix
          accounts={accounts.data}
          collections={collections.data}
          grants={grants.data}
          onChange={change}
        />
      )}
      <RightUndo last={last} collections={collections.data ?? []} onUndo={undo} />
    </AdminPage>
  );
}

interface MatrixProps {
  readonly accounts: readonly Account[];
  readonly collections: readonly Collection[];
  readonly grants: readonly Schemas['Grant'][];
  readonly onChange: (step: Step) => void;
}

function Matrix({ accounts, collections, grants, onChange }: MatrixProps) {
  const [who, setWho] = useState('');
  const [where, setWhere] = useState('');
  const members = accounts.filter(({ role }) => role === 'member');
  if (collections.length === 0)
    return (
      <Empty title="No collections yet">
        <Anchor component={Link} href="/admin/collections">
          Make one first.
        </Anchor>
      </Empty>
    );
  if (members.length === 0)
    return (
      <Empty title="Nobody to give rights to">
        All accounts are administrators.{' '}
        <Anchor component={Link} href="/admin/accounts">
          Make an account for each client.
        </Anchor>
      </Empty>
    );
  const rows = members.filter(({ name }) => has(name, who));
  const columns = collections.filter(({ title, api_root }) => has(`${api_root} ${title}`, where));
  return (
    <>
      <Group>
        <TextInput
          label="Accounts"
          placeholder="all"
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
        />
        <TextInput
          label="Collections"
          placeholder="all"
          value={where}
          onChange={(event) => setWhere(event.currentTarget.value)}
        />
      </Group>
      <MatrixTable
        rows={rows.slice(0, MAX_ROWS)}
        columns={columns.slice(0, MAX_COLUMNS)}
        grants={grants}
        onChange={onChange}
      />
      {(rows.length > MAX_ROWS || columns.length > MAX_COLUMNS) && (
        <p className="quiet">
          Shown are {Math.min(rows.length, MAX_ROWS)} of {rows.length} accounts and{' '}
          {Math.min(columns.length, MAX_COLUMNS)} of {columns.length} collections: narrow them down
          above.
        </p>
      )}
    </>
  );
}

interface MatrixTableProps {
  readonly rows: readonly Account[];
  readonly columns: readonly Collection[];
  readonly grants: readonly Schemas['Grant'][];
  readonly onChange: (step: Step) => void;
}

function MatrixTable({ rows, columns, grants, onChange }: MatrixTableProps) {
  return (
    <Paper withBorder className="table-scroll" tabIndex={0} role="region" aria-label="Rights">
      <Table horizontalSpacing="md" verticalSpacing="xs" highlightOnHover className="matrix">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Account</Table.Th>
            {columns.map(({ id, title, api_root }) => (
              <Table.Th key={id} scope="col">
                {title}
                <div className="quiet">{api_root}</div>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ name }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">
                <Anchor component={Link} href={`/admin/accounts/${encodeURIComponent(name)}`}>
                  {name}
                </Anchor>
              </Table.Th>
              {columns.map((collection) => (
                <Table.Td key={collection.id}>
                  <RightBoxes
                    account={name}
                    collection={collection}
                    right={findRight(grants, name, collection.id)}
                    onChange={onChange}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function has(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.trim().toLowerCase());
}
