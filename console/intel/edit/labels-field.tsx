import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { textOf } from '../../form-values.ts';

interface LabelsFieldProps {
  readonly name: string;
  readonly label: string;
  readonly before?: readonly string[];
}

/** Labels as chips. What is not a chip yet counts as well. */
export function LabelsField({ name, label, before = [] }: LabelsFieldProps) {
  const [labels, setLabels] = useState(before);
  const [words, setWords] = useState('');
  return (
    <>
      <TagsInput
        label={label}
        description="Enter or a comma after each"
        value={[...labels]}
        onChange={(now) => setLabels(trimmed(now))}
        searchValue={words}
        onSearchChange={setWords}
        dropdownOpened={false}
      />
      <input type="hidden" name={name} value={JSON.stringify(trimmed([...labels, words]))} />
    </>
  );
}

/** The labels of such a field. */
export function readLabels(form: FormData, name: string): string[] {
  const text = textOf(form, name);
  return text === '' ? [] : [...new Set<string>(JSON.parse(text))];
}

function trimmed(labels: readonly string[]): string[] {
  return labels.map((label) => label.trim()).filter((label) => label !== '');
}
