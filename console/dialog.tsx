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
  useState,
} from 'react';
import type { Fault } from './api.ts';
import { FaultAlert } from './fault-alert.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** For forms of many fields. */
  readonly isWide?: boolean;
  /** What Escape does instead of closing. */
  readonly onEscape?: (() => void) | undefined;
}

/** A dialog, open as long as it is there. */
export function Dialog({ title, onClose, children, isWide = false, onEscape }: DialogProps) {
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
      onKeyDownCapture={(event) => keepOpen(event, onEscape)}
    >
      <Title order={2} size="h4" id={id} mb="md">
        {title}
      </Title>
      {children}
    </dialog>
  );
}

// Escape closes the suggestions that are open, and only then the dialog.
function keepOpen(event: KeyboardEvent<HTMLDialogElement>, onEscape: (() => void) | undefined) {
  if (event.key !== 'Escape') return;
  const hasOpen = event.currentTarget.querySelector('[aria-expanded="true"]') !== null;
  if (hasOpen || onEscape !== undefined) event.preventDefault();
  if (!hasOpen) onEscape?.();
}

interface FormDialogProps extends Omit<DialogProps, 'onEscape'> {
  /** What the button says that sends the form. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isReady?: boolean;
  /** Something was typed that closing would lose: it asks first. */
  readonly isChanged?: boolean;
  /** What stands beside the buttons. */
  readonly verdict?: ReactNode;
  readonly call: { readonly error: Fault | null; readonly isPending: boolean };
  readonly onSend: (form: FormData) => void;
}

/** A dialog with a form: its fields, what went wrong, and two buttons. */
export function FormDialog(props: FormDialogProps) {
  const { title, onClose, children, action, isDangerous = false, isReady = true } = props;
  const { isWide = false, isChanged = false, verdict, call, onSend } = props;
  const [isAsking, setIsAsking] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSend(new FormData(event.currentTarget));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      isWide={isWide}
      onEscape={isChanged ? () => setIsAsking(!isAsking) : undefined}
    >
      <form onSubmit={send} className="form">
        {children}
        {call.error !== null && <FaultAlert fault={call.error} />}
        <div className="form-end">
          {isAsking && isChanged && (
            <LeaveQuestion onStay={() => setIsAsking(false)} onLeave={onClose} />
          )}
          <Group justify="flex-end">
            {verdict}
            <Button variant="default" onClick={isChanged ? () => setIsAsking(true) : onClose}>
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

interface LeaveQuestionProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

// Takes the focus, and gives it back to where somebody was typing.
function LeaveQuestion({ onStay, onLeave }: LeaveQuestionProps) {
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    stay.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <Group className="leave-question" role="group" aria-label="Close without saving?">
      <strong className="grows">What you typed is not saved.</strong>
      <Button ref={stay} size="compact-sm" variant="default" onClick={onStay}>
        Keep writing
      </Button>
      <Button size="compact-sm" color="red" onClick={onLeave}>
        Drop it
      </Button>
    </Group>
  );
}
