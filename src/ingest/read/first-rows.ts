// The first rows of a table as each delimiter would cut them, and what they tell: how wide the table
// is, and which delimiter fits best.
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
  /** Number of a column (from 1) → what it holds, for columns whose names say nothing. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The first rows of a table. */
export interface FirstRows {
  /** Null: one value a line. */
  readonly delimiter: string | null;
  /** Rows up to this line are not part of the table. */
  readonly skipTo: number;
  readonly comments: readonly Comment[];
  readonly rows: readonly Row[];
  /** Number of cells of each row before a comment at its end. */
  readonly widths: readonly number[];
}

interface Comment {
  readonly text: string;
  readonly line: number;
}

const SAMPLE = 100;

/** Reads the first rows out of the first text of a file. */
export function readFirstRows(
  head: string,
  delimiter: string | null,
  maxRowChars: number,
  skipTo: number,
): FirstRows {
  const comments: Comment[] = [];
  const onComment = (text: string, line: number) => comments.push({ text, line });
  const all = startRows({ delimiter, maxRowChars, onComment }).push(head, true);
  const rows = all.filter((row) => row.line > skipTo).slice(0, SAMPLE);
  const lines = head.split(/\r\n|[\r\n]/, rows.at(-1)?.line ?? 0);
  const widths = rows.map((row) => widthOf(row, lines[row.line - 1] ?? '', delimiter));
  return { delimiter, skipTo, comments, rows, widths };
}

/** The number of cells that most rows have, and how large their share is. */
export function commonWidth(widths: readonly number[]): {
  readonly width: number;
  readonly share: number;
} {
  const counts = new Map<number, number>();
  for (const width of widths) {
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  const [width, count] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { width, share: count / Math.max(1, widths.length) };
}

/** The rows whose delimiter cuts nearly all lines into the same number of cells; null if none does. */
export function mostRegular(candidates: readonly FirstRows[]): FirstRows | null {
  const regular = candidates
    .map((rows) => ({ rows, ...commonWidth(rows.widths) }))
    .filter(({ width, share }) => width >= 2 && share >= 0.8)
    .sort((a, b) => b.share - a.share || b.width - a.width);
  return regular[0]?.rows ?? null;
}

function widthOf(row: Row, line: string, delimiter: string | null): number {
  const end = delimiter === null ? -1 : commentAt(line);
  if (end === -1) {
    return row.cells.length;
  }
  const [bare] = startRows({ delimiter, maxRowChars: end }).push(line.slice(0, end), true);
  return bare?.cells.length ?? 0;
}

// Where a comment begins after the cells of a line, outside quotes; -1 where there is none.
function commentAt(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    isQuoted = character === '"' ? !isQuoted : isQuoted;
    if (!isQuoted && /\s/.test(character) && /^(?:[#;]|\/\/)/.test(line.slice(at + 1, at + 3))) {
      return at;
    }
  }
  return -1;
}
