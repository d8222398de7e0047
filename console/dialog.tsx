// Dialogs are the browser's own: it keeps the focus inside, closes them with Escape, and needs no
// style element, which the page's policy would refuse.
import { Button, Group, Title } from '@mantine/core';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from 'react';
import type { Fault } from './api.ts';
import { FaultAlert } from './fault-alert.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** For forms of many fields. */
  readonly isWide?: boolean;
}

/** A dialog, open as long as it is there. */
export function Dialog({ title, onClose, children, isWide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDownCapture={keepOpen}
    >
      <Title order={2} size="h4" id={id} mb="md">
        {title}
      </Title>
      {children}
    </dialog>
  );
}

// Escape closes the suggestions that are open, and only then the dialog.
function keepOpen(event: KeyboardEvent<HTMLDialogElement>) {
  const hasOpen = event.currentTarget.querySelector('[aria-expanded="true"]') !== null;
  if (event.key === 'Escape' && hasOpen) event.preventDefault();
}

interface FormDialogProps extends DialogProps {
  /** What the button says that sends the form. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isReady?: boolean;
  /** What stands beside the buttons. */
  readonly verdict?: ReactNode;
  readonly call: { readonly error: Fault | null; readonly isPending: boolean };
  readonly onSend: (form: FormData) => void;
}

/** A dialog with a form: its fields, what went wrong, and two buttons. */
export function FormDialog(props: FormDialogProps) {
  const { title, onClose, children, action, isDangerous = false, isReady = true } = props;
  const { isWide = false, verdict } = props;
  const { call, onSend } = props;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSend(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={title} onClose={onClose} isWide={isWide}>
      <form onSubmit={send} className="form">
        {children}
        {call.error !== null && <FaultAlert fault={call.error} />}
        <Group justify="flex-end" mt="xs" className="form-end">
          {verdict}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={call.isPending}
            disabled={!isReady}
            {...(isDangerous ? { color: 'red' } : {})}
          >
            {action}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
