import { Text, Textarea, TextInput } from '@mantine/core';
import { type Fault, faultAt, type Schemas } from '../api.ts';
import { FormDialog } from '../dialog.tsx';
import { emptyAsNull, textOf, withoutEmpty } from '../form-values.ts';
import { RemovalDialog } from '../removal-dialog.tsx';
import { useCreateApiRoot, useDeleteApiRoot, useUpdateApiRoot } from './queries.ts';

type ApiRoot = Schemas['ApiRoot'];

/** Makes an API root. */
export function NewRoot({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateApiRoot();
  const send = (form: FormData) => {
    const body = {
      name: textOf(form, 'name'),
      title: textOf(form, 'title'),
      ...withoutEmpty({ description: textOf(form, 'description') }),
      ...limitOf(form),
    };
    create.mutate(body, { onSuccess: onClose });
  };
  return (
    <FormDialog title="New API root" action="Create" call={create} onSend={send} onClose={onClose}>
      <TextInput
        label="Name"
        name="name"
        description="Part of its URL, for good: small letters, digits, - and _"
        error={faultAt(create.error, 'name')}
        required
        autoComplete="off"
      />
      <RootFields fault={create.error} />
    </FormDialog>
  );
}

/** Changes what an API root says of itself. */
export function EditRoot({ root, onClose }: { root: ApiRoot; onClose: () => void }) {
  const update = useUpdateApiRoot(root.name);
  const send = (form: FormData) => {
    const limit = limitOf(form).max_content_length ?? null;
    const body = {
      title: textOf(form, 'title'),
      description: emptyAsNull(textOf(form, 'description')),
      max_content_length: limit,
    };
    update.mutate(body, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={`Edit ${root.name}`}
      action="Save"
      call={update}
      onSend={send}
      onClose={onClose}
    >
      <RootFields fault={update.error} root={root} />
    </FormDialog>
  );
}

function RootFields({ fault, root }: { readonly fault: Fault | null; readonly root?: ApiRoot }) {
  return (
    <>
      <TextInput
        label="Title"
        name="title"
        defaultValue={root?.title}
        error={faultAt(fault, 'title')}
        required
        maxLength={250}
      />
      <Textarea
        label="Description"
        name="description"
        defaultValue={root?.description}
        error={faultAt(fault, 'description')}
        maxLength={10_000}
        rows={3}
      />
      <TextInput
        label="Greatest push"
        name="max_content_length"
        type="number"
        min={1}
        description="In octets; without it the server’s own limit holds"
        defaultValue={root?.max_content_length}
        error={faultAt(fault, 'max_content_length')}
      />
    </>
  );
}

/** Removes an API root that has no collections. */
export function DeleteRoot({ root, onClose }: { root: ApiRoot; onClose: () => void }) {
  const remove = useDeleteApiRoot(root.name);
  return (
    <RemovalDialog
      title={`Delete the API root ${root.title}?`}
      phrase={root.name}
      action="Delete for good"
      call={remove}
      onRemove={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">
        Clients that know its URL get 404 from then on. An API root with collections is not deleted:
        delete them first.
      </Text>
    </RemovalDialog>
  );
}

function limitOf(form: FormData): { max_content_length?: number } {
  const text = textOf(form, 'max_content_length');
  return text === '' ? {} : { max_content_length: Number(text) };
}
