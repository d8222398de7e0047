// What separates the cells of a table, and what its columns are called.
import type { Row } from './csv.ts';
import {
  commonWidth,
  type FirstRows,
  type Layout,
  mostRegular,
  readFirstRows,
} from './first-rows.ts';
import { DELIMITERS, headerAmongRows, headerInComment } from './header.ts';
import { layoutByContent } from './headerless.ts';

type Columns = Readonly<Record<string, string>>;

/** The layout of a text by its beginning; null where no column can hold the value. */
export function layoutOfText(head: string, columns: Columns, maxRowChars: number): Layout | null {
  const told = /^sep=(.)\r?(?:\n|$)/i.exec(head)?.[1];
  const skipTo = told === undefined ? 0 : 1;
  const read = (delimiter: string | null) => readFirstRows(head, delimiter, maxRowChars, skipTo);
  const candidates = (told === undefined ? DELIMITERS : [told]).map(read);
  const found = headerAmongRows(candidates, columns);
  if (found !== null) {
    return found;
  }
  const regular = told === undefined ? mostRegular(candidates) : (candidates[0] ?? null);
  const table = regular === null ? null : withoutHeader(regular, columns);
  return table === 'list' || regular === null ? layoutByContent(read(null), 1, columns) : table;
}

/** The layout of rows whose cells are told apart already. */
export function layoutOfRows(rows: readonly Row[], columns: Columns): Layout | null {
  const first: FirstRows = {
    delimiter: ',',
    skipTo: 0,
    comments: [],
    rows,
    widths: rows.map(({ cells }) => cells.length),
  };
  const found = headerAmongRows([first], columns) ?? withoutHeader(first, columns);
  return found === 'list' ? layoutByContent({ ...first, delimiter: null }, 1, columns) : found;
}

function withoutHeader(rows: FirstRows, columns: Columns): Layout | 'list' | null {
  const { width } = commonWidth(rows.widths);
  return width < 2
    ? 'list'
    : (headerInComment(rows, width, columns) ?? layoutByContent(rows, width, columns));
}
