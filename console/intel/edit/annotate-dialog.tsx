import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Fault, Schemas } from '../../api.ts';
import { FormDialog } from '../../dialog.tsx';
import { textOf } from '../../form-values.ts';
import type { Annotation } from '../object/shapes.ts';
import { LabelsField, readLabels } from './labels-field.tsx';
import { type Place, useAnnotate } from './queries.ts';
import { readSaid, SaidFields, saidIn } from './said-fields.tsx';

interface AnnotateDialogProps {
  readonly place: Place;
  /** As the team sees them now. */
  readonly labels: readonly string[];
  readonly annotation: Annotation | null;
  readonly onClose: () => void;
}

const OPINIONS = [
  { value: '', label: 'None' },
  { value: 'strongly-agree', label: 'Strongly agree' },
  { value: 'agree', label: 'Agree' },
  { value: 'neutral', label: 'Neutral' },
  { value: 'disagree', label: 'Disagree' },
  { value: 'strongly-disagree', label: 'Strongly disagree' },
];

const NOTHING: Fault = {
  status: 0,
  title: 'Nothing was changed',
  detail: 'Fill in a field, or empty one to take away what the team said.',
};

/** What the team says of an object, beside what its creator says. */
export function AnnotateDialog({ place, labels, annotation, onClose }: AnnotateDialogProps) {
  const call = useAnnotate(place);
  const [isEmpty, setIsEmpty] = useState(false);
  const send = (form: FormData) => {
    const body = readAnnotation(form, labels, annotation);
    setIsEmpty(Object.keys(body).length === 0);
    if (Object.keys(body).length > 0) call.mutate(body, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title="Annotate"
      action="Save"
      call={{ error: isEmpty ? NOTHING : call.error, isPending: call.isPending }}
      onSend={send}
      onClose={onClose}
    >
      <p className="quiet">The object itself stays as its creator made it.</p>
      <LabelsField name="labels" label="Labels" before={labels} />
      <SaidFields before={saidIn(annotation)} empty="nothing added" />
      <NativeSelect
        name="opinion"
        label="Opinion"
        data={OPINIONS}
        defaultValue={annotation?.opinion ?? ''}
      />
      <Textarea name="comment" label="Comment" maxLength={4000} rows={3} />
    </FormDialog>
  );
}

function readAnnotation(
  form: FormData,
  before: readonly string[],
  annotation: Annotation | null,
): Schemas['AnnotationPut'] {
  const labels = readLabels(form, 'labels');
  const comment = textOf(form, 'comment');
  const opinion = textOf(form, 'opinion') || null;
  const isSame = labels.length === before.length && labels.every((one) => before.includes(one));
  return {
    ...(!isSame && { labels }),
    ...readSaid(form, saidIn(annotation)),
    ...(opinion !== (annotation?.opinion ?? null) && {
      opinion: opinion as Schemas['Opinion'] | null,
    }),
    ...(comment !== '' && { comment }),
  };
}
