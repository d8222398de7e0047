// One row of CSV with quotes in it, cell by cell. A quote that is never closed costs its line and no
// more, so how far a row may reach is bounded.
import { afterEnd, isOpenEnd } from './line-ends.ts';

/** The text at hand, and where its next line end is. */
export interface QuotedView {
  readonly text: string;
  readonly settings: { readonly delimiter: string | null; readonly maxRowChars: number };
  /** Nothing comes after this text. */
  readonly isLast: boolean;
  readonly ends: (at: number) => number;
}

export interface Quoted {
  readonly cells: readonly string[];
  /** Where the next row begins, and how many lines further down. */
  readonly next: number;
  readonly lines: number;
}

const LF = 10;
const CR = 13;
const QUOTE = 0x22;

/** The row at `start`, which has a quote in its first line; `more` when it is not whole yet. */
export function readQuoted(view: QuotedView, start: number): Quoted | 'more' | 'fault' {
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

function readCell(view: QuotedView, at: number, start: number): ReadCell | 'more' | 'fault' {
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
function closeCell(
  view: QuotedView,
  opening: number,
  closing: number,
): ReadCell | 'more' | 'fault' {
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
  const isOpen = isLastCell && isOpenEnd(text, lineEnd);
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
