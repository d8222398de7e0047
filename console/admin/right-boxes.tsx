import { Checkbox, Group } from '@mantine/core';
import type { Schemas } from '../api.ts';
import type { Right, Step } from './rights-queries.ts';

interface RightBoxesProps {
  readonly account: string;
  readonly collection: Pick<Schemas['Collection'], 'id' | 'title'>;
  readonly right: Right | null;
  readonly onChange: (step: Step) => void;
}

/** Reading and writing of one account in one collection: two boxes that hold as they are set. */
export function RightBoxes({ account, collection, right, onChange }: RightBoxesProps) {
  const { can_read = false, can_write = false } = right ?? {};
  const set = (change: Partial<Right>) => {
    const after = { can_read, can_write, ...change };
    // Neither of both: the collection is out of sight.
    const isNone = !after.can_read && !after.can_write;
    onChange({ account, collection: collection.id, before: right, after: isNone ? null : after });
  };
  const about = `${account} in ${collection.title}`;
  return (
    <Group gap="md" wrap="nowrap">
      <Checkbox
        label="read"
        aria-label={`read: ${about}`}
        checked={can_read}
        onChange={(event) => set({ can_read: event.currentTarget.checked })}
      />
      <Checkbox
        label="write"
        aria-label={`write: ${about}`}
        checked={can_write}
        onChange={(event) => set({ can_write: event.currentTarget.checked })}
      />
    </Group>
  );
}
