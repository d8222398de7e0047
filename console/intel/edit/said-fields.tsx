import { NativeSelect, TextInput } from '@mantine/core';
import type { Schemas } from '../../api.ts';

const LEVELS = [
  { value: '', label: 'As it is' },
  ...['clear', 'green', 'amber', 'amber+strict', 'red'].map((value) => ({
    value,
    label: `TLP:${value.toUpperCase()}`,
  })),
];

/** The fields of what the team says of objects: confidence, TLP, validity. Empty: as it is. */
export function SaidFields() {
  return (
    <>
      <TextInput
        name="confidence"
        label="Confidence"
        description="0 to 100; empty: as it is"
        type="number"
        min={0}
        max={100}
      />
      <NativeSelect name="tlp" label="TLP" data={LEVELS} />
      <TextInput
        name="valid_until"
        label="Valid until"
        description="The end of a day in UTC; empty: as it is"
        type="date"
      />
    </>
  );
}

type Said = Pick<Schemas['ChangeAction'], 'confidence' | 'tlp' | 'valid_until'>;

/** What was filled in. */
export function readSaid(form: FormData): Said {
  const confidence = textOf(form, 'confidence');
  const tlp = textOf(form, 'tlp');
  const until = textOf(form, 'valid_until');
  return {
    ...(confidence !== '' && { confidence: Number(confidence) }),
    ...(tlp !== '' && { tlp: tlp as Schemas['Tlp'] }),
    ...(until !== '' && { valid_until: `${until}T23:59:59.000Z` }),
  };
}

/** Labels that are written with commas between them. */
export function readLabels(form: FormData, name: string): string[] {
  const labels = textOf(form, name).split(',');
  return [...new Set(labels.map((label) => label.trim()).filter((label) => label !== ''))];
}

/** The text of a field. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
