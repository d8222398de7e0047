import { Anchor, Button, Paper, PasswordInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { faultAt, type Schemas } from '../api.ts';
import { type Columns, DataTable } from '../data-table.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { Page } from '../page.tsx';
import { rightsOf } from '../rights.ts';
import { useChangePassword, useMe } from './queries.ts';
import { Tokens } from './tokens.tsx';

/** What everybody manages for themselves: tokens, password, and what they may. */
export function OwnAccountPage({ name, role }: Pick<Schemas['Session'], 'name' | 'role'>) {
  return (
    <Page
      title="Your account"
      lead={`You are ${name}, ${role === 'admin' ? 'an administrator' : 'a member'}.`}
    >
      <Tokens account={name} />
      <Password name={name} />
      <Rights />
    </Page>
  );
}

function Password({ name }: { readonly name: string }) {
  const { mutate, error, isPending, isSuccess, reset } = useChangePassword(name);
  const [isRepeated, setIsRepeated] = useState(true);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const [present, password, repeated] = ['present', 'password', 'repeated'].map((field) =>
      String(fields.get(field)),
    );
    if (present === undefined || password === undefined) return;
    setIsRepeated(password === repeated);
    if (password === repeated) mutate({ present, password }, { onSuccess: () => form.reset() });
  };
  const again = () => {
    reset();
    setIsRepeated(true);
  };
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Password
      </Title>
      <Paper withBorder p="md">
        <form onSubmit={send} onChange={again} className="form narrow">
          <input type="text" name="username" value={name} autoComplete="username" readOnly hidden />
          <PasswordInput
            label="Password until now"
            name="present"
            autoComplete="current-password"
            error={faultAt(error, 'present')}
            required
          />
          <PasswordInput
            label="New password"
            name="password"
            autoComplete="new-password"
            error={faultAt(error, 'password')}
            required
          />
          <PasswordInput
            label="New password once more"
            name="repeated"
            autoComplete="new-password"
            error={isRepeated ? undefined : 'The two are not the same.'}
            required
          />
          {error !== null && error.errors === undefined && <FaultAlert fault={error} />}
          <p className="quiet">All your other sessions end. Tokens stay.</p>
          <div>
            <Button type="submit" loading={isPending}>
              Change password
            </Button>
          </div>
          <p role="status" className="quiet">
            {isSuccess ? 'Your password is changed.' : ''}
          </p>
        </form>
      </Paper>
    </section>
  );
}

type Seen = Schemas['Me']['collections'][number];

const COLUMNS: Columns<Seen> = [
  {
    id: 'title',
    header: 'Collection',
    cell: ({ row: { original } }) => (
      <Anchor component={Link} href={`/collections/${original.id}`}>
        {original.title}
      </Anchor>
    ),
  },
  { id: 'root', header: 'API root', cell: ({ row }) => row.original.api_root },
  { id: 'rights', header: 'You may', cell: ({ row }) => rightsOf(row.original) },
];

function Rights() {
  const { data, error, refetch } = useMe();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        What you may
      </Title>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data?.collections.length === 0 && (
        <p className="quiet">You see no collection. An administrator can give you rights.</p>
      )}
      {data !== undefined && data.collections.length > 0 && (
        <DataTable
          label="Your rights"
          columns={COLUMNS}
          rows={[...data.collections]}
          idOf={(one) => one.id}
        />
      )}
    </section>
  );
}
