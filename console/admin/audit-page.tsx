import { Anchor, Autocomplete, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useSearchParams } from 'wouter';
import type { Schemas } from '../api.ts';
import { type Columns, DataTable } from '../data-table.tsx';
import { Empty } from '../empty.tsx';
import { List } from '../list.tsx';
import { Time } from '../time.tsx';
import { AdminPage } from './admin-page.tsx';
import { type AuditFilter, useAudit } from './audit-queries.ts';
import { ACTIONS, placeOf, wordsOf, writeDetails } from './audit-words.ts';
import { useAccounts } from './queries.ts';

type Entry = Schemas['AuditEntry'];

/** Characters of details that a row shows at once. */
const LONG = 400;

/** Who changed what, when, and from where. */
export function AuditPage() {
  const { filter, settled, change } = useFilter();
  const query = useAudit(settled);
  const isAll = Object.values(filter).every((value) => value === '');
  return (
    <AdminPage title="Audit log" lead="Who changed what, when, and from where; newest first.">
      <Filters filter={filter} isAll={isAll} onChange={change} />
      <List
        query={query}
        empty={
          <Empty title={isAll ? 'No changes yet' : 'No such changes'}>
            {isAll
              ? 'Every change is listed here as it is made.'
              : 'Take a filter away to see more.'}
          </Empty>
        }
      >
        {(rows) => (
          <div className="audit">
            <DataTable
              label="Changes"
              columns={COLUMNS}
              rows={rows}
              idOf={(entry) => String(entry.id)}
            />
          </div>
        )}
      </List>
    </AdminPage>
  );
}

const COLUMNS: Columns<Entry> = [
  { id: 'at', header: 'When', cell: ({ row }) => <Time value={row.original.at} /> },
  {
    id: 'account',
    header: 'Who',
    cell: ({ row }) => row.original.account ?? <span className="quiet">command line</span>,
  },
  {
    id: 'action',
    header: 'What',
    cell: ({ row: { original } }) => <What entry={original} />,
  },
  {
    id: 'address',
    header: 'From',
    cell: ({ row: { original } }) => (
      <span title={original.request_id === null ? undefined : `Request ${original.request_id}`}>
        {original.address ?? '–'}
      </span>
    ),
  },
];

function What({ entry }: { readonly entry: Entry }) {
  const { action, target, details } = entry;
  const place = target === null ? null : placeOf(action, target);
  const more = writeDetails(details);
  return (
    <>
      {wordsOf(action)}{' '}
      {place === null ? (
        target
      ) : (
        <Anchor component={Link} href={place} inherit underline="always">
          {target}
        </Anchor>
      )}
      <Details text={more} />
    </>
  );
}

// A change of many objects names each of them, which would hide the rows around it.
function Details({ text }: { readonly text: string }) {
  if (text === '') return null;
  if (text.length <= LONG) return <div className="quiet details">{text}</div>;
  return (
    <details className="quiet details">
      <summary>{`${text.slice(0, 80)} …`}</summary>
      {text}
    </details>
  );
}

interface FiltersProps {
  readonly filter: AuditFilter;
  readonly isAll: boolean;
  readonly onChange: (change: Partial<AuditFilter>) => void;
}

function Filters({ filter, isAll, onChange }: FiltersProps) {
  const { data: accounts = [] } = useAccounts();
  return (
    <Group align="end" gap="sm">
      <Autocomplete
        label="Who"
        placeholder="everybody"
        data={accounts.map(({ name }) => name)}
        limit={20}
        value={filter.account}
        onChange={(account) => onChange({ account })}
      />
      <NativeSelect
        label="What"
        data={actionsWith(filter.action)}
        value={filter.action}
        onChange={(event) => onChange({ action: event.currentTarget.value })}
      />
      <TextInput
        label="Of"
        placeholder="name or id"
        value={filter.target}
        onChange={(event) => onChange({ target: event.currentTarget.value })}
      />
      <TextInput
        label="From"
        type="date"
        value={filter.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        value={filter.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      {!isAll && (
        <Button
          variant="default"
          onClick={() => onChange({ account: '', action: '', target: '', from: '', to: '' })}
        >
          All changes
        </Button>
      )}
    </Group>
  );
}

// An older version may have kept what is kept no more.
function actionsWith(asked: string) {
  const isKnown = asked === '' || ACTIONS.some(({ value }) => value === asked);
  const other = isKnown ? [] : [{ value: asked, label: wordsOf(asked) }];
  return [{ value: '', label: 'everything' }, ...ACTIONS, ...other];
}

// The filter is in the address bar: a look at the log can be sent to a colleague. The server is
// asked when the typing rests.
function useFilter() {
  const [search, setSearch] = useSearchParams();
  const [rested] = useDebouncedValue(search.toString(), 300);
  const filter = readFilter(search);
  const change = (some: Partial<AuditFilter>) => {
    const given = Object.entries({ ...filter, ...some }).filter(([, value]) => value !== '');
    setSearch(new URLSearchParams(given), { replace: true });
  };
  return { filter, settled: readFilter(new URLSearchParams(rested)), change };
}

function readFilter(search: URLSearchParams): AuditFilter {
  const text = (name: string) => search.get(name) ?? '';
  return {
    account: text('account'),
    action: text('action'),
    target: text('target'),
    from: dayIn(text('from')),
    to: dayIn(text('to')),
  };
}

// An address that was written by hand may have anything there.
function dayIn(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
