import { Button } from '@mantine/core';
import { IconBan, IconEdit, IconMessagePlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { FormDialog } from '../../dialog.tsx';
import type { Description } from '../object/shapes.ts';
import { AnnotateDialog } from './annotate-dialog.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { type Place, useEnd } from './queries.ts';

const ACTIONS = [
  { name: 'annotate', label: 'Annotate', Icon: IconMessagePlus, ofOurs: false },
  { name: 'edit', label: 'Edit', Icon: IconEdit, ofOurs: true },
  { name: 'revoke', label: 'Revoke', Icon: IconBan, ofOurs: true },
  { name: 'delete', label: 'Delete', Icon: IconTrash, ofOurs: false },
] as const;

type Open = (typeof ACTIONS)[number]['name'] | null;

/** What may be changed of an object, by whoever may write its collection. */
export function OwnActions({ description }: { readonly description: Description }) {
  const { object, item, own, annotation } = description;
  const [open, setOpen] = useState<Open>(null);
  if (item === null || !item.can_write) return null;
  const place = { collection: item.collection.id, id: item.id };
  const close = () => setOpen(null);
  const isOurs = own && object.revoked !== true;
  return (
    <>
      {ACTIONS.filter(({ ofOurs }) => isOurs || !ofOurs).map(({ name, label, Icon }) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          leftSection={<Icon size={16} aria-hidden />}
          onClick={() => setOpen(name)}
        >
          {label}
        </Button>
      ))}
      {open === 'annotate' && (
        <AnnotateDialog
          place={place}
          labels={item.labels}
          annotation={annotation}
          onClose={close}
        />
      )}
      {open === 'edit' && <EditDialog place={place} object={object} onClose={close} />}
      {(open === 'revoke' || open === 'delete') && (
        <EndDialog place={place} how={open} onClose={close} />
      )}
    </>
  );
}

const WORDS = {
  revoke: {
    title: 'Revoke this object?',
    text: 'All who poll are told that it no longer holds. A revoked object has no further versions.',
    action: 'Revoke',
  },
  delete: {
    title: 'Delete this object?',
    text: 'All its versions are removed from this collection, and nobody who polls is told.',
    action: 'Delete',
  },
} as const;

interface EndDialogProps {
  readonly place: Place;
  readonly how: 'revoke' | 'delete';
  readonly onClose: () => void;
}

function EndDialog({ place, how, onClose }: EndDialogProps) {
  const call = useEnd(place);
  const [, go] = useLocation();
  const { title, text, action } = WORDS[how];
  const onSuccess = how === 'revoke' ? onClose : () => go('/intel');
  return (
    <FormDialog
      title={title}
      action={action}
      isDangerous
      call={call}
      onSend={() => call.mutate(how, { onSuccess })}
      onClose={onClose}
    >
      <p>{text}</p>
    </FormDialog>
  );
}
