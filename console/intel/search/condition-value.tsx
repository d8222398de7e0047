import { MultiSelect, NativeSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Field, Test } from '../../../src/intel/condition.ts';
import type { Schemas } from '../../api.ts';
import { type Input, RELATIVE_TIMES, SUGGESTIONS } from './fields.ts';

type Value = Test['value'];

interface ConditionValueProps {
  readonly field: Field;
  readonly input: Input;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly collections: readonly Schemas['Collection'][];
}

const PAUSE = 300;

/** What a condition compares with. */
export function ConditionValue({
  field,
  input,
  value,
  onChange,
  collections,
}: ConditionValueProps) {
  const suggested = SUGGESTIONS[field];
  switch (input) {
    case 'flag':
      return (
        <NativeSelect
          size="xs"
          aria-label="Value"
          data={['yes', 'no']}
          value={value === true ? 'yes' : 'no'}
          onChange={(event) => onChange(event.currentTarget.value === 'yes')}
        />
      );
    case 'number':
      return (
        <NumberInput
          size="xs"
          aria-label="Value"
          min={0}
          max={100}
          allowDecimal={false}
          value={typeof value === 'number' ? value : ''}
          onChange={(now) => onChange(typeof now === 'number' ? now : '')}
        />
      );
    case 'time':
      return <TimeValue value={String(value)} onChange={onChange} />;
    case 'collection':
      return (
        <MultiSelect
          size="xs"
          aria-label="Value"
          data={collections.map(({ id, title }) => ({ value: id, label: title }))}
          value={listOf(value)}
          onChange={onChange}
          searchable
        />
      );
    case 'words':
      return suggested === undefined ? (
        <TagsInput
          size="xs"
          aria-label="Value"
          placeholder="Enter after each"
          value={listOf(value)}
          onChange={onChange}
          acceptValueOnBlur
        />
      ) : (
        <MultiSelect
          size="xs"
          aria-label="Value"
          data={[...suggested]}
          value={listOf(value)}
          onChange={onChange}
          searchable
        />
      );
    case 'text':
      return <TextValue value={String(value)} onChange={onChange} />;
  }
}

interface TextProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

// Searched for when typing pauses, not at each letter.
function TextValue({ value, onChange }: TextProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), PAUSE);
    return () => clearTimeout(timer);
  });
  return (
    <TextInput
      size="xs"
      aria-label="Value"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      spellCheck={false}
    />
  );
}

const AT = 'at';

function TimeValue({ value, onChange }: TextProps) {
  const isRelative = value.startsWith('now');
  const known = RELATIVE_TIMES.some((one) => one.value === value) || !isRelative;
  const choices = [
    ...RELATIVE_TIMES,
    ...(known ? [] : [{ value, label: value }]),
    { value: AT, label: 'a date …' },
  ];
  return (
    <div className="time-value">
      <NativeSelect
        size="xs"
        aria-label="Value"
        data={choices}
        value={isRelative ? value : AT}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(chosen === AT ? new Date().toISOString() : chosen);
        }}
      />
      {!isRelative && (
        <TextInput
          size="xs"
          type="datetime-local"
          aria-label="Date and time"
          value={toLocal(value)}
          onChange={(event) => {
            const at = new Date(event.currentTarget.value);
            if (!Number.isNaN(at.getTime())) onChange(at.toISOString());
          }}
        />
      )}
    </div>
  );
}

function toLocal(value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function listOf(value: Value): string[] {
  if (typeof value === 'object') return [...value];
  return value === '' ? [] : [String(value)];
}
