import { Button, Group, Progress, Text } from '@mantine/core';
import { FaultAlert } from '../fault-alert.tsx';
import { type Import, useCancel } from './queries.ts';
import { count, duration, records, size } from './words.ts';

/** How far an import is, how fast it goes, and a way to stop it. */
export function Going({ one }: { readonly one: Import }) {
  const { mutate, error, isPending } = useCancel(one.id);
  const { state, counts, undo } = one;
  if (state === 'undoing') {
    const done = (undo?.revoked ?? 0) + (undo?.restored ?? 0) + (undo?.removed ?? 0);
    return (
      <div>
        <Progress value={100} animated aria-label="Being taken back" />
        <Text size="sm" mt={6}>
          {count(done)} of {count(counts.created + counts.updated)} objects so far.
        </Text>
      </div>
    );
  }
  return (
    <div>
      <Progress value={shareOf(one)} animated={state === 'running'} aria-label="Progress" />
      <Group justify="space-between" mt={6}>
        <Text size="sm">{told(one)}</Text>
        <Button variant="default" size="xs" loading={isPending} onClick={() => mutate()}>
          Cancel
        </Button>
      </Group>
      {error !== null && <FaultAlert fault={error} />}
    </div>
  );
}

/** How much of the file is read, of a hundred. */
export function shareOf({ bytes_read, bytes_total }: Import): number {
  return bytes_total === 0 ? 0 : Math.min(100, (100 * bytes_read) / bytes_total);
}

function told({ counts, bytes_read, bytes_total, records_per_second, seconds_left }: Import) {
  const parts = [
    `${records(counts.total)} so far`,
    `${size(bytes_read)} of ${size(bytes_total)}`,
    records_per_second !== null && `${count(records_per_second)} records a second`,
    seconds_left !== null && `about ${duration(seconds_left)} left`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
