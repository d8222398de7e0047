// The members of an object besides its value: times, confidence, markings, labels, references.

import type { TlpLevel } from '../../stix/tlp.ts';
import { type Draft, reject, textAt, textOf, warn } from '../map/draft.ts';
import type { Attribute } from '../map/field.ts';
import type { ImportSettings } from '../settings.ts';
import { type ConfidenceScale, readConfidence } from './confidence.ts';
import { type ReadTime, readDuration, writeTime } from './time.ts';
import { markingIds, readTlp, strictest } from './tlp.ts';

/** Validity, and whether its start is only the import's clock. */
export interface Validity {
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly isFromDefault: boolean;
}

const DAY = 86_400_000;

/** A true or false cell; null where nothing was said or it cannot be read (then rejected). */
export function booleanOf(
  draft: Draft,
  attribute: 'revoked' | 'to_ids' | 'is_compromised',
): boolean | null {
  const text = textOf(draft, attribute);
  const column = draft.plan.scalars[attribute];
  if (text === null || column === undefined) {
    return null;
  }
  draft.used[column] = true;
  switch (text.toLowerCase()) {
    case 'true':
    case 'yes':
    case 'y':
    case 't':
    case '1':
      return true;
    case 'false':
    case 'no':
    case 'n':
    case 'f':
    case '0':
      return false;
    default:
      reject(
        draft,
        column,
        'BOOLEAN_UNREADABLE',
        'is neither true nor false',
        'Use true or false.',
      );
      return null;
  }
}

/** The confidence of a record. */
export function confidenceOf(
  draft: Draft,
  settings: ImportSettings,
  scale: ConfidenceScale,
): number | null {
  const text = textOf(draft, 'confidence');
  const column = draft.plan.scalars.confidence;
  if (text === null || column === undefined) {
    return settings.default_confidence;
  }
  draft.used[column] = true;
  const read = readConfidence(text, scale);
  if (read.kind === 'confidence') {
    return read.value ?? settings.default_confidence;
  }
  const isRange = read.kind === 'range';
  const code = isRange ? 'CONFIDENCE_RANGE' : 'CONFIDENCE_UNREADABLE';
  const complaint = isRange ? 'is not from 0 to 100' : 'is no number and no known word';
  reject(draft, column, code, complaint, 'Use a number from 0 to 100, or low, medium or high.');
  return null;
}

/** The markings of a record: its TLP cell and its tlp tags, the strictest of them. */
export function markingsOf(
  draft: Draft,
  settings: ImportSettings,
  tagged: readonly TlpLevel[],
): readonly string[] {
  const cell = tlpCell(draft);
  const levels = cell === null ? tagged : [cell, ...tagged];
  const level = strictest(levels);
  if (new Set(levels).size > 1) {
    const column = draft.plan.scalars.tlp ?? draft.plan.lists.labels?.[0] ?? null;
    warn(
      draft,
      column,
      'TLP_CONFLICT',
      'and its tags name different TLP levels; the strictest was used',
    );
  }
  if (level !== null) {
    return markingIds(level, settings.tlp_version);
  }
  const standard = settings.default_tlp === null ? 'null' : readTlp(settings.default_tlp);
  return standard === 'null' || standard === 'unreadable'
    ? []
    : markingIds(standard, settings.tlp_version);
}

/** When an indicator starts and ends to be valid. */
export function validityOf(
  draft: Draft,
  settings: ImportSettings,
  readTime: (text: string) => ReadTime,
): Validity {
  const stated = startOf(draft, readTime);
  const from = stated ?? settings.now;
  const end = endOf(draft, settings, readTime, from);
  if (end.at !== null && end.at <= from) {
    const hint = 'Correct the end, or remove the row if it has expired.';
    reject(draft, end.column, 'VALIDITY_REVERSED', 'is not later than the start', hint);
  } else if (end.at !== null && end.at <= settings.now && stated !== null) {
    warn(draft, end.column, 'ALREADY_EXPIRED', 'lies in the past');
  }
  return {
    valid_from: writeTime(from),
    valid_until: end.at === null ? null : writeTime(end.at),
    isFromDefault: stated === null,
  };
}

