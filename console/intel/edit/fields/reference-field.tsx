import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { tlpId } from '../../../../src/stix/tlp.ts';
import { nameless } from '../../columns.tsx';
import { typeOfId } from '../../object/type-of-id.ts';
import { TLP_CHOICES, typeWords } from '../../words.ts';
import { usePaused } from '../queries.ts';
import { type FieldProps, faultWords, labelOf } from './field.ts';
import { typesOf } from './model.ts';
import { useFound, useNamed } from './reference-queries.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

const MARKINGS: readonly Option[] = TLP_CHOICES.map(({ value, label }) => ({
  value: tlpId(value, '2'),
  label,
}));

/** Other objects, found by name, value or identifier, shown by their names. */
export function ReferenceField(props: FieldProps) {
  const { property, value, onChange } = props;
  const [words, setWords] = useState('');
  const asked = usePaused(words.trim());
  const ids = idsOf(value);
  const types = typesOf(property.targets);
  const found = useFound(asked, types);
  const named = useNamed(ids);
  const label = (id: string, name: string | null, type: string) =>
    `${name ?? nameless({ id, type })} · ${typeWords(type)}`;
  const options = distinct([
    // Objects that the account does not read may be named as well.
    ...(typeOfId(asked) === null ? [] : [{ value: asked, label: asked }]),
    ...(types === null || types.includes('marking-definition') ? markingsLike(words) : []),
    ...(found.data ?? []).map(({ id, name, type, values }) => ({
      value: id,
      label: label(id, name ?? values[0]?.value ?? null, type),
    })),
  ]);
  const chosen = ids.map((id) => {
    const item = named.data?.find((one) => one.id === id);
    const name = item?.name ?? item?.values[0]?.value ?? null;
    const marking = MARKINGS.find((one) => one.value === id);
    return marking ?? { value: id, label: item ? label(id, name, item.type) : id };
  });
  const isMany = property.list === true;
  return (
    <MultiSelect
      {...labelOf(props)}
      className="field-wide"
      searchable
      value={ids}
      data={distinct([...chosen, ...options])}
      filter={() => options.filter((one) => !ids.includes(one.value))}
      searchValue={words}
      onSearchChange={setWords}
      {...(isMany ? {} : { maxValues: 1 })}
      placeholder={isMany || ids.length === 0 ? 'Name, value or identifier' : ''}
      nothingFoundMessage={nothingWords(asked, found.isFetching || asked !== words.trim())}
      error={found.error?.detail ?? faultWords(props.faults)}
      onChange={(now) => onChange(isMany ? (now.length === 0 ? undefined : now) : now[0])}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function nothingWords(asked: string, isAsking: boolean): string {
  if (isAsking) return 'Searching …';
  return asked === '' ? 'Type a name, a value or an identifier' : 'Nothing of that name';
}

function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

function markingsLike(words: string): readonly Option[] {
  return MARKINGS.filter(({ label }) => label.includes(words.trim().toUpperCase()));
}

function distinct(options: readonly Option[]): Option[] {
  return [...new Map(options.map((one) => [one.value, one])).values()];
}
