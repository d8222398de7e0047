import { Alert, Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { faultAt, type Schemas } from '../api.ts';
import { CopyBlock } from '../copy-block.tsx';
import { CopyField } from '../copy-field.tsx';
import { Dialog, FormDialog } from '../dialog.tsx';
import { textOf } from '../form-values.ts';
import { Time } from '../time.tsx';
import { useCreateToken } from './queries.ts';

const DAY_MS = 86_400_000;

const LIVES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'date', label: 'until a day of choice' },
  { value: 'never', label: 'for ever' },
];

interface TokenDialogProps {
  readonly account: string;
  /** For what it is, where that is known. */
  readonly label?: string;
  readonly onMade?: (made: Schemas['TokenCreated']) => void;
  readonly onClose: () => void;
}

/** Makes a token, and shows it the only time that it can be seen. */
export function TokenDialog({ account, label, onMade, onClose }: TokenDialogProps) {
  const create = useCreateToken(account);
  const [life, setLife] = useState('365');
  if (create.data !== undefined && onMade === undefined)
    return <Made account={account} made={create.data} onClose={onClose} />;
  const send = (form: FormData) => {
    const expires_at = endOf(life, textOf(form, 'date'));
    const body = {
      label: textOf(form, 'label'),
      ...(expires_at === null ? {} : { expires_at }),
    };
    create.mutate(body, { onSuccess: (made) => onMade?.(made) });
  };
  return (
    <FormDialog
      title={`New token for ${account}`}
      action="Make it"
      call={create}
      onSend={send}
      onClose={onClose}
    >
      <TextInput
        label="For"
        name="label"
        description="The client that will use it"
        placeholder="Sentinel"
        defaultValue={label}
        error={faultAt(create.error, 'label')}
        maxLength={128}
        required
        autoComplete="off"
      />
      <NativeSelect
        label="Good for"
        data={LIVES}
        value={life}
        onChange={(event) => setLife(event.currentTarget.value)}
      />
      {life === 'date' && (
        <TextInput
          label="Last day"
          name="date"
          type="date"
          error={faultAt(create.error, 'expires_at')}
          required
        />
      )}
    </FormDialog>
  );
}

function Made(props: { account: string; made: Schemas['TokenCreated']; onClose: () => void }) {
  const { account, made, onClose } = props;
  const { token, label, expires_at } = made;
  return (
    <Dialog title={`The token for ${label}`} onClose={onClose}>
      <div className="form">
        <Alert color="yellow">It is shown here and never again: copy it now.</Alert>
        <CopyField label="token" value={token} />
        <Text size="sm">
          Good {expires_at === undefined ? 'until it is revoked' : 'until '}
          {expires_at !== undefined && <Time value={expires_at} />}. It may do what {account} may.
          Clients without a field for tokens take it as the password of {account}.
        </Text>
        <Text size="sm">To try it:</Text>
        <CopyBlock label="curl line" text={curlLine(token)} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </div>
    </Dialog>
  );
}

// The page's own address reaches the server; PUBLIC_URL is for clients of collections.
function curlLine(token: string): string {
  return `curl -H 'Authorization: Bearer ${token}' '${window.location.origin}/api/v1/me'`;
}

function endOf(life: string, day: string): string | null {
  if (life === 'never') return null;
  if (life === 'date') return new Date(`${day}T23:59:59`).toISOString();
  return new Date(Date.now() + Number(life) * DAY_MS).toISOString();
}
