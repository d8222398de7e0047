import { Code, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Fault } from './api.ts';
import { FormDialog } from './dialog.tsx';

interface RemovalDialogProps {
  readonly title: string;
  /** What must be typed before anything is removed. */
  readonly phrase: string;
  readonly action: string;
  readonly call: { readonly error: Fault | null; readonly isPending: boolean };
  readonly onRemove: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks for the name of what is going to be lost, so that nobody removes anything by a slip. */
export function RemovalDialog(props: RemovalDialogProps) {
  const { title, phrase, action, call, onRemove, onClose, children } = props;
  const [typed, setTyped] = useState('');
  return (
    <FormDialog
      title={title}
      action={action}
      isDangerous
      isReady={typed === phrase}
      call={call}
      onSend={onRemove}
      onClose={onClose}
    >
      {children}
      <TextInput
        label={
          <>
            Type <Code>{phrase}</Code> to confirm
          </>
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </FormDialog>
  );
}
