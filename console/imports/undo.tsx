import { Button, Checkbox, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { FaultAlert } from '../fault-alert.tsx';
import { type Import, useUndo } from './queries.ts';
import { count } from './words.ts';

interface UndoProps {
  readonly one: Import;
  readonly onClose: () => void;
}

/** Asks before an import is taken back, and says what that does. */
export function Undo({ one, onClose }: UndoProps) {
  const [remove, setRemove] = useState(false);
  const { mutate, error, isPending } = useUndo(one.id);
  const { created, updated } = one.counts;
  return (
    <Paper withBorder p="md" className="ask" role="region" aria-label="Take this import back">
      <Text fw={600}>Take this import back?</Text>
      <Text size="sm" mt={4}>
        {remove
          ? `What it brought (${count(created)} new, ${count(updated)} changed) is removed without a trace. Clients that have polled it already are not told, and keep it.`
          : `${revoking(created)}${restoring(updated)}Clients learn of it with their next poll.`}{' '}
        What somebody has changed since is left alone.
      </Text>
      <Checkbox
        mt="sm"
        label="Remove instead: as if it had never been there"
        checked={remove}
        onChange={(event) => setRemove(event.currentTarget.checked)}
      />
      {error !== null && <FaultAlert fault={error} />}
      <Group mt="md" gap="sm">
        <Button
          color="red"
          loading={isPending}
          onClick={() => mutate({ remove }, { onSuccess: onClose })}
        >
          {remove ? 'Remove what it brought' : 'Take it back'}
        </Button>
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
      </Group>
    </Paper>
  );
}

function revoking(created: number): string {
  if (created === 0) return '';
  return created === 1
    ? 'The new object gets a version that is revoked. '
    : `${count(created)} new objects get a version that is revoked. `;
}

function restoring(updated: number): string {
  if (updated === 0) return '';
  return updated === 1
    ? 'The changed one gets its old content back. '
    : `${count(updated)} changed ones get their old content back. `;
}
