// CSV text → rows with the physical line on which each starts. One stray quote costs one row: the
// row is faulty, and reading resumes on the next physical line. See decisions/0004.

/** One row. A faulty one has no cells. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault: 'CSV_QUOTE' | 'ROW_TOO_LONG' | null;
}

export interface CsvSettings {
  /** Null: a line is one cell, and quotes are letters. */
  readonly delimiter: string | null;
  readonly maxRowChars: number;
  readonly onComment?: (text: string, line: number) => void;
}

/** Takes text piece by piece and gives the rows that are complete. */
export interface RowReader {
  readonly push: (piece: string, isLast: boolean) => Row[];
}

const LF = 10;
const CR = 13;
const QUOTE = 0x22;
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
        cell === '';
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

interface Quoted {
  readonly cells: readonly string[];
  readonly next: number;
  readonly lines: number;
}

// The text at hand, and where its next line end and quote are.
interface View {
  readonly text: string;
  readonly settings: CsvSettings;
  readonly isLast: boolean;
  readonly ends: (at: number) => number;
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
    rows.push({ line, cells: [], fault: 'CSV_QUOTE' });
  } else if (!isSkipped) {
    rows.push(plainRow(text, at, end, settings, line));
  }
  return afterEnd(text, end);
}

// A CR at the very end may be the first half of a CRLF.
function isOpenEnd(text: string, end: number): boolean {
  return end === -1 || (text.charCodeAt(end) === CR && end + 1 === text.length);
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
    ? { line, cells: [], fault: 'ROW_TOO_LONG' }
    : { line, cells, fault: null };
}

// A line without an end must not be gathered for ever.
function boundRest(state: State, settings: CsvSettings, rows: Row[], isLast: boolean): Row[] {
  const isBeyond = state.text.length > settings.maxRowChars * 8 && !/[\r\n]/.test(state.text);
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
  const content = text.slice(at, end);
  const cells = settings.delimiter === null ? [content] : content.split(settings.delimiter);
  return rowOf(text, at, end, cells, settings, line);
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
    bare.startsWith('#') ||
    bare.startsWith('//') ||
    (bare.startsWith(';') && settings.delimiter !== ';');
  if (isComment) {
    settings.onComment?.(bare, line);
  }
  return isComment || (BLANK.test(content) && settings.delimiter !== '\t') || content === '';
}

function readQuoted(view: View, start: number): Quoted | 'more' | 'fault' {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const cell = readCell(view, at, start);
    if (cell === 'more' || cell === 'fault') {
      return cell;
    }
    cells.push(cell.content);
    lines += cell.breaks;
    if (cell.isLast) {
      return { cells, next: afterEnd(view.text, cell.end), lines };
    }
    at = cell.end + 1;
  }
}

interface ReadCell {
  readonly content: string;
  /** Where the delimiter or the end of the row stands. */
  readonly end: number;
  readonly isLast: boolean;
  readonly breaks: number;
}

function readCell(view: View, at: number, start: number): ReadCell | 'more' | 'fault' {
  const { text, settings, isLast, ends } = view;
  const delimiter = settings.delimiter ?? ',';
  // Beyond this a quote counts as never closed: it must not swallow the file.
  const horizon = start + settings.maxRowChars * 8;
  const outOfText = isLast || text.length > horizon ? 'fault' : 'more';
  const opening = skipBlanks(text, at, delimiter);
  if (text.charCodeAt(opening) !== QUOTE) {
    const { end, isLastCell, isOpen } = plainCell(text, at, delimiter, ends);
    const content = text.slice(at, end);
    return isOpen && !isLast ? outOfText : { content, end, isLast: isLastCell, breaks: 0 };
  }
  const closing = closingQuote(text, opening + 1);
  if (closing === -1) {
    return outOfText;
  }
  if (closing > horizon) {
    return 'fault';
  }
  return closeCell(view, opening, closing);
}

// What follows a closing quote: a delimiter, the end of the row, or a fault.
function closeCell(view: View, opening: number, closing: number): ReadCell | 'more' | 'fault' {
  const { text, settings, isLast } = view;
  const delimiter = settings.delimiter ?? ',';
  const end = skipBlanks(text, closing + 1, delimiter);
  const isOut = end >= text.length;
  const isEnd = isOut || text.charCodeAt(end) === LF || text.charCodeAt(end) === CR;
  if (!isLast && isEnd && (isOut || isOpenEnd(text, end))) {
    return 'more';
  }
  if (!isEnd && text[end] !== delimiter) {
    return 'fault';
  }
  const content = unquote(text.slice(opening + 1, closing));
  return { content, end, isLast: isEnd, breaks: content.split('\n').length - 1 };
}

function plainCell(
  text: string,
  at: number,
  delimiter: string,
  ends: (at: number) => number,
): { readonly end: number; readonly isLastCell: boolean; readonly isOpen: boolean } {
  const lineEnd = ends(at);
  const stop = text.indexOf(delimiter, at);
  const isLastCell = stop === -1 || (lineEnd !== -1 && lineEnd < stop);
  const end = isLastCell ? (lineEnd === -1 ? text.length : lineEnd) : stop;
  const isOpen =
    isLastCell &&
    (lineEnd === -1 || (text.charCodeAt(lineEnd) === CR && lineEnd + 1 === text.length));
  return { end, isLastCell, isOpen };
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === 0x22) {
    at = text.indexOf('"', at + 2);
  }
  return at;
}

function unquote(content: string): string {
  const single = content.includes('""') ? content.replaceAll('""', '"') : content;
  return single.includes('\r') ? single.replace(/\r\n?/g, '\n') : single;
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) {
    at += 1;
  }
  return at;
}

function afterEnd(text: string, end: number): number {
  return text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
}

// The end of the line, LF or CR, with a memory for both: most files have no lone CR at all.
function makeLineEnds(text: string): (at: number) => number {
  const feeds = makeFinder(text, '\n');
  const returns = makeFinder(text, '\r');
  return (at) => {
    const lf = feeds(at);
    const cr = returns(at);
    return cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
  };
}

// The next occurrence from a place on, for places that mostly rise.
function makeFinder(text: string, mark: string): (at: number) => number {
  let known = -2;
  let from = 0;
  return (at) => {
    if (at < from || (known !== -1 && known < at)) {
      known = text.indexOf(mark, at);
    }
    from = at;
    return known;
  };
}
