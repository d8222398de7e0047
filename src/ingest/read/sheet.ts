// A sheet of a workbook → rows, as if it were a table of text: numbers as they are stored, dates as
// RFC 3339. The line of a row is its number in the sheet.
import type { Row } from './csv.ts';
import { unescapeCell, type Workbook } from './workbook.ts';
import { readXml } from './xml.ts';

const MAX_COLUMNS = 16_384;
const MAX_ROWS = 1_048_576;
const DAY = 86_400_000;
const BATCH = 500;

interface State {
  rows: Row[];
  line: number;
  cells: string[];
  chars: number;
  /** The cell that is open. */
  column: number;
  type: string;
  style: number;
  value: string;
  isValue: boolean;
}

/** Reads the rows; those without a cell are left out. */
export async function* readSheet(
  workbook: Workbook,
  maxRowChars: number,
): AsyncGenerator<readonly Row[]> {
  const state: State = {
    rows: [],
    line: 0,
    cells: [],
    chars: 0,
    column: -1,
    type: 'n',
    style: 0,
    value: '',
    isValue: false,
  };
  const reader = {
    open: (name: string, attributes: Readonly<Record<string, string>>) => {
      openTag(state, name, attributes);
    },
    text: (text: string) => {
      if (state.isValue && state.value.length <= maxRowChars) {
        state.value += text;
      }
    },
    close: (name: string) => closeTag(state, name, workbook, maxRowChars),
  };
  for await (const _ of readXml(workbook.sheet, reader)) {
    if (state.rows.length >= BATCH) {
      yield state.rows;
      state.rows = [];
    }
  }
  yield state.rows;
}

function openTag(state: State, name: string, attributes: Readonly<Record<string, string>>): void {
  switch (name) {
    case 'row': {
      const number = Number(attributes.r);
      const isNext = number > state.line && number <= MAX_ROWS;
      state.line = isNext ? number : state.line + 1;
      state.column = -1;
      break;
    }
    case 'c':
      state.column = columnOf(attributes.r) ?? state.column + 1;
      state.type = attributes.t ?? 'n';
      state.style = Number(attributes.s ?? 0);
      state.value = '';
      break;
    case 'v':
    case 't':
      state.isValue = true;
      break;
    default:
  }
}

function closeTag(state: State, name: string, workbook: Workbook, maxRowChars: number): void {
  state.isValue = false;
  if (name === 'c') {
    // Each cell may refer to the same long text: what is too long already is not made longer.
    placeCell(state, state.chars > maxRowChars ? '' : textOf(state, workbook));
  } else if (name === 'row') {
    endRow(state, maxRowChars);
  }
}

function placeCell(state: State, text: string): void {
  const { cells, column } = state;
  if (text === '' || column >= MAX_COLUMNS) {
    return;
  }
  while (cells.length < column) {
    cells.push('');
  }
  cells[column] = text;
  state.chars += text.length;
}

function endRow(state: State, maxRowChars: number): void {
  const { line, cells, chars } = state;
  if (cells.length > 0) {
    const isTooLong = chars > maxRowChars;
    state.rows.push({
      line,
      cells: isTooLong ? [] : cells,
      fault: isTooLong ? 'ROW_TOO_LONG' : null,
      ...(isTooLong && { came: cells }),
    });
  }
  state.cells = [];
  state.chars = 0;
}

function textOf({ type, style, value }: State, workbook: Workbook): string {
  switch (type) {
    case 's':
      return workbook.texts.get(Number(value)) ?? '';
    case 'b':
      return value === '1' ? 'true' : 'false';
    case 'n':
      return numberText(value, workbook.isDate(style), workbook.is1904);
    default:
      return unescapeCell(value);
  }
}

// A number is written as short as it reads the same: 0.1, and not 0.10000000000000001.
function numberText(value: string, isDate: boolean, is1904: boolean): string {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) {
    return value;
  }
  return isDate ? dateText(number, is1904) : String(number);
}

// Days since 30 December 1899. Excel believes in a 29 February 1900, so the first 59 are one later.
function dateText(days: number, is1904: boolean): string {
  const since = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const at = new Date(since + Math.round(days * DAY));
  if (Number.isNaN(at.getTime()) || days < 0) {
    return String(days);
  }
  return days < 1 ? at.toISOString().slice(11, 19) : at.toISOString();
}

// `BC12` → 54; null where the cell does not say.
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) {
    return null;
  }
  let column = 0;
  for (const letter of letters) {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}
