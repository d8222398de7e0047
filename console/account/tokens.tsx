import { Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../api.ts';
import { type Columns, DataTable } from '../data-table.tsx';
import { FormDialog } from '../dialog.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { Time } from '../time.tsx';
import { useRevokeToken, useTokens } from './queries.ts';
import { TokenDialog } from './token-dialog.tsx';

type Token = Schemas['Token'];

/** The tokens of an account: made, shown once, revoked. */
export function Tokens({ account }: { readonly account: string }) {
  const { data, error, refetch } = useTokens(account);
  const [isMaking, setIsMaking] = useState(false);
  const [revoked, setRevoked] = useState<Token | null>(null);
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          Tokens
        </Title>
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setIsMaking(true)}
        >
          New token
        </Button>
      </Group>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={80} aria-label="Loading" />}
      {data?.length === 0 && (
        <p className="quiet">
          No tokens. Clients and scripts sign in with one: make one for each, so that each can be
          revoked alone.
        </p>
      )}
      {data !== undefined && data.length > 0 && (
        <DataTable
          label="Tokens"
          columns={columnsFor(setRevoked)}
          rows={data}
          idOf={(token) => token.id}
        />
      )}
      {isMaking && <TokenDialog account={account} onClose={() => setIsMaking(false)} />}
      {revoked !== null && (
        <RevokeDialog account={account} token={revoked} onClose={() => setRevoked(null)} />
      )}
    </section>
  );
}

const columnsFor = (revoke: (token: Token) => void): Columns<Token> => [
  { id: 'label', header: 'For', cell: ({ row }) => <strong>{row.original.label}</strong> },
  {
    id: 'created',
    header: 'Made',
    cell: ({ row }) => <Time value={row.original.created_at} />,
  },
  { id: 'expires', header: 'Expires', cell: ({ row }) => <Expiry token={row.original} /> },
  {
    id: 'do',
    header: () => <span className="unseen">Actions</span>,
    cell: ({ row: { original } }) => (
      <Group justify="flex-end">
        <Button
          size="xs"
          variant="default"
          onClick={() => revoke(original)}
          aria-label={`Revoke ${original.label}`}
        >
          Revoke
        </Button>
      </Group>
    ),
  },
];

function Expiry({ token }: { readonly token: Token }) {
  if (token.expires_at === undefined) return 'never';
  const isOver = Date.parse(token.expires_at) <= Date.now();
  return (
    <>
      <Time value={token.expires_at} /> {isOver && <span className="badge badge-bad">expired</span>}
    </>
  );
}

interface RevokeDialogProps {
  readonly account: string;
  readonly token: Token;
  readonly onClose: () => void;
}

function RevokeDialog({ account, token, onClose }: RevokeDialogProps) {
  const revoke = useRevokeToken(account);
  return (
    <FormDialog
      title={`Revoke the token for ${token.label}?`}
      action="Revoke"
      isDangerous
      call={revoke}
      onSend={() => revoke.mutate(token.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">Whatever uses it is refused from its next request on.</Text>
    </FormDialog>
  );
}