/** `last_seen` never enters an object; it is only checked. */
export function checkLastSeen(draft: Draft, readTime: (text: string) => ReadTime): void {
  const column = draft.plan.scalars.last_seen;
  const text = textOf(draft, 'last_seen');
  if (column === undefined || text === null) {
    return;
  }
  draft.used[column] = true;
  const read = readTime(text);
  if (read.kind === 'unreadable' || read.kind === 'ambiguous') {
    warn(draft, column, 'LAST_SEEN_UNREADABLE', 'is no readable time; it was left out');
  }
}

function tlpCell(draft: Draft): TlpLevel | null {
  const text = textOf(draft, 'tlp');
  const column = draft.plan.scalars.tlp;
  if (text === null || column === undefined) {
    return null;
  }
  draft.used[column] = true;
  const level = readTlp(text);
  if (level === 'unreadable') {
    const hint = 'Use clear, green, amber, amber+strict or red.';
    reject(draft, column, 'TLP_UNKNOWN', 'is no known TLP level', hint);
    return null;
  }
  return level === 'null' ? null : level;
}

function startOf(draft: Draft, readTime: (text: string) => ReadTime): number | null {
  let start: number | null = null;
  for (const attribute of ['valid_from', 'first_seen', 'created'] as const) {
    if (start === null) {
      start = timeOf(draft, attribute, readTime);
    }
  }
  return start;
}

function endOf(
  draft: Draft,
  settings: ImportSettings,
  readTime: (text: string) => ReadTime,
  from: number,
): { readonly at: number | null; readonly column: number | null } {
  const text = textOf(draft, 'valid_until');
  const column = draft.plan.scalars.valid_until;
  if (text !== null && column !== undefined) {
    if (readTime(text).kind === 'endless') {
      draft.used[column] = true;
      return { at: null, column };
    }
    const at = timeOf(draft, 'valid_until', readTime);
    if (at !== null || draft.isRejected) {
      return { at, column };
    }
  }
  const duration = durationOf(draft);
  if (duration !== null) {
    return { at: from + duration, column: draft.plan.scalars.duration ?? null };
  }
  const days = settings.default_valid_days;
  return { at: days === null ? null : from + days * DAY, column: null };
}

function durationOf(draft: Draft): number | null {
  const text = textOf(draft, 'duration');
  const column = draft.plan.scalars.duration;
  if (text === null || column === undefined) {
    return null;
  }
  draft.used[column] = true;
  const duration = readDuration(text);
  if (duration === null) {
    reject(draft, column, 'DURATION_UNREADABLE', 'is no readable duration', 'Use 4h, 90d or P90D.');
  }
  return duration;
}

function timeOf(
  draft: Draft,
  attribute: Attribute,
  readTime: (text: string) => ReadTime,
): number | null {
  const column = draft.plan.scalars[attribute];
  const text = column === undefined ? null : textAt(draft, column);
  if (column === undefined || text === null) {
    return null;
  }
  draft.used[column] = true;
  const read = readTime(text);
  if (read.kind === 'time') {
    return read.at;
  }
  if (read.kind === 'null') {
    return null;
  }
  const isAmbiguous = read.kind === 'ambiguous';
  const code = isAmbiguous ? 'TIMESTAMP_AMBIGUOUS' : 'TIMESTAMP_UNREADABLE';
  const { complaint, hint } = isAmbiguous ? AMBIGUOUS : unreadable(text);
  reject(draft, column, code, complaint, hint);
  return null;
}

const AMBIGUOUS = {
  complaint: 'may be day first or month first',
  hint: 'Write the year first, then month and day, as 2026-07-18, or import with date_order=dmy (day first) or mdy (month first).',
};
const SHORT_YEAR = /^\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:\D|$)/;
const DATE_LIKE = /^(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:\D|$)/;

function unreadable(text: string) {
  if (SHORT_YEAR.test(text))
    return { complaint: 'has a year of two digits', hint: 'Write the year with four digits.' };
  if (DATE_LIKE.test(text)) {
    const hint = 'Correct it, or use RFC 3339, for example 2026-07-18T12:00:00Z.';
    return { complaint: 'is no date or time that there is', hint };
  }
  const hint = 'Use RFC 3339, for example 2026-07-18T12:00:00Z.';
  return { complaint: 'is no readable time', hint };
}
