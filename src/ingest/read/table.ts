// CSV and lists → entries: the header found, short rows filled, long rows refused.
import { type Entry, type Finding, fileWarning, shown, unreadable } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import { type Row, type RowReader, startRows } from './csv.ts';
import { commonWidth, type Layout } from './first-rows.ts';
import { layoutOfRows, layoutOfText } from './layout.ts';
import { countMismatch, type Opened, rowFinding, tooLong } from './records.ts';
import { readSheet } from './sheet.ts';
import type { Text } from './text.ts';
import { openWorkbook } from './workbook.ts';
import type { Archive } from './zip.ts';

/** Opens a text as a table or a list. */
export function openTable({ head, rest }: Text, settings: ImportSettings): Opened {
  const { max_row_chars: maxRowChars } = settings;
  const layout = layoutOfText(head, settings.columns, maxRowChars) ?? noValueColumn(head);
  const { delimiter } = layout;
  const stated: Stated = { count: null };
  const onComment = (text: string) => noteCount(text, stated);
  const reader = startRows({ delimiter, maxRowChars, onComment });
  const rows = readRows(head, rest, reader);
  return openRows(rows, layout, delimiter === null ? 'text' : 'csv', stated);
}

/** Opens the first sheet of a workbook. */
export async function openSheet(parts: Archive, settings: ImportSettings): Promise<Opened> {
  const rows = readSheet(await openWorkbook(parts), settings.max_row_chars);
  const first = await rows.next();
  if (first.done === true || first.value.length === 0) {
    const hint = 'Put the table on the first sheet.';
    throw unreadable('FILE_EMPTY', 'The first sheet of the workbook is empty.', hint);
  }
  const head = first.value.filter((row) => !isComment(row));
  const layout =
    layoutOfRows(head.slice(0, 100), settings.columns) ??
    noValueColumn(head[0]?.cells.join() ?? '');
  const opened = openRows(withoutComments(head, rows), layout, 'xlsx', { count: null });
  return { ...opened, delimiter: null };
}

/** How many records a comment says that the file has. */
interface Stated {
  count: number | null;
}

function noteCount(comment: string, stated: Stated): void {
  const count = /number of entries:\s*(\d+)/i.exec(comment)?.[1];
  stated.count = count === undefined ? stated.count : Number(count);
}

function noValueColumn(beginning: string): never {
  throw unreadable(
    'FILE_NO_VALUE_COLUMN',
    `No column is known to hold values; the file begins with "${firstLine(beginning)}".`,
    'Add a header line, for example type,value, or say what the columns are with `columns`.',
  );
}

function firstLine(head: string): string {
  return shown(head.trimStart().split(/[\r\n]/, 1)[0] ?? '');
}

// Rows that are read and not made yet live through the collections of garbage, which then have to copy
// them: a few of them at a time.
const PIECE_CHARS = 8 * 1024;

async function* readRows(
  head: string,
  pieces: AsyncIterator<string>,
  reader: RowReader,
): AsyncGenerator<readonly Row[]> {
  // The first rows tell much about the others: they stay together.
  let parts: readonly string[] = [head];
  for (;;) {
    const next: IteratorResult<string> = await pieces.next();
    for (const [at, part] of parts.entries())
      yield reader.push(part, next.done === true && at === parts.length - 1);
    if (next.done === true) return;
    parts = cut(next.value, PIECE_CHARS);
  }
}

function cut(text: string, length: number): readonly string[] {
  const count = Math.max(1, Math.ceil(text.length / length));
  return Array.from({ length: count }, (_, at) => text.slice(at * length, (at + 1) * length));
}

async function* withoutComments(
  head: readonly Row[],
  rows: AsyncGenerator<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  yield head;
  for await (const batch of rows) {
    yield batch.filter((row) => !isComment(row));
  }
}

