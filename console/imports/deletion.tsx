import { Button, Group } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Fault } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';

interface DeletionProps {
  readonly name: string;
  readonly call: {
    readonly mutate: (name: string) => void;
    readonly error: Fault | null;
    readonly isPending: boolean;
  };
}

/** A button that deletes something of that name, and asks before it does. */
export function Deletion({ name, call: { mutate, error, isPending } }: DeletionProps) {
  const [isAsking, setIsAsking] = useState(false);
  const stay = useRef<HTMLButtonElement>(null);
  // The button that asked has gone.
  useEffect(() => {
    if (isAsking) stay.current?.focus();
  }, [isAsking]);
  if (!isAsking)
    return (
      <Button
        variant="default"
        size="xs"
        aria-label={`Delete ${name}`}
        onClick={() => setIsAsking(true)}
      >
        Delete
      </Button>
    );
  return (
    <>
      <Group gap="xs">
        <Button color="red" size="xs" loading={isPending} onClick={() => mutate(name)}>
          Delete {name}
        </Button>
        <Button ref={stay} variant="default" size="xs" onClick={() => setIsAsking(false)}>
          Keep it
        </Button>
      </Group>
      {error !== null && <FaultAlert fault={error} />}
    </>
  );
}
