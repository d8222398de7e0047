// Fields of one value: text, text of a vocabulary, numbers, times, yes or no.
import { Autocomplete, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type FieldProps, faultWords, labelOf } from './field.ts';
import { suggestionsFor } from './model.ts';

// By their names: the model calls a title and a page of text both a string.
const LONG: ReadonlySet<string> = new Set([
  'description',
  'content',
  'explanation',
  'objective',
  'pattern',
]);

// An empty field says nothing.
const orNothing = (text: string) => (text === '' ? undefined : text);

const sharedOf = (props: FieldProps) => ({
  ...labelOf(props),
  error: faultWords(props.faults),
  spellCheck: false,
});

export function TextField(props: FieldProps) {
  const { name, value, onChange } = props;
  const shared = { ...sharedOf(props), value: typeof value === 'string' ? value : '' };
  if (LONG.has(name))
    return (
      <Textarea
        {...shared}
        className="field-wide field-long"
        onChange={(event) => onChange(orNothing(event.currentTarget.value))}
      />
    );
  return (
    <TextInput
      {...shared}
      className={name === 'name' ? 'field-wide' : ''}
      onChange={(event) => onChange(orNothing(event.currentTarget.value))}
    />
  );
}

/** Text for which the model knows words; others may be written. */
export function VocabularyField(props: FieldProps) {
  const { value, property, object, onChange } = props;
  return (
    <Autocomplete
      {...sharedOf(props)}
      value={typeof value === 'string' ? value : ''}
      data={[...suggestionsFor(property, object)]}
      onChange={(text) => onChange(orNothing(text))}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

/** One of the words of an enumeration. */
export function EnumField(props: FieldProps) {
  const { value, property, object, onChange } = props;
  return (
    <NativeSelect
      {...sharedOf(props)}
      value={typeof value === 'string' ? value : ''}
      data={[{ value: '', label: '–' }, ...suggestionsFor(property, object)]}
      onChange={(event) => onChange(orNothing(event.currentTarget.value))}
    />
  );
}

export function BooleanField(props: FieldProps) {
  const { label } = labelOf(props);
  return (
    <Switch
      className="field-switch"
      label={label}
      error={faultWords(props.faults)}
      checked={props.value === true}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}

export function NumberField(props: FieldProps) {
  const { minimum, maximum, kind } = props.property;
  return (
    <NativeField
      {...props}
      type="number"
      step={kind === 'integer' ? 1 : 'any'}
      min={minimum}
      max={maximum}
      write={(value) => (typeof value === 'number' ? String(value) : '')}
      read={(text) => (text === '' ? undefined : Number(text))}
    />
  );
}

export function TimestampField(props: FieldProps) {
  return (
    <NativeField {...props} type="datetime-local" step="any" write={localOf} read={instantOf} />
  );
}

// The browser's field takes three digits of a fraction; what is finer stays as long as nobody changes it.
function localOf(value: unknown): string {
  return String(value ?? '')
    .replace(/(\.\d{3})\d*Z$/, '$1Z')
    .replace(/(:00)?(\.0+)?Z$/, '');
}

/** `2026-03-01T09:00`, and seconds if the field has them, as a timestamp of STIX. */
function instantOf(text: string): string | undefined {
  if (text === '') return undefined;
  const [, minutes, seconds = '00', fraction = ''] =
    /^(.*T\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?$/.exec(text) ?? [];
  return minutes === undefined ? text : `${minutes}:${seconds}.${fraction.padEnd(3, '0')}Z`;
}

interface NativeFieldProps extends FieldProps {
  readonly type: 'number' | 'datetime-local';
  readonly step: number | 'any';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly write: (value: unknown) => string;
  readonly read: (text: string) => unknown;
}

// What is half typed has no value yet, and is lost if it is written back: the browser keeps what
// stands in the field, which is written only when somebody else changes the value.
function NativeField({ type, step, min, max, write, read, ...props }: NativeFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const said = useRef(props.value);
  const { value, onChange } = props;
  useEffect(() => {
    if (value === said.current || input.current === null) return;
    said.current = value;
    input.current.value = write(value);
  }, [value, write]);
  return (
    <TextInput
      {...sharedOf(props)}
      ref={input}
      {...{ type, step }}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      defaultValue={write(value)}
      onChange={(event) => {
        said.current = read(event.currentTarget.value);
        onChange(said.current);
      }}
    />
  );
}