function isComment({ cells }: Row): boolean {
  return /^\s*(?:#|\/\/|;)/.test(cells[0] ?? '');
}

function openRows(
  rows: AsyncGenerator<readonly Row[]>,
  layout: Layout,
  format: Opened['format'],
  stated: Stated,
): Opened {
  const findings: Finding[] = [];
  if (layout.hasPreamble) {
    findings.push(fileWarning('PREAMBLE_SKIPPED', 'Lines before the header were left out.'));
  }
  const header = [...layout.names];
  const isList = layout.delimiter === null;
  if (isList && header.length === 1) {
    header.push('comment');
  }
  // A workbook leaves empty cells out.
  const named = format === 'xlsx' ? 0 : header.length;
  return {
    format,
    delimiter: layout.delimiter,
    headerLine: layout.headerLine,
    feed: null,
    header,
    fields: layout.fields,
    findings,
    batches: readBatches(rows, layout, header, named, findings, stated),
  };
}

async function* readBatches(
  rows: AsyncGenerator<readonly Row[]>,
  { delimiter, skipTo }: Layout,
  header: string[],
  named: number,
  findings: Finding[],
  stated: Stated,
): AsyncGenerator<readonly Entry[]> {
  const toEntry = (row: Row) =>
    delimiter === null && row.cells.length < 2 ? textEntry(row) : rowEntry(row, header, named);
  const isErrorFile = header.includes('import_line');
  let total = 0;
  for await (const batch of rows) {
    const records = skipTo === 0 ? batch : batch.filter((row) => row.line > skipTo);
    if (total === 0 && !isErrorFile) {
      widenHeader(records, header, findings);
    }
    total += countRecords(records);
    yield records.map(isErrorFile ? (row) => toEntry(unguard(row)) : toEntry);
  }
  closeTable(total, stated.count, findings);
}

// Error files have a quote before what spreadsheets would run.
function unguard(row: Row): Row {
  const cells = row.cells.map((cell) => cell.replace(/^'('*[=+\-@\t\r\n])/, '$1'));
  return { ...row, cells };
}

// A row whose cells are all blank is no record.
function countRecords(rows: readonly Row[]): number {
  let count = 0;
  for (const { fault, cells } of rows) {
    const [first = ''] = cells;
    const isText = first.length > 4 && first.trim().length > 4;
    const isRecord = fault !== null || isText || cells.some((cell) => !isBlank(cell));
    count += isRecord ? 1 : 0;
  }
  return count;
}

function closeTable(total: number, stated: number | null, findings: Finding[]): void {
  if (total === 0) {
    findings.push(fileWarning('NO_ROWS', 'The file has a header but no rows.'));
  }
  if (stated !== null && stated !== total) {
    findings.push(countMismatch(stated, total));
  }
}

// `named` is the number of names that the header had before it was widened.
function rowEntry(row: Row, header: readonly string[], named: number): Entry {
  const { line, cells } = row;
  if (row.fault !== null) {
    return { line, cells: [], came: row.came ?? [], fault: faultOf(line, row.fault) };
  }
  if (cells.length > header.length && cells.slice(header.length).some((cell) => !isBlank(cell))) {
    const message = `The row has ${cells.length} cells; the header has ${header.length}.`;
    const hint = 'Put quotes around cells that hold the delimiter.';
    const fault = rowFinding(line, 'ROW_FIELD_COUNT', message, hint);
    return { line, cells: [], came: cells, fault };
  }
  if (cells.length < named) {
    return { line, cells, isShort: true };
  }
  return { line, cells: cells.length > header.length ? cells.slice(0, header.length) : cells };
}

function textEntry(row: Row): Entry {
  const { line } = row;
  if (row.fault !== null) {
    return { line, cells: [], came: row.came ?? [], fault: faultOf(line, row.fault) };
  }
  const text = (row.cells[0] ?? '').trim().replace(/^[-*•] /, '');
  const mark = /(?<!\s)\s+(?:#|;|\/\/)\s*/.exec(text);
  const value = mark === null ? text : text.slice(0, mark.index);
  const comment = mark === null ? '' : text.slice(mark.index + mark[0].length);
  const bare = /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
  return { line, cells: [bare, comment] };
}

function isBlank(cell: string): boolean {
  const text = cell.trim();
  return text.length <= 4 && /^(?:|-|n\/a|none|null)$/i.test(text);
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
