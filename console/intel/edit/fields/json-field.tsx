import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type FieldProps, faultWords, labelOf } from './field.ts';

/** Whatever has names of the sender's choice, as JSON. */
export function JsonField(props: FieldProps) {
  const { value, onChange } = props;
  const [text, setText] = useState(() => textOf(value));
  // The value has changed by other means: what is written of it here is over.
  useEffect(() => {
    setText((now) =>
      JSON.stringify(readJson(now)) === JSON.stringify(value) ? now : textOf(value),
    );
  }, [value]);
  const isBroken = text.trim() !== '' && readJson(text) === undefined;
  return (
    <Textarea
      {...labelOf(props)}
      className="field-wide field-long json-field"
      description="JSON"
      value={text}
      error={isBroken ? 'This is not JSON.' : faultWords(props.faults)}
      spellCheck={false}
      onChange={(event) => {
        const written = event.currentTarget.value;
        setText(written);
        const read = readJson(written);
        if (read !== undefined || written.trim() === '') onChange(read);
      }}
    />
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}
