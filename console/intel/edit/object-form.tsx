import type { ReactNode } from 'react';
import { FormDialog } from '../../dialog.tsx';
import { ObjectEditor, readText, Verdict } from './object-editor.tsx';
import { useDraft, useStore } from './queries.ts';

interface ObjectFormProps {
  readonly title: string;
  readonly action: string;
  readonly collection: string;
  /** Null: a new object. */
  readonly id: string | null;
  /** What stood there at first, and what stands there now. */
  readonly before: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onStored: (id: string) => void;
  readonly onClose: () => void;
  /** What stands above the fields of the object. */
  readonly children?: ReactNode;
}

/** The form of an object, which is checked by the server as it is written. */
export function ObjectForm(props: ObjectFormProps) {
  const { title, action, collection, id, before, text, onChange, onStored, onClose } = props;
  const draft = useDraft(collection, id, readText(text));
  const call = useStore(collection, id);
  const send = () => {
    const object = readText(text);
    if (object !== null) call.mutate(object, { onSuccess: (stored) => onStored(stored.id) });
  };
  return (
    <FormDialog
      isWide
      title={title}
      action={action}
      isChanged={text !== before}
      isReady={draft.data?.valid === true}
      verdict={<Verdict text={text} draft={draft.data} />}
      call={{ error: call.error ?? draft.error, isPending: call.isPending }}
      onSend={send}
      onClose={onClose}
    >
      {props.children}
      <ObjectEditor text={text} onChange={onChange} draft={draft.data} />
    </FormDialog>
  );
}
