import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { ITEM_COLUMNS, ITEM_DEFAULTS, objectPath, valuePath } from '../columns.tsx';
import { useCount, useItems, useValues } from '../queries.ts';
import type { Item } from '../shapes.ts';
import { VALUE_COLUMNS, VALUE_DEFAULTS } from '../value-columns.tsx';
import { chosenColumns, useKeptColumns } from './kept-columns.ts';
import { ResultBar } from './result-bar.tsx';
import { ResultList } from './result-list.tsx';
import { ResultTable } from './result-table.tsx';
import type { Search } from './search.ts';
import { keyOf, useSelection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';

interface ResultsProps {
  readonly search: Search;
  readonly onChange: (changed: Partial<Search>) => void;
}

/** What a search finds, object by object or value by value. */
export function Results({ search, onChange }: ResultsProps) {
  return search.view === 'values' ? (
    <Values search={search} onChange={onChange} />
  ) : (
    <Objects search={search} onChange={onChange} />
  );
}

function Objects({ search, onChange }: ResultsProps) {
  const [, go] = useLocation();
  const [kept] = useKeptColumns('objects');
  const ids = search.columns ?? kept;
  const columns = useMemo(() => chosenColumns(ITEM_COLUMNS, ids, ITEM_DEFAULTS), [ids]);
  const query = useItems(search);
  const { data: count } = useCount(search);
  const { where, text, collection } = search;
  const selection = useSelection(JSON.stringify([where, text, collection]));
  const loaded = useMemo(() => (query.data ?? []).map(keyOf), [query.data]);
  return (
    <>
      <ResultBar
        search={search}
        onChange={onChange}
        count={count}
        columns={ITEM_COLUMNS}
        shown={columns}
      />
      <ResultList query={query} search={search} onChange={onChange}>
        {(rows) => (
          <ResultTable<Item>
            label="Objects"
            columns={columns}
            rows={rows}
            idOf={keyOf}
            toneOf={(item) => (item.revoked || item.expired ? 'over' : undefined)}
            onOpen={(item) => go(objectPath(item.collection.id, item.id))}
            sort={search.sort ?? '-added'}
            onSort={(sort) => onChange({ sort })}
            selection={selection}
          />
        )}
      </ResultList>
      <SelectionBar search={search} selection={selection} loaded={loaded} count={count?.count} />
    </>
  );
}

function Values({ search, onChange }: ResultsProps) {
  const [, go] = useLocation();
  const [kept] = useKeptColumns('values');
  const ids = search.columns ?? kept;
  const columns = useMemo(() => chosenColumns(VALUE_COLUMNS, ids, VALUE_DEFAULTS), [ids]);
  const query = useValues(search);
  const { data: count } = useCount(search);
  return (
    <>
      <ResultBar
        search={search}
        onChange={onChange}
        count={count}
        columns={VALUE_COLUMNS}
        shown={columns}
      />
      <ResultList query={query} search={search} onChange={onChange}>
        {(rows) => (
          <ResultTable
            label="Values"
            columns={columns}
            rows={rows}
            idOf={(row) => `${row.kind} ${row.value}`}
            toneOf={(row) => (row.revoked ? 'over' : undefined)}
            onOpen={(row) => go(valuePath(row.value))}
            sort={search.sort ?? '-added'}
            onSort={(sort) => onChange({ sort })}
          />
        )}
      </ResultList>
    </>
  );
}
