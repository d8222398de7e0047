import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Fault, Schemas } from '../../api.ts';
import { FormDialog } from '../../dialog.tsx';
import { counted } from '../words.ts';
import { LabelsField, readLabels } from './labels-field.tsx';
import { type Target, useChangeCount, useChangeMany } from './queries.ts';
import { readSaid, SaidOfMany } from './said-fields.tsx';

type Kind = 'say' | 'revoke' | 'delete';

const KINDS = [
  { value: 'say', label: 'Label and rate' },
  { value: 'revoke', label: 'Revoke' },
  { value: 'delete', label: 'Delete' },
];

const NOTHING: Fault = {
  status: 0,
  title: 'Nothing is to be changed yet',
  detail: 'Fill in a field, or tick what is to be taken away.',
};

interface BulkActionsProps {
  readonly target: Target;
  readonly onBegun: (change: Schemas['Change']) => void;
}

/** Changes what is selected, with a count first. */
export function BulkActions({ target, onBegun }: BulkActionsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  const begin = (change: Schemas['Change']) => {
    close();
    onBegun(change);
  };
  return (
    <>
      <Button size="compact-sm" onClick={() => setIsOpen(true)}>
        Change…
      </Button>
      {isOpen && <ChangeDialog target={target} onBegun={begin} onClose={close} />}
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
  const [isEmpty, setIsEmpty] = useState(false);
  const send = (form: FormData) => {
    const action = readAction(kind, form);
    const asksNothing = Object.keys(action).length === 0;
    setIsEmpty(asksNothing);
    if (!asksNothing) call.mutate({ ...target, action }, { onSuccess: onBegun });
  };
  return (
    <FormDialog
      title="Change many objects"
      action={count === undefined ? 'Change' : `Change ${counted(count.count, 'object')}`}
      isDangerous={kind !== 'say'}
      isReady={count !== undefined && count.count > 0}
      call={{ error: isEmpty ? NOTHING : (call.error ?? error), isPending: call.isPending }}
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
          <LabelsField name="add" label="Add labels" />
          <LabelsField name="remove" label="Take labels away" />
          <SaidOfMany />
        </>
      )}
    </FormDialog>
  );
}

function wordsOf({ count, own, others }: Schemas['ChangeCount'], kind: Kind): string {
  if (count === 0) return 'You may not write to the collections of any of these.';
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
