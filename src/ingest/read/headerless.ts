// A table without a header: which of its columns hold the value, its type and its time, told by
// what stands in them.
import { typeOfWord } from '../make/declared.ts';
import { holdsValue } from '../make/shape.ts';
import { readTime } from '../make/time.ts';
import { countKnown } from '../map/columns.ts';
import type { FirstRows, Layout } from './first-rows.ts';

// The columns of Sumo Logic's export, in its order.
const SUMO_NAMES: readonly string[] = [
  'id',
  'indicator',
  'type',
  'source',
  'validFrom',
  'validUntil',
  'confidence',
  'threatType',
  'actors',
  'killChain',
];
// Any number of that length: too little to tell that a column holds times.
const UNIX_TIME = /^\d+(?:\.\d+)?$/;
const SPAMHAUS_LINE = /^\s*\S+\/\d+\s+;\s*SBL\d+\s*$/;

type Cells = readonly string[];

/** The layout of a table without a header; null where none of its columns can hold the value. */
export function layoutByContent(
  { delimiter, skipTo, rows: all }: FirstRows,
  width: number,
  columns: Readonly<Record<string, string>>,
): Layout | null {
  const found = { delimiter, headerLine: null, skipTo, hasPreamble: false, fields: {} };
  const sound = all.filter((row) => row.fault === null);
  const rows = sound.map(({ cells }) =>
    Array.from({ length: width }, (_, at) => cellAt(cells, at)),
  );
  if (delimiter === null) {
    return { ...found, names: listNames(rows) };
  }
  if (isSumo(rows, width)) {
    return { ...found, names: SUMO_NAMES };
  }
  const [first, ...rest] = rows;
  const isHeader = first !== undefined && !first.some(holdsValue);
  const records = isHeader ? rest : rows;
  const names = isHeader ? first : Array.from({ length: width }, (_, at) => `column_${at + 1}`);
  const fields = countKnown(names, columns).hasValue ? {} : fieldsOf(records, width);
  if (fields === null) {
    return null;
  }
  const headerLine = isHeader ? (sound[0]?.line ?? null) : null;
  return { ...found, names, headerLine, skipTo: headerLine ?? skipTo, fields };
}

// Spamhaus lists networks, each followed by the number of its case where a comment would stand.
function listNames(rows: readonly Cells[]): readonly string[] {
  const isSpamhaus = rows.length > 0 && rows.every(([line]) => SPAMHAUS_LINE.test(line ?? ''));
  return isSpamhaus ? ['value', 'sblid'] : ['value', 'comment'];
}

function isSumo(rows: readonly Cells[], width: number): boolean {
  return (
    width === SUMO_NAMES.length &&
    rows.length > 0 &&
    rows.every((cells) => typeOfWord(cellAt(cells, 2)) !== undefined && isTime(cellAt(cells, 4)))
  );
}

function fieldsOf(rows: readonly Cells[], width: number): Record<string, string> | null {
  const columns = Array.from({ length: width }, (_, at) => rows.map((cells) => cellAt(cells, at)));
  const counts = columns.map((cells) => cells.filter(holdsValue).length);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (rows.length === 0 || most < rows.length * 0.8) {
    return null;
  }
  const value = counts.indexOf(most);
  const type = columns.findIndex((cells) => cells.every((cell) => typeOfWord(cell) !== undefined));
  const seen = columns.findIndex((cells) =>
    cells.every((cell) => !UNIX_TIME.test(cell) && isTime(cell)),
  );
  const fields: Record<string, string> = { [value + 1]: 'any' };
  if (type !== -1 && type !== value) {
    fields[type + 1] = 'type';
  }
  if (seen !== -1 && seen !== value) {
    fields[seen + 1] = 'first_seen';
  }
  return fields;
}

function cellAt(cells: Cells, column: number): string {
  return (cells[column] ?? '').trim();
}

// What cannot be told for sure, day or month first, is a time all the same.
function isTime(cell: string): boolean {
  const { kind } = readTime(cell, null);
  return kind === 'time' || kind === 'ambiguous';
}
