// CSV and lists → entries: the header found, short rows filled, long rows refused.
import { type Entry, type Finding, fileWarning, unreadable } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import { type Row, startRows } from './csv.ts';
import { commonWidth, type Layout } from './first-rows.ts';
import { findLayout } from './layout.ts';
import { countMismatch, type Opened, rowFinding, tooLong } from './records.ts';
import type { Text } from './text.ts';

/** Opens a table. */
export function openTable({ head, rest }: Text, settings: ImportSettings): Opened {
  const layout = findLayout(head, settings.columns, settings.max_row_chars);
  if (layout === null) {
    throw unreadable(
      'FILE_NO_VALUE_COLUMN',
      `No column is known to hold values; the file begins with "${firstLine(head)}".`,
      'Add a header line, for example type,value, or say what the columns are with `columns`.',
    );
  }
  const isText = layout.delimiter === null;
  const findings: Finding[] = [];
  if (layout.hasPreamble) {
    const message = 'Lines before the header were left out.';
    findings.push(fileWarning('PREAMBLE_SKIPPED', message));
  }
  const header = [...layout.names];
  if (isText && header.length === 1) {
    header.push('comment');
  }
  return {
    format: isText ? 'text' : 'csv',
    delimiter: layout.delimiter,
    headerLine: layout.headerLine,
    feed: null,
    header,
    fields: layout.fields,
    findings,
    batches: readBatches(head, rest, layout, settings, header, findings),
  };
}

function firstLine(head: string): string {
  const line = head.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

async function* readBatches(
  head: string,
  pieces: AsyncIterator<string>,
  layout: Layout,
  settings: ImportSettings,
  header: string[],
  findings: Finding[],
): AsyncGenerator<readonly Entry[]> {
  let stated: number | null = null;
  const onComment = (text: string) => {
    const count = /number of entries:\s*(\d+)/i.exec(text)?.[1];
    stated = count === undefined ? stated : Number(count);
  };
  const { delimiter, skipTo } = layout;
  const reader = startRows({ delimiter, maxRowChars: settings.max_row_chars, onComment });
  const toEntry = delimiter === null ? textEntry : (row: Row) => rowEntry(row, header);
  let total = 0;
  let piece: string | null = head;
  while (piece !== null) {
    const next: IteratorResult<string> = await pieces.next();
    const rows = reader.push(piece, next.done === true).filter((row) => row.line > skipTo);
    if (total === 0 && delimiter !== null) {
      widenHeader(rows, header, findings);
    }
    total += rows.length;
    yield rows.map(toEntry);
    piece = next.done === true ? null : next.value;
  }
  closeTable(total, stated, findings);
}

function closeTable(total: number, stated: number | null, findings: Finding[]): void {
  if (total === 0) {
    findings.push(fileWarning('NO_ROWS', 'The file has a header but no rows.'));
  }
  if (stated !== null && stated !== total) {
    findings.push(countMismatch(stated, total));
  }
}

function rowEntry(row: Row, header: readonly string[]): Entry {
  const { line, cells } = row;
  if (row.fault !== null) {
    return { line, cells: [], fault: faultOf(line, row.fault) };
  }
  if (cells.length > header.length && cells.slice(header.length).some((cell) => !isBlank(cell))) {
    const message = `The row has ${cells.length} cells; the header has ${header.length}.`;
    const hint = 'Put quotes around cells that hold the delimiter.';
    return { line, cells: [], fault: rowFinding(line, 'ROW_FIELD_COUNT', message, hint) };
  }
  return { line, cells: cells.length > header.length ? cells.slice(0, header.length) : cells };
}

function textEntry(row: Row): Entry {
  const { line } = row;
  if (row.fault !== null) {
    return { line, cells: [], fault: faultOf(line, row.fault) };
  }
  const text = (row.cells[0] ?? '').trim().replace(/^[-*•] /, '');
  const comment = /^(.*?)\s+(?:#|;|\/\/)\s*(.*)$/s.exec(text);
  const value = comment?.[1] ?? text;
  const bare = /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
  return { line, cells: [bare, comment?.[2] ?? ''] };
}

function isBlank(cell: string): boolean {
  return /^\s*(?:|-|n\/a|none|null)\s*$/i.test(cell);
}

function faultOf(line: number, code: 'CSV_QUOTE' | 'ROW_TOO_LONG'): Finding {
  return code === 'CSV_QUOTE'
    ? rowFinding(
        line,
        code,
        'A quote of the row is not closed, or text follows a closing quote.',
        'Close the quote, and double the quotes inside the cell.',
      )
    : tooLong(line);
}

function widenHeader(rows: readonly Row[], header: string[], findings: Finding[]): void {
  const sample = rows.slice(0, 100).filter((row) => row.fault === null);
  const wide = sample.filter((row) => row.cells.length > header.length);
  const isShort =
    wide.length > sample.length / 2 &&
    wide.some((row) => row.cells.slice(header.length).some((cell) => !isBlank(cell)));
  if (!isShort) {
    return;
  }
  const { width } = commonWidth(wide.map((row) => row.cells.length));
  for (let column = header.length + 1; column <= width; column += 1) {
    header.push(`column_${column}`);
  }
  findings.push(fileWarning('HEADER_SHORT', 'The rows have more cells than the header has names.'));
}
