import { Checkbox } from '@mantine/core';
import { type KeyboardEvent, memo } from 'react';
import type { Column } from '../columns.tsx';
import { keepOpened } from './opened-row.ts';

interface ResultRowProps<Row> {
  readonly row: Row;
  readonly id: string;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly tone: string | undefined;
  /** Whether the tab key reaches it. */
  readonly isActive: boolean;
  /** Undefined: nothing can be selected. */
  readonly isSelected: boolean | undefined;
  /** All is selected, so that one cannot be left out. */
  readonly isLocked: boolean;
  readonly onFocus: (index: number) => void;
  readonly onPress: (event: KeyboardEvent, row: Row) => void;
  readonly onToggle: (id: string) => void;
}

function Row<Row>(props: ResultRowProps<Row>) {
  const { row, id, index, columns, tone, isActive, isSelected, isLocked } = props;
  const { onFocus, onPress, onToggle } = props;
  return (
    <tr
      tabIndex={isActive ? 0 : -1}
      data-selected={isSelected === true}
      data-tone={tone}
      onFocus={() => onFocus(index)}
      onKeyDown={(event) => onPress(event, row)}
      onClickCapture={({ target }) => {
        if (target instanceof Element && target.closest('a') !== null) keepOpened(id);
      }}
    >
      {isSelected !== undefined && (
        <td className="select-cell">
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={`Select row ${index + 1}`}
            checked={isSelected}
            disabled={isLocked}
            onChange={() => onToggle(id)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={`cell-${column.id}`}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** One row. With thousands of them a key press may draw those again that it changes, and no others. */
export const ResultRow = memo(Row) as typeof Row;
