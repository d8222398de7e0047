// The header of a table: among its first rows, or in the last comment before them.

import { holdsValue } from '../make/shape.ts';
import { countKnown } from '../map/columns.ts';
import { type Row, startRows } from './csv.ts';
import type { FirstRows, Layout } from './first-rows.ts';

type Columns = Readonly<Record<string, string>>;

/** What may separate cells, the likelier first. */
export const DELIMITERS: readonly string[] = [',', ';', '\t', '|'];

const CONTENT_LINES = 10;

/** The layout by a header among the first rows: of the readings the one that knows it best. */
export function headerAmongRows(candidates: readonly FirstRows[], columns: Columns): Layout | null {
  const found = candidates.flatMap(({ delimiter, rows }) => {
    const at = headerAt(rows, columns);
    const row = at === -1 ? undefined : rows[at];
    if (row === undefined) {
      return [];
    }
    const names = namesOf(row.cells);
    const { known } = countKnown(names, columns);
    return [{ delimiter, line: row.line, names, known, hasPreamble: at > 0 }];
  });
  found.sort((a, b) => a.line - b.line || b.known - a.known || b.names.length - a.names.length);
  const best = found[0];
  if (best === undefined) {
    return null;
  }
  const { line, names, hasPreamble } = best;
  const delimiter = names.length === 1 ? null : best.delimiter;
  return { delimiter, headerLine: line, skipTo: line, names, hasPreamble, fields: {} };
}

/** The layout by a header in the last comment before the rows, if its names fit their width. */
export function headerInComment(
  { delimiter, skipTo, comments, rows }: FirstRows,
  width: number,
  columns: Columns,
): Layout | null {
  const first = rows.find((row) => row.fault === null);
  const comment = comments
    .filter((candidate) => first !== undefined && candidate.line < first.line)
    .findLast((candidate) => candidate.text.replace(/[#/;\s]/g, '') !== '');
  if (comment === undefined) {
    return null;
  }
  const bare = comment.text.replace(/^(?:#|\/\/)+\s*(?:(?:format|fields|columns):\s*)?/i, '');
  const reader = startRows({ delimiter: bestDelimiter(bare), maxRowChars: bare.length });
  const names = (reader.push(bare, true)[0]?.cells ?? []).map((cell) => cell.trim());
  const { known, hasValue, unknown } = countKnown(names, columns);
  const isWide = names.length === width || (names.length >= 3 && names.length < width);
  if (!hasValue || known < 2 || !isWide || unknown.some(holdsValue)) {
    return null;
  }
  const headerLine = comment.line;
  return { delimiter, headerLine, skipTo, names, hasPreamble: false, fields: {} };
}

// A list's one name is the first thing in it; further down a single known word is a title.
function headerAt(rows: readonly Row[], columns: Columns): number {
  for (const [index, row] of rows.slice(0, CONTENT_LINES).entries()) {
    const names = namesOf(row.cells);
    const { hasValue, unknown } = countKnown(names, columns);
    if (unknown.some(holdsValue)) {
      return -1;
    }
    if (hasValue && (names.length > 1 || index === 0)) {
      return index;
    }
  }
  return -1;
}

function bestDelimiter(text: string): string {
  const count = (delimiter: string) => text.split(delimiter).length;
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

function namesOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}
