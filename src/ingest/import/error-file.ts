// The rejected records of an import as a file: as they came, with what was wrong beside them. It can
// be imported again once it is mended, and does no harm when a spreadsheet opens it.
import type { FindingRow } from '../../store/findings.ts';
import type { Entry } from '../entry.ts';
import { writeRow } from '../read/csv.ts';
import type { Records } from '../read/records.ts';

/** The columns that are added. Whatever begins so is ignored when it is imported. */
const ADDED = ['line', 'column', 'value', 'code', 'message', 'hint'].map(
  (name) => `import_${name}`,
);
const ERRORS = 'import_errors';

type Rejections = AsyncIterator<readonly FindingRow[]>;

/** Writes the file piece by piece. `rejections` come record by record, in file order. */
export async function* writeErrorFile(
  records: Records,
  rejections: Rejections,
): AsyncGenerator<string> {
  const write = records.header === null ? jsonLine : startTable(records);
  let next = await rejections.next();
  for await (const entries of records.batches) {
    let text = '';
    for (const entry of entries) {
      if (next.done === true) break;
      if (next.value[0]?.line !== entry.line) continue;
      text += write(entry, next.value);
      next = await rejections.next();
    }
    if (text !== '') yield text;
    if (next.done === true) return;
  }
}

type Write = (entry: Entry, rejections: readonly FindingRow[]) => string;

// The header is settled with the first rows: it may be shorter than they are.
function startTable({ header, fields, delimiter }: Records): Write {
  const separator = delimiter ?? ',';
  let isBegun = false;
  return (entry, rejections) => {
    const names = (header ?? []).map((name, index) => fieldName(fields[index + 1]) ?? name);
    const kept = names.map((name) => !ADDED.includes(name));
    const head = isBegun ? '' : `\ufeff${line([...names.filter((_, at) => kept[at]), ...ADDED])}`;
    isBegun = true;
    const cells = cellsOf(entry);
    const came = names.flatMap((_, at) => (kept[at] ? [cells[at] ?? ''] : []));
    // What has no column stands behind all others.
    const surplus = cells.slice(names.length);
    return head + line([...came, ...describe(rejections), ...surplus]);
  };

  function line(cells: readonly string[]): string {
    return `${writeRow(cells.map(guard), separator)}\r\n`;
  }
}

// Columns without a name of their own are called by what they were found to hold.
function fieldName(field: string | undefined): string | undefined {
  return field === 'any' ? 'value' : field;
}

function cellsOf({ came, cells }: Entry): readonly string[] {
  const found = Array.isArray(came) ? came : cells;
  return found.map((cell) => (typeof cell === 'string' ? cell : ''));
}

function describe(rejections: readonly FindingRow[]): string[] {
  const join = (name: keyof FindingRow) => rejections.map((one) => one[name] ?? '').join(' | ');
  const texts = (['column', 'value', 'code', 'message', 'hint'] as const).map(join);
  return [String(rejections[0]?.line ?? ''), ...texts];
}

// Spreadsheets run what begins so; the quote is taken off again when the file is imported.
function guard(cell: string): string {
  return /^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function jsonLine({ came }: Entry, rejections: readonly FindingRow[]): string {
  const errors = rejections.map(({ line, column, value, code, message, hint }) => ({
    ...{ line, column, value, code, message, hint },
  }));
  const text = typeof came === 'string' ? came : '';
  const object = objectText(text) ?? JSON.stringify({ import_record: text });
  const separator = object === '{}' ? '' : ',';
  return `${object.slice(0, -1)}${separator}"${ERRORS}":${JSON.stringify(errors)}}\n`;
}

// On one line, and with the spelling that it came with; null for what is no record.
function objectText(text: string): string | null {
  const value = parse(text);
  if (typeof value === 'string') return JSON.stringify({ value });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  if (!(ERRORS in value))
    return text
      .replace(/[\r\n]\s*/g, ' ')
      .trim()
      .replace(/^\{\s*\}$/, '{}');
  const { [ERRORS]: _, ...record } = value;
  return JSON.stringify(record);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
