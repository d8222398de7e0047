import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { FormDialog } from '../../dialog.tsx';
import { useCollections } from '../../queries.ts';
import { objectPath } from '../columns.tsx';
import { typeWords } from '../words.ts';
import { BEGINNINGS } from './beginnings.ts';
import { ObjectEditor, readText, Verdict, writeText } from './object-editor.tsx';
import { useDraft, useStore } from './queries.ts';

const TYPES = Object.keys(BEGINNINGS).map((value) => ({ value, label: typeWords(value) }));

/** A new object, of any type, in a collection that the account may write. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const { data: collections = [] } = useCollections();
  const writable = collections.filter(({ can_write }) => can_write);
  const [chosen, setChosen] = useState<string | null>(null);
  const [before, setBefore] = useState(() => beginning('indicator'));
  const [text, setText] = useState(before);
  const [, go] = useLocation();
  const collection = chosen ?? writable[0]?.id ?? '';
  const draft = useDraft(collection, null, readText(text));
  const call = useStore(collection, null);
  const begin = (type: string) => {
    const begun = beginning(type);
    setBefore(begun);
    setText(begun);
  };
  const send = () => {
    const object = readText(text);
    if (object !== null)
      call.mutate(object, { onSuccess: ({ id }) => go(objectPath(collection, id)) });
  };
  return (
    <FormDialog
      isWide
      title="New object"
      action="Create"
      isChanged={text !== before}
      isReady={draft.data?.valid === true}
      verdict={<Verdict text={text} draft={draft.data} />}
      call={{ error: call.error ?? draft.error, isPending: call.isPending }}
      onSend={send}
      onClose={onClose}
    >
      <div className="field-grid">
        <NativeSelect
          label="Collection"
          data={writable.map(({ id, title }) => ({ value: id, label: title }))}
          value={collection}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <NativeSelect
          label="Type"
          data={TYPES}
          value={String(readText(text)?.type ?? 'indicator')}
          onChange={(event) => begin(event.currentTarget.value)}
        />
      </div>
      <ObjectEditor text={text} onChange={setText} draft={draft.data} />
    </FormDialog>
  );
}

function beginning(type: string): string {
  const now = new Date().toISOString().replace(/\.\d+Z$/, '.000Z');
  return writeText({ type, ...BEGINNINGS[type]?.(now) });
}
