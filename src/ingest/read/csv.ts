// CSV text → rows with the physical line on which each starts. One stray quote costs one row: the
// row is faulty, and reading resumes on the next physical line. See decisions/0004.
import { type QuotedView, readQuoted } from './csv-quoted.ts';
import { afterEnd, isOpenEnd, makeFinder, makeLineEnds } from './line-ends.ts';

/** One row. A faulty one has no cells, but what can be told of how it came. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: 'CSV_QUOTE' | 'ROW_TOO_LONG' | null;
  readonly came?: readonly string[];
}

export interface CsvSettings {
  /** Null: a line is one cell, and quotes are letters. */
  readonly delimiter: string | null;
  readonly maxRowChars: number;
  readonly onComment?: (text: string, line: number) => void;
  /** A `#` at the beginning of a line is a letter like others. */
  readonly hasNoComments?: true;
}

/** Takes text piece by piece and gives the rows that are complete. */
export interface RowReader {
  readonly push: (piece: string, isLast: boolean) => Row[];
}

const BLANK = /^[\s\u200b\ufeff]*$/;

/** Starts to read rows; the first piece begins on line 1. */
export function startRows(settings: CsvSettings): RowReader {
  const state: State = { text: '', line: 1, isSkipping: false };
  return {
    push: (piece, isLast) => {
      state.text = state.text === '' ? piece : state.text + piece;
      return readRows(state, settings, isLast);
    },
  };
}

/** A row as text again: quoted where it must be. */
export function writeRow(cells: readonly string[], delimiter: string): string {
  return cells
    .map((cell) => {
      const needsQuotes =
        cell.includes(delimiter) ||
        /["\r\n]|^[#;/]/.test(cell) ||
        cell !== cell.trim() ||
        (cell === '' && cells.length === 1);
      return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
    })
    .join(delimiter);
}

interface State {
  text: string;
  line: number;
  /** Inside a line that is too long: dropped up to its end. */
  isSkipping: boolean;
}

// The text at hand, and where its next line end and quote are.
interface View extends QuotedView {
  readonly settings: CsvSettings;
  readonly quotes: (at: number) => number;
}

function readRows(state: State, settings: CsvSettings, isLast: boolean): Row[] {
  const { text } = state;
  const rows: Row[] = [];
  const quotes = settings.delimiter === null ? () => -1 : makeFinder(text, '"');
  const view = { text, settings, isLast, ends: makeLineEnds(text), quotes };
  let at = 0;
  while (at < text.length) {
    const next = readRow(view, at, state, rows);
    if (next === null) {
      break;
    }
    at = next;
  }
  state.text = text.slice(at);
  return boundRest(state, settings, rows, isLast);
}

// Reads the row or skips the line at `at`; null when the rest of it has not come yet.
function readRow(view: View, at: number, state: State, rows: Row[]): number | null {
  const { text, settings, isLast } = view;
  const found = view.ends(at);
  if (isOpenEnd(text, found) && !isLast) {
    return null;
  }
  const { line } = state;
  const end = found === -1 ? text.length : found;
  const quote = view.quotes(at);
  const isSkipped = state.isSkipping || isSkippable(text, at, end, settings, line);
  const quoted = isSkipped || quote === -1 || quote >= end ? null : readQuoted(view, at);
  if (quoted === 'more') {
    return null;
  }
  if (quoted !== null && quoted !== 'fault') {
    rows.push(rowOf(text, at, quoted.next, quoted.cells, settings, line));
    state.line += quoted.lines;
    return quoted.next;
  }
  state.isSkipping = false;
  state.line += 1;
  if (quoted === 'fault') {
    const came = splitLine(text.slice(at, end), settings);
    rows.push({ line, cells: [], came, fault: 'CSV_QUOTE' });
  } else if (!isSkipped) {
    rows.push(plainRow(text, at, end, settings, line));
  }
  return afterEnd(text, end);
}

function rowOf(
  text: string,
  at: number,
  end: number,
  cells: readonly string[],
  settings: CsvSettings,
  line: number,
): Row {
  return isTooLong(text, at, end, settings.maxRowChars)
    ? { line, cells: [], came: cells, fault: 'ROW_TOO_LONG' }
    : { line, cells, fault: null };
}

// A line without an end must not be gathered for ever.
function boundRest(state: State, settings: CsvSettings, rows: Row[], isLast: boolean): Row[] {
  // With quotes a row may reach far, until it is known that one of them is never closed.
  const reach = settings.maxRowChars * (settings.delimiter === null ? 2 : 8);
  const isBeyond = state.text.length > reach && !/[\r\n]/.test(state.text);
  if (!isLast && (isBeyond || state.isSkipping)) {
    if (!state.isSkipping) {
      rows.push({ line: state.line, cells: [], fault: 'ROW_TOO_LONG' });
    }
    state.isSkipping = true;
    state.text = state.text.endsWith('\r') ? '\r' : '';
  }
  return rows;
}

function plainRow(text: string, at: number, end: number, settings: CsvSettings, line: number): Row {
  const cells = splitLine(text.slice(at, end), settings);
  return rowOf(text, at, end, cells, settings, line);
}

function splitLine(content: string, { delimiter }: CsvSettings): readonly string[] {
  return delimiter === null ? [content] : content.split(delimiter);
}

function isTooLong(text: string, at: number, end: number, limit: number): boolean {
  return end - at > limit && [...text.slice(at, end)].length > limit;
}

function isSkippable(
  text: string,
  at: number,
  end: number,
  settings: CsvSettings,
  line: number,
): boolean {
  const first = text.charCodeAt(at);
  // Letters, digits and quotes begin a row: nearly every line.
  if (first > 0x3b || first === 0x22 || (first >= 0x30 && first <= 0x39)) {
    return false;
  }
  const content = text.slice(at, end);
  const bare = content.trimStart();
  const isComment =
    settings.hasNoComments !== true &&
    (bare.startsWith('#') ||
      bare.startsWith('//') ||
      (bare.startsWith(';') && settings.delimiter !== ';'));
  if (isComment) {
    settings.onComment?.(bare, line);
  }
  return isComment || (BLANK.test(content) && settings.delimiter !== '\t') || content === '';
}
