import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAllCollections } from '../../queries.ts';
import { objectPath } from '../columns.tsx';
import type { StixObject } from '../object/shapes.ts';
import { typeWords } from '../words.ts';
import { BEGINNINGS, beginningOf } from './beginnings.ts';
import { sharedWith } from './fields/model.ts';
import { readText, writeText } from './object-editor.tsx';
import { ObjectForm } from './object-form.tsx';

const TYPES = Object.keys(BEGINNINGS).map((value) => ({ value, label: typeWords(value) }));

interface CreateDialogProps {
  /** What it begins with, and where, when the page knows. */
  readonly begun?: { readonly collection: string; readonly object: StixObject };
  readonly onClose: () => void;
}

/** A new object, of any type, in a collection that the account may write. */
export function CreateDialog({ begun, onClose }: CreateDialogProps) {
  const { data: collections = [] } = useAllCollections();
  const writable = collections.filter(({ can_write }) => can_write);
  const [chosen, setChosen] = useState(begun?.collection ?? null);
  const [before, setBefore] = useState(() => writeText(begun?.object ?? beginningOf('indicator')));
  const [text, setText] = useState(before);
  const [, go] = useLocation();
  const collection = chosen ?? writable[0]?.id ?? '';
  const object = readText(text);
  // What was typed and the other type has as well stays.
  const become = (type: string) => {
    const beginning = beginningOf(type);
    setBefore(writeText(beginning));
    setText(writeText({ ...beginning, ...sharedWith(type, object ?? {}) }));
  };
  return (
    <ObjectForm
      title="New object"
      action="Create"
      id={null}
      {...{ collection, before, text }}
      onChange={setText}
      onStored={(id) => go(objectPath(collection, id))}
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
          value={String(object?.type ?? 'indicator')}
          onChange={(event) => become(event.currentTarget.value)}
        />
      </div>
    </ObjectForm>
  );
}
