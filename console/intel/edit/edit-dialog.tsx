import { useState } from 'react';
import { FormDialog } from '../../dialog.tsx';
import type { StixObject } from '../object/shapes.ts';
import { ObjectEditor, readText, Verdict, writeText } from './object-editor.tsx';
import { type Place, useDraft, useStore } from './queries.ts';

interface EditDialogProps {
  readonly place: Place;
  readonly object: StixObject;
  readonly onClose: () => void;
}

/** The next version of an object of ours. */
export function EditDialog({ place, object, onClose }: EditDialogProps) {
  const [before] = useState(() => writeText(object));
  const [text, setText] = useState(before);
  const draft = useDraft(place.collection, place.id, readText(text));
  const call = useStore(place.collection, place.id);
  const send = () => {
    const edited = readText(text);
    if (edited !== null) call.mutate(edited, { onSuccess: onClose });
  };
  return (
    <FormDialog
      isWide
      title="Edit"
      action="Save new version"
      isChanged={text !== before}
      isReady={draft.data?.valid === true}
      verdict={<Verdict text={text} draft={draft.data} />}
      call={{ error: call.error ?? draft.error, isPending: call.isPending }}
      onSend={send}
      onClose={onClose}
    >
      <ObjectEditor text={text} onChange={setText} draft={draft.data} />
    </FormDialog>
  );
}
