import { Alert, Button, Group, List, Text, Textarea, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { type Fault, faultAt, type Schemas } from '../api.ts';
import { Dialog, FormDialog } from '../dialog.tsx';
import { emptyAsNull, textOf, withoutEmpty } from '../form-values.ts';
import { RemovalDialog } from '../removal-dialog.tsx';
import { Time } from '../time.tsx';
import {
  useContents,
  useCreateCollection,
  useDeleteCollection,
  useUpdateCollection,
} from './queries.ts';

type Collection = Schemas['Collection'];

const NUMBER = new Intl.NumberFormat();

/** Makes a collection, then says what to do with it. */
export function NewCollection({ root, onClose }: { root: string; onClose: () => void }) {
  const create = useCreateCollection();
  if (create.data !== undefined) return <Made collection={create.data} onClose={onClose} />;
  const send = (form: FormData) => {
    const alias = textOf(form, 'alias');
    const description = textOf(form, 'description');
    const title = textOf(form, 'title');
    create.mutate({ api_root: root, title, ...withoutEmpty({ alias, description }) });
  };
  return (
    <FormDialog
      title={`New collection in ${root}`}
      action="Create"
      call={create}
      onSend={send}
      onClose={onClose}
    >
      <CollectionFields fault={create.error} />
    </FormDialog>
  );
}

function Made({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  return (
    <Dialog title={`${collection.title} is there`} onClose={onClose}>
      <Warnings collection={collection} />
      <Text size="sm">
        Nobody but administrators sees it yet. Give rights, then connect what pushes or polls.
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button component={Link} href="/admin/rights" variant="default">
          Give rights
        </Button>
        <Button component={Link} href={`/collections/${collection.id}/connect`}>
          Connect a client
        </Button>
      </Group>
    </Dialog>
  );
}

/** Changes what a collection says of itself. */
export function EditCollection(props: { collection: Collection; onClose: () => void }) {
  const { collection, onClose } = props;
  const update = useUpdateCollection(collection.id);
  const warnings = update.data?.warnings ?? [];
  const send = (form: FormData) => {
    const body = {
      title: textOf(form, 'title'),
      alias: emptyAsNull(textOf(form, 'alias')),
      description: emptyAsNull(textOf(form, 'description')),
    };
    update.mutate(body, { onSuccess: (now) => now.warnings?.length === 0 && onClose() });
  };
  return (
    <FormDialog
      title={`Edit ${collection.title}`}
      action="Save"
      call={update}
      onSend={send}
      onClose={onClose}
    >
      <CollectionFields fault={update.error} collection={collection} />
      {update.data !== undefined && warnings.length > 0 && <Warnings collection={update.data} />}
    </FormDialog>
  );
}

function CollectionFields(props: { fault: Fault | null; collection?: Collection }) {
  const { fault, collection } = props;
  return (
    <>
      <TextInput
        label="Title"
        name="title"
        description="Some clients choose collections by their title: give each its own, without a dot"
        defaultValue={collection?.title}
        error={faultAt(fault, 'title')}
        required
        maxLength={250}
      />
      <TextInput
        label="Alias"
        name="alias"
        description="A short name for URLs, besides the id: small letters, digits, - and _"
        defaultValue={collection?.alias}
        error={faultAt(fault, 'alias')}
        autoComplete="off"
      />
      <Textarea
        label="Description"
        name="description"
        defaultValue={collection?.description}
        error={faultAt(fault, 'description')}
        maxLength={10_000}
        rows={3}
      />
    </>
  );
}

function Warnings({ collection }: { readonly collection: Collection }) {
  return collection.warnings?.map(({ code, message }) => (
    <Alert key={code} color="yellow" mb="sm">
      {message}
    </Alert>
  ));
}

/** Removes a collection with all it holds, which is told first. */
export function DeleteCollection(props: { collection: Collection; onClose: () => void }) {
  const { collection, onClose } = props;
  const remove = useDeleteCollection(collection.id);
  const contents = useContents(collection.id);
  return (
    <RemovalDialog
      title={`Delete ${collection.title}?`}
      phrase={collection.alias ?? collection.title}
      action="Delete for good"
      call={remove}
      onRemove={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">Its id and its URL end, and there is no way back. It takes along:</Text>
      {contents.data === undefined ? (
        <Text size="sm">{contents.error?.detail ?? 'Counting …'}</Text>
      ) : (
        <Holdings contents={contents.data} />
      )}
    </RemovalDialog>
  );
}

function Holdings({ contents }: { readonly contents: Schemas['CollectionContents'] }) {
  const { versions, sources, imports, accounts, last_added } = contents;
  return (
    <List size="sm">
      <List.Item>
        <strong>{NUMBER.format(versions)}</strong> stored versions of objects
        {last_added !== undefined && (
          <>
            , the newest of <Time value={last_added} />
          </>
        )}
      </List.Item>
      <List.Item>
        <strong>{NUMBER.format(imports)}</strong> imports from{' '}
        <strong>{NUMBER.format(sources)}</strong> sources, with what they reported
      </List.Item>
      <List.Item>
        the rights of <strong>{NUMBER.format(accounts)}</strong> accounts
      </List.Item>
    </List>
  );
}
