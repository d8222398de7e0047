// A record and its plan → a draft: cells cleaned, nulls told apart, faults gathered by column.
import { type Cell, type Entry, type Finding, shown } from '../entry.ts';
import type { Plan } from './columns.ts';
import type { Attribute } from './field.ts';

/** A record whose columns have meanings. `used` marks the cells that became part of the object. */
export interface Draft {
  readonly line: number;
  readonly plan: Plan;
  readonly cells: readonly Cell[];
  readonly raw: readonly unknown[] | null;
  readonly used: boolean[];
  readonly findings: Finding[];
  isRejected: boolean;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HAS_CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
// From the first of a run of blanks on only: from each of them takes time by their square.
const EDGES =
  /^[\s\u200b-\u200d\u2060\ufeff]+|(?<![\s\u200b-\u200d\u2060\ufeff])[\s\u200b-\u200d\u2060\ufeff]+$/gu;

/** Makes a draft of a record; null where all its cells are null: that is no record. */
export function draftRecord(entry: Entry, plan: Plan): Draft | null {
  const { length } = entry.cells;
  const cells: Cell[] = new Array(length);
  let isEmpty = true;
  for (let index = 0; index < length; index += 1) {
    const cell = cleanCell(entry.cells[index] ?? '');
    cells[index] = cell;
    isEmpty &&= cell === null && entry.raw?.[index] == null;
  }
  if (isEmpty) {
    return null;
  }
  const used: boolean[] = new Array(length).fill(false);
  for (const column of plan.ignored) {
    cells[column] = null;
  }
  const draft = {
    line: entry.line,
    plan,
    cells,
    raw: entry.raw ?? null,
    used,
    findings: [],
    isRejected: false,
  };
  if (entry.isShort === true) {
    warn(
      draft,
      null,
      'ROW_FIELDS_MISSING',
      'has fewer cells than the header; the others are empty',
    );
  }
  return draft;
}

/** The text of an attribute; null where the column is missing, its cell null, or a list. */
export function textOf(draft: Draft, attribute: Attribute): string | null {
  const column = draft.plan.scalars[attribute];
  return column === undefined ? null : textAt(draft, column);
}

/** The text of a cell without control characters. */
export function textAt(draft: Draft, column: number): string | null {
  const cell = draft.cells[column];
  const text = typeof cell === 'string' ? cell : cell?.length === 1 ? (cell[0] ?? null) : null;
  if (text === null || !HAS_CONTROLS.test(text)) {
    return text;
  }
  if (!draft.findings.some((finding) => finding.code === 'CONTROL_CHARACTER_REMOVED')) {
    warn(draft, column, 'CONTROL_CHARACTER_REMOVED', 'holds control characters; they were removed');
  }
  return cleanCell(text.replace(CONTROLS, '')) as string | null;
}

/** True if the text holds a control character: fatal inside a value. */
export function hasControls(text: string): boolean {
  return HAS_CONTROLS.test(text) || /[\t\r\n]/.test(text);
}

// A row of ten thousand bad hashes says no more than one of a hundred.
const MAX_FINDINGS = 100;

/** Says that the record cannot be used, and why; the first fault of a column counts. */
export function reject(
  draft: Draft,
  column: number | null,
  code: string,
  complaint: string,
  hint: string | null,
): void {
  const name = column === null ? null : (draft.plan.names[column] ?? `column_${column + 1}`);
  draft.isRejected = true;
  if (draft.findings.length >= MAX_FINDINGS) {
    return;
  }
  if (!draft.findings.some((known) => known.kind === 'rejection' && known.column === name)) {
    draft.findings.push(describe(draft, 'rejection', column, code, complaint, hint));
  }
}

/** Says something about a record that is kept. */
export function warn(draft: Draft, column: number | null, code: string, complaint: string): void {
  draft.findings.push(describe(draft, 'warning', column, code, complaint, null));
}

/** All faults of a rejected record from left to right; the warnings of one that is kept. */
export function findingsOf(draft: Draft): readonly Finding[] {
  if (!draft.isRejected) {
    return draft.findings;
  }
  const place = (finding: Finding) =>
    finding.column === null ? -1 : draft.plan.names.indexOf(finding.column);
  return draft.findings
    .filter((finding) => finding.kind === 'rejection')
    .sort((a, b) => place(a) - place(b));
}

function describe(
  draft: Draft,
  kind: 'rejection' | 'warning',
  column: number | null,
  code: string,
  complaint: string,
  hint: string | null,
): Finding {
  const name = column === null ? null : (draft.plan.names[column] ?? `column_${column + 1}`);
  const cell = column === null ? null : draft.cells[column];
  const value = typeof cell === 'string' ? cell : cell == null ? null : cell.join(', ');
  const subject = name === null ? 'The record' : `\`${shown(name)}\``;
  const found = value === null ? '' : ` (found "${shown(value)}")`;
  const message = `${subject} ${complaint}${found}.`;
  return { kind, line: draft.line, column: name, value, code, message, hint };
}

function cleanCell(cell: Cell): Cell {
  if (typeof cell !== 'string') {
    return cell;
  }
  const { length } = cell;
  if (length === 0) {
    return null;
  }
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(length - 1);
  const isTrim = first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f;
  const text = isTrim ? cell : cell.replace(EDGES, '');
  if (text.length <= 4 && isNull(text)) {
    return null;
  }
  return first === 0x27 && /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

function isNull(text: string): boolean {
  switch (text.toLowerCase()) {
    case '':
    case '-':
    case 'n/a':
    case 'none':
    case 'null':
      return true;
    default:
      return false;
  }
}
