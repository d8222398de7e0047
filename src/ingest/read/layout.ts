// What separates the cells of a table, and what its columns are called.
import { commonWidth, type Layout, mostRegular, readFirstRows } from './first-rows.ts';
import { DELIMITERS, headerAmongRows, headerInComment } from './header.ts';
import { layoutByContent } from './headerless.ts';

type Columns = Readonly<Record<string, string>>;

/** Finds the layout in the first text of a file; null where no column can hold the value. */
export function findLayout(head: string, columns: Columns, maxRowChars: number): Layout | null {
  const told = /^sep=(.)\r?(?:\n|$)/i.exec(head)?.[1];
  const skipTo = told === undefined ? 0 : 1;
  const read = (delimiter: string | null) => readFirstRows(head, delimiter, maxRowChars, skipTo);
  const candidates = (told === undefined ? DELIMITERS : [told]).map(read);
  const found = headerAmongRows(candidates, columns);
  if (found !== null) {
    return found;
  }
  const regular = told === undefined ? mostRegular(candidates) : (candidates[0] ?? null);
  const width = regular === null ? 1 : commonWidth(regular.widths).width;
  return regular === null || width < 2
    ? layoutByContent(read(null), 1, columns)
    : (headerInComment(regular, width, columns) ?? layoutByContent(regular, width, columns));
}
