import {
  Button,
  Group,
  NativeSelect,
  Paper,
  Skeleton,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import type { FormEvent } from 'react';
import type { Schemas } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';
import { useLeaving, useTypedForm } from '../leaving.tsx';
import { useSaveWarningList, useWarningList, type WarningList } from './template-queries.ts';
import { ACTIONS } from './warning-choice.tsx';

interface WarningListFormProps {
  /** The list to be changed; null is a new one. */
  readonly name: string | null;
  readonly onClose: () => void;
}

const TYPES: readonly { readonly value: Schemas['WarningListType']; readonly label: string }[] = [
  { value: 'cidr', label: 'addresses and networks' },
  { value: 'hostname', label: 'names of hosts' },
  { value: 'hash', label: 'hashes' },
  { value: 'string', label: 'texts, compared as they are' },
];

/** A warning list as its values, one a line. */
export function WarningListForm({ name, onClose }: WarningListFormProps) {
  const { data, error } = useWarningList(name);
  if (error !== null) return <FaultAlert fault={error} />;
  if (name !== null && data === undefined) return <Skeleton height={300} aria-label="Loading" />;
  return <Form list={data ?? null} onClose={onClose} />;
}

interface FormProps {
  readonly list: WarningList | null;
  readonly onClose: () => void;
}

function Form({ list, onClose }: FormProps) {
  const { mutate, error, isPending } = useSaveWarningList();
  const { form, isTyped } = useTypedForm();
  const { leave, question } = useLeaving(isTyped, onClose);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(readForm(new FormData(event.currentTarget), list), { onSuccess: onClose });
  };
  return (
    <Paper withBorder p="md">
      <form ref={form} className="stack" onSubmit={save}>
        <Title order={2} size="h4">
          {titleOf(list)}
        </Title>
        <div className="settings">
          {list === null && (
            <TextInput
              name="name"
              label="Name"
              description="Small letters, digits, - and _"
              required
              autoFocus
              maxLength={63}
              pattern="[a-z0-9][a-z0-9_\-]*"
            />
          )}
          <TextInput
            name="description"
            label="Description"
            maxLength={1000}
            defaultValue={list?.description ?? ''}
          />
          <NativeSelect
            name="type"
            label="Its values are"
            data={[...TYPES]}
            defaultValue={list?.type ?? 'hostname'}
          />
          <NativeSelect
            name="action"
            label="What is on it"
            data={[...ACTIONS]}
            defaultValue={list?.action ?? 'tag'}
          />
        </div>
        <Textarea
          name="values"
          label="Values, one a line"
          description="A name that begins with a dot means everything below it as well."
          rows={10}
          defaultValue={list?.values?.join('\n') ?? ''}
        />
        {error !== null && <FaultAlert fault={error} />}
        {question}
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            Save the list
          </Button>
          <Button variant="default" onClick={leave}>
            Cancel
          </Button>
        </Group>
      </form>
    </Paper>
  );
}

function titleOf(list: WarningList | null): string {
  if (list === null) return 'A list of your own';
  return list.is_shipped ? `In the place of ${list.name}` : list.name;
}

function readForm(form: FormData, list: WarningList | null) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const values = text('values').split(/\s*\n\s*/);
  const type = TYPES.find(({ value }) => value === text('type'))?.value ?? 'hostname';
  const action = ACTIONS.find(({ value }) => value === text('action'))?.value ?? 'tag';
  const { licence = null, origin = null, version = null } = list ?? {};
  return {
    name: list?.name ?? text('name'),
    body: {
      description: text('description') === '' ? null : text('description'),
      ...{ licence, origin, version, type, action },
      values: values.filter((value) => value !== ''),
    },
  };
}
