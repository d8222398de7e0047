// One JSON object a line → entries. A bad line costs its record and no more.
import { type Entry, type Finding, fileWarning } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import { type Row, startRows } from './csv.ts';
import { blankOut } from './elements.ts';
import { isStix, toEntry } from './json-record.ts';
import { countMismatch, looseWarning, type Opened, rowFinding, tooLong } from './records.ts';
import type { Text } from './text.ts';

// Objects may be longer than rows: some list all that a collection holds.
const MAX_LINE_CHARS = 4 * 1024 * 1024;

interface Seen {
  records: number;
  /** How many records the file says that it has. */
  stated: number | null;
  isLoose: boolean;
}

/** Opens a file of JSON lines. */
export function openNdjson({ head, rest }: Text, settings: ImportSettings): Opened {
  const findings: Finding[] = [];
  return {
    format: 'ndjson',
    delimiter: null,
    headerLine: null,
    feed: firstIsStix(head) ? 'stix-ndjson' : null,
    header: null,
    fields: {},
    findings,
    batches: readLines(head, rest, settings, findings),
  };
}

function firstIsStix(head: string): boolean {
  const [first = ''] = head.trimStart().split(/[\r\n]/, 1);
  return isStix(parseLine(first)?.value);
}

async function* readLines(
  head: string,
  pieces: AsyncIterator<string>,
  settings: ImportSettings,
  findings: Finding[],
): AsyncGenerator<readonly Entry[]> {
  const seen: Seen = { records: 0, stated: null, isLoose: false };
  const reader = startRows({
    delimiter: null,
    maxRowChars: MAX_LINE_CHARS,
    hasNoComments: true,
  });
  let piece: string | null = head;
  while (piece !== null) {
    const next: IteratorResult<string> = await pieces.next();
    const rows = reader.push(piece, next.done === true);
    const entries = rows.flatMap((row) => readLine(row, settings, seen) ?? []);
    seen.records += entries.length;
    yield entries;
    piece = next.done === true ? null : next.value;
  }
  closeLines(seen, findings);
}

function readLine(row: Row, settings: ImportSettings, seen: Seen): Entry | null {
  if (row.fault !== null) {
    return { line: row.line, cells: [], fault: tooLong(row.line) };
  }
  const line = parseLine(row.cells[0] ?? '');
  if (line === null) {
    return { line: row.line, cells: [], came: row.cells[0] ?? '', fault: notJson(row.line) };
  }
  seen.isLoose ||= line.isLoose;
  if (line.value === undefined) {
    return null;
  }
  const stated = statedRecords(line.value);
  if (stated !== null) {
    seen.stated = stated.records ?? seen.stated;
    return null;
  }
  return toEntry(line.value, line.text, row.line, settings);
}

interface Line {
  /** Undefined: nothing but a comment. */
  readonly value: unknown;
  readonly text: string;
  readonly isLoose: boolean;
}

function parseLine(text: string): Line | null {
  try {
    return { value: JSON.parse(text), text, isLoose: false };
  } catch {
    const bare = blankOut(text);
    if (bare.trim() === '') {
      return { value: undefined, text: bare, isLoose: true };
    }
    try {
      return { value: JSON.parse(bare), text: bare, isLoose: true };
    } catch {
      return null;
    }
  }
}

function notJson(line: number): Finding {
  const hint = 'Put one JSON object on each line.';
  return rowFinding(line, 'JSON_SYNTAX', 'The line is no valid JSON.', hint);
}

// Spamhaus and others end their lists with a line about the list.
function statedRecords(value: unknown): { readonly records: number | null } | null {
  const isMetadata =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'metadata' &&
    !('cidr' in value);
  if (!isMetadata) {
    return null;
  }
  const records = 'records' in value ? Number(value.records) : Number.NaN;
  return { records: Number.isInteger(records) ? records : null };
}

function closeLines({ records, stated, isLoose }: Seen, findings: Finding[]): void {
  if (isLoose) {
    findings.push(looseWarning());
  }
  if (records === 0) {
    findings.push(fileWarning('NO_ROWS', 'The file has no records.'));
  }
  if (stated !== null && stated !== records) {
    findings.push(countMismatch(stated, records));
  }
}
