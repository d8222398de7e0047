import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash, IconUsers } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../../api.ts';
import { FaultAlert } from '../../fault-alert.tsx';
import { useDeleteSearch, useSavedSearches, useSaveSearch } from '../queries.ts';
import type { SavedSearch } from '../shapes.ts';
import { readCondition, type Search, searchPath } from './search.ts';

/** The searches that are kept: to open one, to keep this one, to share or to forget one. */
export function SavedSearches({ search }: { readonly search: Search }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="md"
      width={340}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={16} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          Saved
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved searches">
        {opened && <SavedList search={search} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

interface SavedListProps {
  readonly search: Search;
  readonly onDone: () => void;
}

function SavedList({ search, onDone }: SavedListProps) {
  const { data, error } = useSavedSearches();
  const { mutate: forget, error: unforgotten } = useDeleteSearch();
  return (
    <>
      {error !== null && <FaultAlert fault={error} />}
      {unforgotten !== null && <FaultAlert fault={unforgotten} />}
      {data?.items.length === 0 && (
        <p className="quiet">None yet. Give the search on this page a name to find it here.</p>
      )}
      <ul className="saved">
        {data?.items.map((one) => (
          <li key={`${one.owner} ${one.name}`}>
            <Link href={pathOf(one)} onClick={onDone}>
              {one.name}
            </Link>
            {one.shared && (
              <span className="quiet">
                <IconUsers size={14} aria-hidden /> {one.own ? 'shared' : one.owner}
              </span>
            )}
            {one.own && (
              <ActionIcon
                size="sm"
                variant="subtle"
                aria-label={`Delete ${one.name}`}
                onClick={() => forget(one.name)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <SaveForm search={search} onDone={onDone} />
    </>
  );
}

function SaveForm({ search, onDone }: SavedListProps) {
  const { mutate: save, error, isPending } = useSaveSearch();
  const [isShared, setIsShared] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name')).trim();
    save({ name, body: savedOf(search, isShared) }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={send} className="save-form">
      <TextInput
        size="xs"
        name="name"
        label="Save this search as"
        description="One of yours with this name is replaced."
        required
        maxLength={100}
        data-autofocus
      />
      <Checkbox
        size="xs"
        label="Share it with everybody"
        checked={isShared}
        onChange={() => setIsShared(!isShared)}
      />
      {error !== null && <FaultAlert fault={error} />}
      <Button size="xs" type="submit" loading={isPending}>
        Save
      </Button>
    </form>
  );
}

function savedOf(search: Search, shared: boolean): Schemas['SavedSearchPut'] {
  const { where, text, collection, sort, view, columns } = search;
  return {
    shared,
    view,
    ...(where === null ? {} : { where: { ...where } }),
    ...(text === '' ? {} : { text }),
    ...(collection === null ? {} : { collection }),
    ...(sort === null ? {} : { sort }),
    ...(columns === null ? {} : { columns: [...columns] }),
  };
}

function pathOf(saved: SavedSearch): string {
  return searchPath({
    where: readCondition(saved.where === undefined ? null : JSON.stringify(saved.where)),
    text: saved.text ?? '',
    collection: saved.collection ?? null,
    sort: saved.sort ?? null,
    view: saved.view ?? 'objects',
    columns: saved.columns ?? null,
  });
}
