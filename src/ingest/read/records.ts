// A file opened as records: what the readers of its formats have in common.
import { type Detected, type Entry, type Finding, fileWarning } from '../entry.ts';

/** What a reader makes of the text of a file. */
export interface Opened {
  readonly format: Detected['format'];
  readonly delimiter: string | null;
  readonly headerLine: number | null;
  /** The feed, where not the names of its columns tell it. */
  readonly feed: string | null;
  /** Names of the columns; null for JSON, where each record has its own. */
  readonly header: readonly string[] | null;
  /** Number of a column (from 1) → what it holds, for columns whose names say nothing. */
  readonly fields: Readonly<Record<string, string>>;
  /** About the file as a whole; complete once all batches were read. */
  readonly findings: Finding[];
  readonly batches: AsyncGenerator<readonly Entry[]>;
}

/** A file opened as records. */
export interface Records extends Opened {
  readonly detected: Detected;
}

/** A record that could not be read at all; nothing else is said about it. */
export function rowFinding(line: number, code: string, message: string, hint: string): Finding {
  return { kind: 'rejection', line, column: null, value: null, code, message, hint };
}

/** A record of more characters than a record may have. */
export function tooLong(line: number): Finding {
  const hint = 'Check that the quotes of the row are closed, or raise max_row_chars.';
  return rowFinding(line, 'ROW_TOO_LONG', 'The record is too long.', hint);
}

/** The file says that it has another number of records than were read. */
export function countMismatch(stated: number, read: number): Finding {
  const message = `The file says that it has ${stated} records; ${read} were read.`;
  return fileWarning('COUNT_MISMATCH', message, 'Check that the download is complete.');
}

/** The JSON has comments or trailing commas. */
export function looseWarning(): Finding {
  const message = 'The file has comments or trailing commas, which JSON does not allow.';
  return fileWarning('JSON_NOT_STRICT', message, 'Remove them.');
}
