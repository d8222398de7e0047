import { Anchor, Checkbox, Text } from '@mantine/core';
import { Link } from 'wouter';
import { type Columns, DataTable } from '../data-table.tsx';
import { useCollection } from '../queries.ts';
import { Time } from '../time.tsx';
import type { Waiting } from './queries.ts';

interface WaitingTableProps {
  readonly rows: Waiting[];
  readonly chosen: ReadonlySet<number>;
  readonly onChoose: (chosen: ReadonlySet<number>) => void;
}

/** What waits, each with its reason, to be chosen from. */
export function WaitingTable({ rows, chosen, onChoose }: WaitingTableProps) {
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  const isAll = chosen.size === rows.length;
  const choice: Columns<Waiting>[number] = {
    id: 'choice',
    header: () => (
      <Checkbox
        aria-label="Choose all that is shown"
        checked={isAll}
        indeterminate={!isAll && chosen.size > 0}
        onChange={() => onChoose(new Set(isAll ? [] : rows.map(({ id }) => id)))}
      />
    ),
    cell: ({ row: { original } }) => (
      <Checkbox
        aria-label={`Choose ${nameOf(original)}`}
        checked={chosen.has(original.id)}
        onChange={() => toggle(original.id)}
      />
    ),
  };
  return (
    <DataTable
      label="What waits"
      columns={[choice, ...COLUMNS]}
      rows={rows}
      idOf={({ id }) => String(id)}
    />
  );
}

const COLUMNS: Columns<Waiting> = [
  { id: 'object', header: 'Object', cell: ({ row }) => <What one={row.original} /> },
  {
    id: 'reason',
    header: 'Why it waits',
    cell: ({ row: { original } }) => (
      <>
        <span className="badge badge-partly">{original.reason.code}</span>
        <div className="quiet reason">{original.reason.message}</div>
      </>
    ),
  },
  { id: 'from', header: 'From', cell: ({ row }) => <From one={row.original} /> },
  { id: 'at', header: 'Since', cell: ({ row }) => <Time value={row.original.at} /> },
];

function What({ one }: { readonly one: Waiting }) {
  const { object, type } = one;
  return (
    <div className="waiting-object">
      <Text component="span" fw={600}>
        {nameOf(one)}
      </Text>
      <div className="quiet">{patternOf(object) ?? type}</div>
      {object !== null && (
        <details>
          <summary>STIX</summary>
          <pre>{JSON.stringify(object, null, 2)}</pre>
        </details>
      )}
    </div>
  );
}

function Into({ collection }: { readonly collection: string }) {
  const { data } = useCollection(collection);
  return (
    <Anchor component={Link} href={`/collections/${collection}`} size="sm" underline="always">
      {data?.title ?? '…'}
    </Anchor>
  );
}

function From({ one }: { readonly one: Waiting }) {
  const { import: importId, line, account, collection } = one;
  return (
    <>
      {account ?? 'somebody who is gone'}
      <div className="quiet">
        into <Into collection={collection} />
      </div>
      {importId !== null && (
        <div>
          <Anchor component={Link} href={`/imports/${importId}`} size="sm">
            {line === null ? 'import' : `import, line ${line}`}
          </Anchor>
        </div>
      )}
    </>
  );
}

function nameOf({ object, stix_id }: Waiting): string {
  const name = object?.name ?? object?.value;
  return typeof name === 'string' && name !== '' ? name : stix_id;
}

function patternOf(object: Waiting['object']): string | null {
  return typeof object?.pattern === 'string' ? object.pattern : null;
}
