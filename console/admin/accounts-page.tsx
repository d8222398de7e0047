import { Anchor, Button, Group, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { faultAt, type Schemas } from '../api.ts';
import { type Columns, DataTable } from '../data-table.tsx';
import { FormDialog } from '../dialog.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { textOf } from '../form-values.ts';
import { Time } from '../time.tsx';
import { AdminPage } from './admin-page.tsx';
import { PasswordField } from './password-field.tsx';
import { useAccounts, useCreateAccount } from './queries.ts';

type Account = Schemas['Account'];

const COLUMNS: Columns<Account> = [
  {
    id: 'name',
    header: 'Account',
    cell: ({ row }) => (
      <Anchor
        component={Link}
        href={`/admin/accounts/${encodeURIComponent(row.original.name)}`}
        fw={600}
      >
        {row.original.name}
      </Anchor>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    cell: ({ row }) => (row.original.role === 'admin' ? 'administrator' : 'member'),
  },
  {
    id: 'signs-in',
    header: 'Signs in with',
    cell: ({ row }) => (row.original.has_password ? 'password or token' : 'tokens only'),
  },
  { id: 'made', header: 'Made', cell: ({ row }) => <Time value={row.original.created_at} /> },
];

/** Everybody and everything that may sign in. */
export function AccountsPage() {
  const { data, error, refetch } = useAccounts();
  const [isMaking, setIsMaking] = useState(false);
  return (
    <AdminPage
      title="Accounts"
      lead="One for each person and each client, with no more than it needs."
    >
      <Group>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setIsMaking(true)}>
          New account
        </Button>
      </Group>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && (
        <DataTable label="Accounts" columns={COLUMNS} rows={data} idOf={(one) => one.name} />
      )}
      {isMaking && <NewAccount onClose={() => setIsMaking(false)} />}
    </AdminPage>
  );
}

function NewAccount({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateAccount();
  const [, navigate] = useLocation();
  const [isClient, setIsClient] = useState(false);
  const send = (form: FormData) => {
    const name = textOf(form, 'name');
    const role = textOf(form, 'role') === 'admin' ? 'admin' : 'member';
    const body = isClient ? { name, role } : { name, role, password: String(form.get('password')) };
    create.mutate(body as Schemas['AccountCreate'], {
      onSuccess: () => navigate(`/admin/accounts/${encodeURIComponent(name)}`),
    });
  };
  return (
    <FormDialog title="New account" action="Create" call={create} onSend={send} onClose={onClose}>
      <TextInput
        label="Name"
        name="name"
        error={faultAt(create.error, 'name')}
        required
        maxLength={128}
        autoComplete="off"
      />
      <NativeSelect
        label="Role"
        name="role"
        description="Administrators read and write everywhere and manage the server"
        data={[
          { value: 'member', label: 'member' },
          { value: 'admin', label: 'administrator' },
        ]}
      />
      <NativeSelect
        label="Signs in with"
        value={isClient ? 'tokens' : 'password'}
        onChange={(event) => setIsClient(event.currentTarget.value === 'tokens')}
        data={[
          { value: 'password', label: 'a password, for people' },
          { value: 'tokens', label: 'tokens only, for clients and scripts' },
        ]}
      />
      {!isClient && <PasswordField fault={create.error} />}
    </FormDialog>
  );
}
