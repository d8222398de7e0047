import { useState } from 'react';
import type { StixObject } from '../object/shapes.ts';
import { writeText } from './object-editor.tsx';
import { ObjectForm } from './object-form.tsx';
import type { Place } from './queries.ts';

interface EditDialogProps {
  readonly place: Place;
  readonly object: StixObject;
  readonly onClose: () => void;
}

/** The next version of an object of ours. */
export function EditDialog({ place: { collection, id }, object, onClose }: EditDialogProps) {
  const [before] = useState(() => writeText(object));
  const [text, setText] = useState(before);
  return (
    <ObjectForm
      title="Edit"
      action="Save new version"
      {...{ collection, id, before, text }}
      onChange={setText}
      onStored={onClose}
      onClose={onClose}
    />
  );
}
