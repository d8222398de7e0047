import { Checkbox, Paper } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Column } from '../columns.tsx';
import { keepOpened, openedRow } from './opened-row.ts';
import { ResultRow } from './result-row.tsx';
import type { Selection } from './selection.ts';

interface ResultTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly toneOf: (row: Row) => string | undefined;
  readonly onOpen: (row: Row) => void;
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
  readonly selection?: Selection;
}

/**
 * A dense table for the keyboard: j and k or the arrows move, Enter opens, the space bar selects.
 * Focus is on rows, one of which the tab key reaches.
 */
export function ResultTable<Row>(props: ResultTableProps<Row>) {
  const { label, columns, rows, idOf, toneOf, onOpen, sort, onSort, selection } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [opened] = useState(() => rows.findIndex((row) => idOf(row) === openedRow()));
  const [active, setActive] = useState(Math.max(opened, 0));
  const focus = (index: number) => {
    const row = body.current?.rows[Math.max(0, Math.min(index, rows.length - 1))];
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by: number) =>
    focus(body.current?.contains(document.activeElement) ? active + by : active);
  // Whoever comes back goes on where they were.
  useEffect(() => {
    if (opened >= 0 && document.activeElement === document.body)
      body.current?.rows[opened]?.focus();
  }, [opened]);
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ]);
  const press = (event: KeyboardEvent, row: Row) => {
    if (event.target !== event.currentTarget) return;
    const action = keyAction(event.key, {
      move: step,
      open: () => {
        keepOpened(idOf(row));
        onOpen(row);
      },
      select: () => selection?.toggle(idOf(row)),
    });
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const onPress = useStable(press);
  const onToggle = useStable((id: string) => selection?.toggle(id));
  return (
    <Paper withBorder className="table-scroll results">
      <table aria-label={label}>
        <thead>
          <tr>
            {selection !== undefined && (
              <th scope="col" className="select-cell">
                <SelectPage rows={rows.map(idOf)} selection={selection} />
              </th>
            )}
            {columns.map((column) => (
              <Header key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => {
            const id = idOf(row);
            return (
              <ResultRow
                key={id}
                row={row}
                id={id}
                index={index}
                columns={columns}
                tone={toneOf(row)}
                isActive={index === Math.min(active, rows.length - 1)}
                isSelected={selection && isIn(selection, id)}
                isLocked={selection?.selected === 'all'}
                onFocus={setActive}
                onPress={onPress}
                onToggle={onToggle}
              />
            );
          })}
        </tbody>
      </table>
    </Paper>
  );
}

// The same function from one drawing to the next, so that rows need not be drawn again for its sake.
function useStable<Given extends unknown[]>(call: (...given: Given) => void) {
  const latest = useRef(call);
  useLayoutEffect(() => {
    latest.current = call;
  });
  return useCallback((...given: Given) => latest.current(...given), []);
}

interface HeaderProps<Row> {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
}

function Header<Row>({ column: { id, words, sort: own }, sort, onSort }: HeaderProps<Row>) {
  if (own === undefined || onSort === undefined)
    return (
      <th scope="col" className={`cell-${id}`}>
        {words}
      </th>
    );
  const isBy = sort === own.by || sort === `-${own.by}`;
  const isDown = sort === `-${own.by}`;
  const other = isDown ? own.by : `-${own.by}`;
  const order = isDown ? 'descending' : 'ascending';
  const Arrow = isDown ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" className={`cell-${id}`} aria-sort={isBy ? order : undefined}>
      <button
        type="button"
        className="sort"
        onClick={() => onSort(isBy ? other : `${own.first}${own.by}`)}
      >
        {words}
        {isBy && <Arrow size={14} aria-hidden />}
      </button>
    </th>
  );
}

interface SelectPageProps {
  readonly rows: readonly string[];
  readonly selection: Selection;
}

function SelectPage({ rows, selection }: SelectPageProps) {
  const count = rows.filter((id) => isIn(selection, id)).length;
  const isWhole = rows.length > 0 && count === rows.length;
  return (
    <Checkbox
      size="xs"
      aria-label="Select all that are shown"
      checked={isWhole}
      indeterminate={count > 0 && !isWhole}
      onChange={() => (count > 0 ? selection.clear() : selection.select(new Set(rows)))}
    />
  );
}

function isIn({ selected }: Selection, id: string): boolean {
  return selected === 'all' || selected.has(id);
}

interface Actions {
  readonly move: (by: number) => void;
  readonly open: () => void;
  readonly select: () => void;
}

function keyAction(key: string, { move, open, select }: Actions): (() => void) | undefined {
  if (key === 'ArrowDown') return () => move(1);
  if (key === 'ArrowUp') return () => move(-1);
  if (key === 'Enter') return open;
  return key === ' ' ? select : undefined;
}
