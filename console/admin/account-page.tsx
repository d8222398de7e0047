import { Anchor, Button, Group, Paper, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Tokens } from '../account/tokens.tsx';
import type { Schemas } from '../api.ts';
import { FormDialog } from '../dialog.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { RemovalDialog } from '../removal-dialog.tsx';
import { AccountRights } from './account-rights.tsx';
import { AdminPage } from './admin-page.tsx';
import { PasswordField } from './password-field.tsx';
import { useAccount, useDeleteAccount, useUpdateAccount } from './queries.ts';

type Account = Schemas['Account'];
type Doing = 'role' | 'password' | 'no password' | 'removal';

/** One account: its role, how it signs in, what it may, and its end. */
export function AccountPage({ name }: { readonly name: string }) {
  const { data, error, refetch } = useAccount(name);
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <AdminPage title={name}>
      <Anchor component={Link} href="/admin/accounts" size="sm">
        All accounts
      </Anchor>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && (
        <>
          <Facts account={data} onDo={setDoing} />
          <Tokens account={name} />
          <AccountRights account={data} />
          {doing !== null && <Doings account={data} doing={doing} onClose={close} />}
        </>
      )}
    </AdminPage>
  );
}

function Facts({ account, onDo }: { account: Account; onDo: (doing: Doing) => void }) {
  const { role, has_password: hasPassword } = account;
  return (
    <Paper withBorder p="md" className="lines">
      <Group justify="space-between">
        <Text>
          {role === 'admin'
            ? 'An administrator: reads and writes everywhere, and manages the server.'
            : 'A member: may what its rights say.'}
        </Text>
        <Button size="xs" variant="default" onClick={() => onDo('role')}>
          {role === 'admin' ? 'Make a member' : 'Make an administrator'}
        </Button>
      </Group>
      <Group justify="space-between">
        <Text>
          {hasPassword ? 'Signs in with a password or a token.' : 'Signs in with tokens only.'}
        </Text>
        <Group gap="xs">
          {hasPassword && (
            <Button size="xs" variant="default" onClick={() => onDo('no password')}>
              Take the password away
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => onDo('password')}>
            {hasPassword ? 'New password' : 'Give a password'}
          </Button>
        </Group>
      </Group>
      <Group justify="space-between">
        <Text>What it stored stays when it is removed.</Text>
        <Button size="xs" variant="default" onClick={() => onDo('removal')}>
          Remove account
        </Button>
      </Group>
    </Paper>
  );
}

interface DoingsProps {
  readonly account: Account;
  readonly doing: Doing;
  readonly onClose: () => void;
}

function Doings({ account, doing, onClose }: DoingsProps) {
  if (doing === 'role') return <RoleDialog account={account} onClose={onClose} />;
  if (doing === 'removal') return <Removal account={account} onClose={onClose} />;
  return <PasswordDialog account={account} isTaken={doing === 'no password'} onClose={onClose} />;
}

function RoleDialog({ account, onClose }: Omit<DoingsProps, 'doing'>) {
  const update = useUpdateAccount(account.name);
  const role = account.role === 'admin' ? 'member' : 'admin';
  return (
    <FormDialog
      title={`Make ${account.name} ${role === 'admin' ? 'an administrator' : 'a member'}?`}
      action="Change"
      call={update}
      onSend={() => update.mutate({ role }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">
        {role === 'admin'
          ? 'It may then read and write everything, and change accounts, rights and this server’s settings.'
          : 'It may then only what its rights on collections say, from its next request on.'}
      </Text>
    </FormDialog>
  );
}

function PasswordDialog(props: { account: Account; isTaken: boolean; onClose: () => void }) {
  const { account, isTaken, onClose } = props;
  const update = useUpdateAccount(account.name);
  const send = (form: FormData) => {
    const password = isTaken ? null : String(form.get('password'));
    update.mutate({ password }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={isTaken ? `Only tokens for ${account.name}?` : `New password for ${account.name}`}
      action={isTaken ? 'Take the password away' : 'Set'}
      call={update}
      onSend={send}
      onClose={onClose}
    >
      <Text size="sm">All its sessions end at once. Its tokens stay.</Text>
      {!isTaken && <PasswordField fault={update.error} />}
    </FormDialog>
  );
}

function Removal({ account, onClose }: Omit<DoingsProps, 'doing'>) {
  const remove = useDeleteAccount(account.name);
  const [, navigate] = useLocation();
  return (
    <RemovalDialog
      title={`Remove ${account.name}?`}
      phrase={account.name}
      action="Remove for good"
      call={remove}
      onRemove={() => remove.mutate(undefined, { onSuccess: () => navigate('/admin/accounts') })}
      onClose={onClose}
    >
      <Text size="sm">
        Its password, tokens, sessions and rights end at once. The objects that it stored stay.
      </Text>
    </RemovalDialog>
  );
}
