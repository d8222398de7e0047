import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../../api.ts';
import { type Columns, DataTable } from '../../data-table.tsx';
import { FormDialog } from '../../dialog.tsx';
import { Empty } from '../../empty.tsx';
import { FaultAlert } from '../../fault-alert.tsx';
import { StateBadge } from '../../job-state.tsx';
import { List } from '../../list.tsx';
import { Page } from '../../page.tsx';
import { useAllCollections } from '../../queries.ts';
import { Time } from '../../time.tsx';
import { conditionWords } from '../search/condition-words.ts';
import { readCondition, searchPath } from '../search/search.ts';
import { counted } from '../words.ts';
import {
  canUndo,
  changeResult,
  isUnderWay,
  progressOf,
  useCancelChange,
  useChanges,
  useUndoChange,
} from './change-queries.ts';
import { actionWords } from './change-words.ts';

type Change = Schemas['Change'];

/** All changes of many objects: what they did, how far they are, and the way back. */
export function ChangesPage() {
  const query = useChanges();
  const { data: collections = [] } = useAllCollections();
  const mayWrite = collections.some(({ can_write }) => can_write);
  const titles = new Map(collections.map(({ id, title }) => [id, title]));
  return (
    <Page
      title="Changes"
      lead="Changes of many objects at once, newest first. For 30 days each of them can be undone."
    >
      <List query={query} empty={<NoChanges mayWrite={mayWrite} />}>
        {(rows) => (
          <DataTable
            label="Changes"
            columns={columnsWith(titles)}
            rows={rows}
            idOf={(row) => row.id}
          />
        )}
      </List>
    </Page>
  );
}

function columnsWith(titles: ReadonlyMap<string, string>): Columns<Change> {
  return [
    {
      id: 'what',
      header: 'What',
      cell: ({ row: { original } }) => (
        <>
          <strong>{actionWords(original.action)}</strong>
          <Asked change={original} titles={titles} />
        </>
      ),
    },
    { id: 'who', header: 'Who', cell: ({ row }) => row.original.account },
    { id: 'when', header: 'When', cell: ({ row }) => <Time value={row.original.created_at} /> },
    {
      id: 'count',
      header: () => <span className="number">Objects</span>,
      cell: ({ row }) => <span className="number">{row.original.count.toLocaleString('en')}</span>,
    },
    { id: 'state', header: 'State', cell: ({ row }) => <State change={row.original} /> },
    {
      id: 'actions',
      header: () => <span className="unseen">What can be done</span>,
      cell: ({ row }) => <Actions change={row.original} />,
    },
  ];
}

interface AskedProps {
  readonly change: Change;
  readonly titles: ReadonlyMap<string, string>;
}

function Asked({ change: { asked, count }, titles }: AskedProps) {
  if (asked === null) return <div className="quiet">{counted(count, 'selected object')}</div>;
  const where = readCondition(JSON.stringify(asked.where ?? null));
  const text = asked.text ?? '';
  const within = asked.collection === undefined ? '' : titles.get(asked.collection);
  const isList = where !== null && 'field' in where && where.field === 'id';
  const isAll = where === null || ('all' in where && where.all.length === 0);
  const words = [
    ...(text === '' ? [] : [`“${text}”`]),
    ...(isList ? [counted(count, 'selected object')] : []),
    ...(isAll || isList ? [] : [conditionWords(where, titles)]),
    ...(within ? [`in ${within}`] : []),
  ];
  const path = searchPath({ where, text, collection: asked.collection ?? null });
  return (
    <div className="asked">
      <Anchor component={Link} href={path} size="sm">
        {words.length === 0 ? 'Everything' : words.join(', ')}
      </Anchor>
    </div>
  );
}

function State({ change }: { readonly change: Change }) {
  return (
    <>
      <StateBadge state={change.state} />
      {isUnderWay(change) && <progress aria-label="Progress" {...progressOf(change)} />}
      <div className="quiet">{changeResult(change)}</div>
    </>
  );
}

function Actions({ change }: { readonly change: Change }) {
  const { id, state, changed } = change;
  const [isAsking, setIsAsking] = useState(false);
  const cancel = useCancelChange(id);
  const undo = useUndoChange(id);
  const close = () => setIsAsking(false);
  return (
    <>
      {(state === 'waiting' || state === 'running') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Stop
        </Button>
      )}
      {canUndo(change) && (
        <Button size="compact-sm" variant="default" onClick={() => setIsAsking(true)}>
          Undo…
        </Button>
      )}
      {cancel.error !== null && <FaultAlert fault={cancel.error} />}
      {isAsking && (
        <FormDialog
          title="Undo this change?"
          action={`Take back ${counted(changed, 'object')}`}
          call={undo}
          onSend={() => undo.mutate(undefined, { onSuccess: close })}
          onClose={close}
        >
          <p>
            {actionWords(change.action)}: the objects become what they were. What somebody has
            changed since is left alone.
          </p>
        </FormDialog>
      )}
    </>
  );
}

function NoChanges({ mayWrite }: { readonly mayWrite: boolean }) {
  if (!mayWrite)
    return (
      <Empty title="Nothing was changed yet">
        Whoever may write to a collection can change many of its objects at once. You may read;{' '}
        <Anchor component={Link} href="/account" underline="always">
          your account
        </Anchor>{' '}
        says where.
      </Empty>
    );
  return (
    <Empty title="Nothing was changed yet">
      Select objects in{' '}
      <Anchor component={Link} href="/intel" underline="always">
        Intelligence
      </Anchor>{' '}
      and choose Change…: what it does is listed here, with the way back.
    </Empty>
  );
}
