import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api.ts';
import { Dialog, FormDialog } from '../../dialog.tsx';
import { FaultAlert } from '../../fault-alert.tsx';
import { counted } from '../words.ts';
import {
  isUnderWay,
  type Target,
  useChange,
  useChangeCount,
  useChangeMany,
  useUndoChange,
} from './queries.ts';
import { readLabels, readSaid, SaidFields } from './said-fields.tsx';

type Kind = 'say' | 'revoke' | 'delete';

const KINDS = [
  { value: 'say', label: 'Label and rate' },
  { value: 'revoke', label: 'Revoke' },
  { value: 'delete', label: 'Delete' },
];

/** Changes what is selected, with a count first. */
export function BulkActions({ target }: { readonly target: Target }) {
  const [isOpen, setIsOpen] = useState(false);
  const [begun, setBegun] = useState<Schemas['Change'] | null>(null);
  const close = () => {
    setIsOpen(false);
    setBegun(null);
  };
  return (
    <>
      <Button size="compact-sm" onClick={() => setIsOpen(true)}>
        Change…
      </Button>
      {isOpen && begun === null && (
        <ChangeDialog target={target} onBegun={setBegun} onClose={close} />
      )}
      {begun !== null && <ProgressDialog begun={begun} onClose={close} />}
    </>
  );
}

interface ChangeDialogProps {
  readonly target: Target;
  readonly onBegun: (change: Schemas['Change']) => void;
  readonly onClose: () => void;
}

function ChangeDialog({ target, onBegun, onClose }: ChangeDialogProps) {
  const [kind, setKind] = useState<Kind>('say');
  const { data: count, error } = useChangeCount(target);
  const call = useChangeMany();
  const send = (form: FormData) =>
    call.mutate({ ...target, action: readAction(kind, form) }, { onSuccess: onBegun });
  return (
    <FormDialog
      title="Change many objects"
      action={count === undefined ? 'Change' : `Change ${counted(count.count, 'object')}`}
      isDangerous={kind !== 'say'}
      isReady={count !== undefined && count.count > 0}
      call={{ error: call.error ?? error, isPending: call.isPending }}
      onSend={send}
      onClose={onClose}
    >
      <p role="status">{count === undefined ? 'Counting …' : wordsOf(count, kind)}</p>
      <NativeSelect
        label="What"
        data={KINDS}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
      />
      {kind === 'say' && (
        <>
          <TextInput name="add" label="Add labels" description="With commas between them" />
          <TextInput name="remove" label="Take labels away" />
          <SaidFields />
        </>
      )}
    </FormDialog>
  );
}

function wordsOf({ count, own, others }: Schemas['ChangeCount'], kind: Kind): string {
  const all = `${counted(count, 'object')} that you may write`;
  if (kind === 'delete') return `${all} will be removed; nobody who polls is told.`;
  if (kind === 'revoke')
    return `${all}: ${own} made here will be revoked, ${others} of others stay as they are.`;
  return `${all}: ${own} made here get a new version, ${others} of others are annotated.`;
}

function readAction(kind: Kind, form: FormData): Schemas['ChangeAction'] {
  if (kind === 'revoke') return { revoke: true };
  if (kind === 'delete') return { delete: true };
  const add_labels = readLabels(form, 'add');
  const remove_labels = readLabels(form, 'remove');
  return {
    ...(add_labels.length > 0 && { add_labels }),
    ...(remove_labels.length > 0 && { remove_labels }),
    ...readSaid(form),
  };
}

interface ProgressDialogProps {
  readonly begun: Schemas['Change'];
  readonly onClose: () => void;
}

function ProgressDialog({ begun, onClose }: ProgressDialogProps) {
  const { data: change = begun, error } = useChange(begun);
  const undo = useUndoChange(begun.id);
  const fault = error ?? undo.error;
  const canUndo = change.state === 'completed' && change.changed > 0;
  return (
    <Dialog title="Change many objects" onClose={onClose}>
      <div className="form">
        <progress
          aria-label="Progress"
          max={Math.max(change.count, 1)}
          value={change.state === 'undoing' ? change.undone + change.kept : change.done}
        />
        <p role="status">{progressWords(change)}</p>
        {change.refusals?.map(({ id, message }) => (
          <p key={id} className="quiet">
            {id}: {message}
          </p>
        ))}
        {fault !== null && <FaultAlert fault={fault} />}
        <Group justify="flex-end">
          {canUndo && (
            <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
              Undo
            </Button>
          )}
          <Button onClick={onClose}>{isUnderWay(change) ? 'Go on working' : 'Close'}</Button>
        </Group>
      </div>
    </Dialog>
  );
}

function progressWords(change: Schemas['Change']): string {
  const { state, changed, unchanged, refused, undone, kept, done, count } = change;
  if (state === 'undoing') return `Taking back: ${undone + kept} of ${changed}`;
  if (state === 'undone') return `Taken back: ${undone}. Left as somebody changed them: ${kept}.`;
  if (isUnderWay(change)) return `${done} of ${count}`;
  return `Changed: ${changed}. So already: ${unchanged}. Left as they are: ${refused}.`;
}
