// Where the header of a table is, and what separates its cells: among its first lines, or in the
// last comment before its rows.

import { refang } from '../make/refang.ts';
import { isStrict } from '../make/shape.ts';
import { countKnown } from '../map/columns.ts';
import { type Row, startRows } from './csv.ts';

/** What the beginning of a table says about it. */
export interface Layout {
  readonly delimiter: string | null;
  /** Physical line of the header; null where there is none. */
  readonly headerLine: number | null;
  /** Rows up to this line are not records. */
  readonly skipTo: number;
  readonly names: readonly string[];
  readonly hasPreamble: boolean;
}

interface Comment {
  readonly text: string;
  readonly line: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const CONTENT_LINES = 10;

/** Finds the layout in the first text of a file; null where nothing tells the columns apart. */
export function findLayout(
  head: string,
  columns: Readonly<Record<string, string>>,
  maxRowChars: number,
): Layout | null {
  const told = /^sep=(.)\r?(?:\n|$)/i.exec(head)?.[1];
  const skipTo = told === undefined ? 0 : 1;
  const candidates = told === undefined ? DELIMITERS : [told];
  const tables = candidates.map((delimiter) => {
    const comments: Comment[] = [];
    const onComment = (text: string, line: number) => comments.push({ text, line });
    const rows = startRows({ delimiter, maxRowChars, onComment }).push(head, true);
    return { delimiter, comments, rows: rows.filter((row) => row.line > skipTo) };
  });
  return (
    headerAmongLines(tables, columns, skipTo) ??
    headerInComment(tables, columns, skipTo) ??
    plainList(tables, skipTo)
  );
}

interface Table {
  readonly delimiter: string;
  readonly comments: readonly Comment[];
  readonly rows: readonly Row[];
}

function headerAmongLines(
  tables: readonly Table[],
  columns: Readonly<Record<string, string>>,
  skipTo: number,
): Layout | null {
  const found = tables.flatMap((table) => {
    const at = headerAt(table.rows, columns);
    const row = at === -1 ? undefined : table.rows[at];
    if (row === undefined) {
      return [];
    }
    const names = trimEnd(row.cells.map((cell) => cell.trim()));
    const hasPreamble = at > 0;
    const known = countKnown(names, columns).known;
    return [{ table, line: row.line, names, known, hasPreamble }];
  });
  found.sort((a, b) => a.line - b.line || b.known - a.known || b.names.length - a.names.length);
  const best = found[0];
  if (best === undefined || (best.names.length === 1 && best.hasPreamble)) {
    return null;
  }
  return {
    delimiter: best.names.length === 1 ? null : best.table.delimiter,
    headerLine: best.line,
    skipTo: Math.max(best.line, skipTo),
    names: best.names,
    hasPreamble: best.hasPreamble,
  };
}

function headerAt(rows: readonly Row[], columns: Readonly<Record<string, string>>): number {
  for (const [index, row] of rows.slice(0, CONTENT_LINES).entries()) {
    const cells = row.cells.map((cell) => cell.trim());
    const { hasValue, unknown } = countKnown(cells, columns);
    const isValues = unknown.some((cell) => isStrict(refang(cell)));
    if (hasValue && !isValues) {
      return index;
    }
    if (isValues) {
      return -1;
    }
  }
  return -1;
}

function headerInComment(
  tables: readonly Table[],
  columns: Readonly<Record<string, string>>,
  skipTo: number,
): Layout | null {
  for (const table of tables) {
    const first = table.rows.find((row) => row.fault === null);
    const width = first?.cells.length ?? 0;
    const comment = table.comments
      .filter((candidate) => first !== undefined && candidate.line < first.line)
      .findLast((candidate) => candidate.text.replace(/[#/;\s]/g, '') !== '');
    if (comment === undefined || width < 2) {
      continue;
    }
    const bare = comment.text.replace(/^(?:#|\/\/)+\s*(?:(?:format|fields|columns):\s*)?/i, '');
    const delimiter = bestDelimiter(bare);
    const cells = startRows({ delimiter, maxRowChars: 131_072 }).push(bare, true)[0]?.cells ?? [];
    const names = cells.map((cell) => cell.trim());
    const { known, hasValue, unknown } = countKnown(names, columns);
    const isWide = names.length === width || (names.length >= 3 && names.length < width);
    if (hasValue && known >= 2 && isWide && !unknown.some((cell) => isStrict(refang(cell)))) {
      return {
        delimiter: table.delimiter,
        headerLine: comment.line,
        skipTo,
        names,
        hasPreamble: false,
      };
    }
  }
  return null;
}

function plainList(tables: readonly Table[], skipTo: number): Layout | null {
  const isTable = tables.some(({ rows }) => {
    const widths = new Map<number, number>();
    const some = rows.slice(0, 100);
    for (const row of some) {
      const width = withoutComment(row.cells);
      widths.set(width, (widths.get(width) ?? 0) + 1);
    }
    const [width, count] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
    return width >= 2 && count >= some.length * 0.8;
  });
  return isTable
    ? null
    : { delimiter: null, headerLine: null, skipTo, names: ['value'], hasPreamble: false };
}

// The number of cells before a trailing comment.
function withoutComment(cells: readonly string[]): number {
  const at = cells.findIndex((cell) => /\s(?:#|;|\/\/)/.test(cell));
  return at === -1 ? cells.length : at + 1;
}

function bestDelimiter(text: string): string {
  const count = (delimiter: string) => text.split(delimiter).length;
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

function trimEnd(names: readonly string[]): readonly string[] {
  const last = names.findLastIndex((name) => name !== '');
  return names.slice(0, last + 1);
}
