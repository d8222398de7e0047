// What a file falls into: entries (a record and where it stood) and findings (what is to be said
// about one). A bad record is a value, never an exception.
import type { FindingRow } from '../store/findings.ts';

/** One record of a file. `cells` follow the names that the reader found; a list cell is a JSON list. */
export interface Entry {
  readonly line: number;
  readonly cells: readonly Cell[];
  /** The row has fewer cells than the header has names. */
  readonly isShort?: true;
  /** JSON only: the names of this record's members, and their values as they came. */
  readonly names?: readonly string[];
  readonly raw?: readonly unknown[];
  /** JSON only: a STIX object, and its text as it came. It has no cells. */
  readonly stix?: { readonly value: Readonly<Record<string, unknown>>; readonly text: string };
  /** As it came, where the cells do not say it: the text of a JSON record, a row that cannot be read. */
  readonly came?: string | readonly string[];
  /** The record could not be read at all. */
  readonly fault?: Finding;
}

/** Text; the items of a list of scalars; or null for what only fits into an extra (a list of objects). */
export type Cell = string | readonly string[] | null;

/** One thing to be said about one record, as it is stored; line 0 is the file itself. */
export type Finding = FindingRow;

/** The file cannot be read: no record of it is stored. */
export interface Fatal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What the reader found out about a file before its first record. */
export interface Detected {
  format: 'csv' | 'text' | 'json' | 'ndjson' | 'xlsx';
  delimiter: string | null;
  encoding: string;
  feed: string | null;
  header_line: number | null;
  compression?: string;
}

/** The error that the reading rooms throw for a file that cannot be read. */
export function unreadable(code: string, message: string, hint: string): Error {
  const fatal: Fatal = { code, message, hint };
  return Object.assign(new Error(message), { fatal });
}

/** What makes the file unreadable, if that is what the error says; null for any other error. */
export function fatalOf(error: unknown): Fatal | null {
  if (!(error instanceof Error) || !('fatal' in error)) {
    return null;
  }
  const { fatal } = error;
  return typeof fatal === 'object' && fatal !== null && 'code' in fatal && 'hint' in fatal
    ? { code: String(fatal.code), message: error.message, hint: String(fatal.hint) }
    : null;
}

/** A finding about the file as a whole. */
export function fileWarning(code: string, message: string, hint: string | null = null): Finding {
  return { kind: 'warning', line: 0, column: null, value: null, code, message, hint };
}

/** Text as it is shown in a message: at most 80 characters, control characters made visible. */
export function shown(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return cut.replace(/[\u0000-\u001f\u007f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
