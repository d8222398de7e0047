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
import { useLeaving, useTypedForm } from './leaving.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** For forms of many fields. */
  readonly isWide?: boolean;
  /** Whether it stays open when Escape is pressed. */
  readonly keepsOpen?: () => boolean;
}

/** A dialog, open as long as it is there. */
export function Dialog({ title, onClose, children, isWide = false, keepsOpen }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    if (dialog.current?.open === false) dialog.current.showModal();
    // A dialog that is taken off the page gives no focus back, as one that closes itself does.
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDownCapture={(event) => keepOpen(event, keepsOpen)}
    >
      <Title order={2} size="h4" id={id} mb="md">
        {title}
      </Title>
      {children}
    </dialog>
  );
}

// Escape closes the suggestions that are open, and only then the dialog.
function keepOpen(event: KeyboardEvent<HTMLDialogElement>, keepsOpen: () => boolean = () => false) {
  if (event.key !== 'Escape') return;
  const hasOpen = event.currentTarget.querySelector('[aria-expanded="true"]') !== null;
  if (hasOpen || keepsOpen()) event.preventDefault();
}

interface FormDialogProps extends Omit<DialogProps, 'keepsOpen'> {
  /** What the button says that sends the form. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isReady?: boolean;
  /** Whether closing would lose something; without it, the form's own fields tell. */
  readonly isChanged?: boolean;
  /** What stands beside the buttons. */
  readonly verdict?: ReactNode;
  readonly call: { readonly error: Fault | null; readonly isPending: boolean };
  readonly onSend: (form: FormData) => void;
}

/** A dialog with a form: its fields, what went wrong, and two buttons. */
export function FormDialog(props: FormDialogProps) {
  const { title, onClose, children, action, isDangerous = false, isReady = true } = props;
  const { isWide = false, isChanged, verdict, call, onSend } = props;
  const { form, isTyped } = useTypedForm();
  const { asks, leave, question, stay } = useLeaving(() => isChanged ?? isTyped(), onClose);
  // The second Escape takes the question away.
  const keepsOpen = () => {
    if (question === null) return asks();
    stay();
    return true;
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSend(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={title} onClose={onClose} isWide={isWide} keepsOpen={keepsOpen}>
      <form ref={form} onSubmit={send} className="form">
        {children}
        <div className="form-end">
          {call.error !== null && <FaultAlert fault={call.error} />}
          {question}
          <Group justify="flex-end">
            {verdict}
            <Button variant="default" onClick={leave}>
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
        </div>
      </form>
    </Dialog>
  );
}
