import { Alert, Anchor, Button, Group, NativeSelect, Paper, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { TokenDialog } from '../account/token-dialog.tsx';
import { useAccounts } from '../admin/queries.ts';
import type { Schemas } from '../api.ts';
import { CopyField } from '../copy-field.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { rightsOf } from '../rights.ts';
import { useClientRight, useGiveRight } from './queries.ts';

/** As whom the client comes, and the token that was made for it on this page. */
export interface Chosen {
  readonly account: string;
  readonly token: string | null;
}

interface ClientProps {
  readonly collection: Schemas['Collection'];
  readonly session: Pick<Schemas['Session'], 'name' | 'role'>;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Who the client is: its account, what that may do here, and a token for it. */
export function Client({ collection, session, chosen, onChoose }: ClientProps) {
  const [isMaking, setIsMaking] = useState(false);
  const isAdmin = session.role === 'admin';
  const { account, token } = chosen;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        The client
      </Title>
      <Paper withBorder p="md" className="form">
        <Group align="end">
          {isAdmin && (
            <AccountSelect
              own={session.name}
              value={account}
              onChange={(name) => onChoose({ account: name, token: null })}
            />
          )}
          {!isAdmin && <Text>It comes as you, {account}.</Text>}
          <Button onClick={() => setIsMaking(true)}>Make a token for it</Button>
        </Group>
        {isAdmin && account !== session.name && <Right collection={collection} account={account} />}
        {isAdmin && account === session.name && (
          <p className="quiet">
            You are an administrator: whoever has this token may do everything. Better{' '}
            <Anchor component={Link} href="/admin/accounts" inherit underline="always">
              make an account
            </Anchor>{' '}
            for the client.
          </p>
        )}
        {!isAdmin && <p className="quiet">You may {rightsOf(collection)} here.</p>}
        {token !== null && (
          <Alert color="yellow" title="The token is shown on this page only, and never again">
            <CopyField label="token" value={token} />
          </Alert>
        )}
      </Paper>
      {isMaking && (
        <TokenDialog
          account={account}
          label={collection.title}
          onMade={(made) => {
            onChoose({ account, token: made.token });
            setIsMaking(false);
          }}
          onClose={() => setIsMaking(false)}
        />
      )}
    </section>
  );
}

interface AccountSelectProps {
  readonly own: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

function AccountSelect({ own, value, onChange }: AccountSelectProps) {
  const { data = [] } = useAccounts();
  const members = data.filter(({ role }) => role === 'member').map(({ name }) => name);
  return (
    <NativeSelect
      label="It comes as"
      value={value}
      data={[{ value: own, label: `${own} (you)` }, ...members]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Right({ collection, account }: { collection: Schemas['Collection']; account: string }) {
  const { data, error } = useClientRight(collection.id, account);
  const give = useGiveRight(collection.id, account);
  if (error !== null) return <FaultAlert fault={error} />;
  if (data === undefined) return null;
  const { can_read, can_write } = data ?? { can_read: false, can_write: false };
  return (
    <Group>
      <Text size="sm" role="status">
        {data === null
          ? `${account} has no rights here yet.`
          : `${account} may ${rightsOf(data)} here.`}
      </Text>
      {!can_read && (
        <Button
          size="xs"
          variant="default"
          loading={give.isPending}
          onClick={() => give.mutate({ can_read: true, can_write })}
        >
          Let it read
        </Button>
      )}
      {!can_write && (
        <Button
          size="xs"
          variant="default"
          loading={give.isPending}
          onClick={() => give.mutate({ can_read, can_write: true })}
        >
          Let it write
        </Button>
      )}
      {give.error !== null && <FaultAlert fault={give.error} />}
    </Group>
  );
}
