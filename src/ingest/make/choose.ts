// Which cell is the value and what type it has: the type column, then the column's own name, then
// the shape. A declared type is never overruled by the shape.

import type { ValueColumn } from '../map/columns.ts';
import { type Draft, hasControls, reject, textAt, warn } from '../map/draft.ts';
import type { ValueType } from '../map/field.ts';
import type { Value, ValueFault } from './comparison.ts';
import { type Declared, declaredType } from './declared.ts';
import { refang, unwrap } from './refang.ts';
import { isStrict, lookAlike, shapeOf } from './shape.ts';
import { isRefanged, readValue, takesAnyText, type ValueSettings } from './value.ts';

/** The value of a record, as far as its own cell tells. */
export interface Chosen {
  readonly type: ValueType;
  readonly column: number;
  readonly value: Value;
  readonly text: string;
  /** A word of the type column that turned out to be a kind of threat. */
  readonly threatWord: string | null;
}

/** What choosing needs of the settings. */
export interface ChoiceSettings extends ValueSettings {
  readonly max_value_chars: number;
}

/** Finds the value; null when the draft was rejected for it. */
export function chooseValue(draft: Draft, settings: ChoiceSettings): Chosen | null {
  const where = firstValue(draft);
  if (where === null) {
    const column = draft.plan.values.reduce(
      (first, value) => Math.min(first, value.column),
      Number.POSITIVE_INFINITY,
    );
    reject(
      draft,
      column,
      'VALUE_EMPTY',
      'is empty; it should hold the value',
      'Fill in the value or remove the row.',
    );
    return null;
  }
  const raw = valueText(draft, where);
  if (!isFit(draft, where.column, raw, settings)) {
    return null;
  }
  const declared = declaredType(draft, where);
  return declared === null ? null : readChosen(draft, where, raw, declared, settings);
}

function firstValue(draft: Draft): ValueColumn | null {
  for (const value of draft.plan.values) {
    const cell = draft.cells[value.column];
    if (cell !== null && cell !== undefined && (typeof cell === 'string' || cell.length === 1)) {
      return value;
    }
  }
  return null;
}

const INVISIBLE = /[\u200b\u2060\ufeff]/g;

function valueText(draft: Draft, where: ValueColumn): string {
  const cell = draft.cells[where.column];
  const text = typeof cell === 'string' ? cell : (cell?.[0] ?? '');
  const bare = INVISIBLE.test(text) ? text.replace(INVISIBLE, '') : text;
  if (where.type === 'cidr' && where.partner !== undefined) {
    draft.used[where.partner] = true;
    return `${bare}/${textAt(draft, where.partner) ?? ''}`;
  }
  return bare;
}

function isFit(draft: Draft, column: number, text: string, settings: ChoiceSettings): boolean {
  if (hasControls(text)) {
    const hint = 'Remove the control character, or split the cell into rows.';
    reject(
      draft,
      column,
      'VALUE_CONTROL_CHARACTER',
      'holds a control character inside the value',
      hint,
    );
    return false;
  }
  if (text.length > settings.max_value_chars && [...text].length > settings.max_value_chars) {
    const complaint = `is longer than ${settings.max_value_chars} characters`;
    reject(
      draft,
      column,
      'VALUE_TOO_LONG',
      complaint,
      'Check that the quotes of the row are closed.',
    );
    return false;
  }
  return true;
}

function readChosen(
  draft: Draft,
  where: ValueColumn,
  raw: string,
  declared: Declared,
  settings: ChoiceSettings,
): Chosen | null {
  const { column } = where;
  if (declared.type === 'any') {
    return readByShape(draft, column, raw, settings);
  }
  if (declared.type === 'pattern' || declared.type === 'rule') {
    draft.used[column] = true;
    const empty: Value = { kind: 'value', comparison: '', name: raw, warnings: [] };
    return { ...declared, column, value: empty, text: raw };
  }
  const text = isRefanged(declared.type) ? refang(raw) : raw;
  const value = readValue(declared.type, text, settings);
  if (value.kind === 'fault') {
    rejectValue(draft, column, value, declared.type, text);
    return null;
  }
  if (declared.isConflict || (takesAnyText(declared.type) && isStrict(refang(raw)))) {
    warn(draft, column, 'TYPE_CONFLICT', `was read as ${declared.type}, though it looks otherwise`);
  }
  return accept(draft, column, declared.type, value, text, declared.threatWord);
}

function readByShape(
  draft: Draft,
  column: number,
  raw: string,
  settings: ChoiceSettings,
): Chosen | null {
  const refanged = refang(raw);
  const shape = shapeOf(refanged);
  if (shape === null) {
    const code = lookAlike(refanged);
    const complaint = LOOKS[code] ?? 'does not look like any known type of value';
    const hint = 'Correct the value, or name its type in a column `type`.';
    reject(draft, column, code, complaint, hint);
    return null;
  }
  const text = isRefanged(shape.type) ? refanged : unwrap(raw);
  const value = readValue(shape.type, text, settings);
  if (value.kind === 'fault') {
    rejectValue(draft, column, value, shape.type, text);
    return null;
  }
  if (shape.warning === 'TYPE_AMBIGUOUS') {
    warn(draft, column, shape.warning, 'may be a domain or a file name; it was read as a domain');
  }
  return accept(draft, column, shape.type, value, text, null);
}

const LOOKS: Readonly<Record<string, string>> = {
  VALUE_NOT_AN_IPV4: 'looks like an IPv4 address, but is none',
  VALUE_NOT_A_CIDR: 'looks like a network, but is none',
  VALUE_NOT_A_URL: 'looks like a URL, but is none',
  HASH_LENGTH: 'looks like a hash, but none has so many digits',
};

function accept(
  draft: Draft,
  column: number,
  type: ValueType,
  value: Value,
  text: string,
  threatWord: string | null,
): Chosen {
  draft.used[column] = value.isPartial !== true;
  for (const code of value.warnings) {
    warn(draft, column, code, WARNINGS[code] ?? 'was put right');
  }
  return { type, column, value, text, threatWord };
}

const WARNINGS: Readonly<Record<string, string>> = {
  IPV4_LEADING_ZEROS: 'has leading zeros; they were read as decimal',
  CIDR_HOST_BITS: 'has bits after its prefix; they were set to zero',
  URL_SCHEME_ASSUMED: 'has no scheme; http:// was put before it',
};

function rejectValue(
  draft: Draft,
  column: number,
  fault: ValueFault,
  type: ValueType,
  text: string,
): void {
  if (fault.code === 'VALUE_EXCLUDED') {
    const complaint = 'stands for nothing or for this very machine, and would match everywhere';
    reject(draft, column, fault.code, complaint, 'Remove the row; no list should have this value.');
    return;
  }
  const shape = shapeOf(refang(text));
  const hint =
    shape !== null && shape.type !== type
      ? `Looks like ${shape.type}: correct the type or move the value.`
      : DOTTED.test(text)
        ? 'Each of the four numbers must be from 0 to 255: correct the value, or remove the row.'
        : 'Correct the value, or remove the row.';
  reject(draft, column, fault.code, complaintOf(fault, type, text), hint);
}

const DOTTED = /^\d+\.\d+\.\d+\.\d+$/;

function complaintOf({ code }: ValueFault, type: ValueType, text: string): string {
  if (code !== 'HASH_LENGTH') return `is ${NOUNS[type] ?? `not valid as ${type}`}`;
  const length = HASH_DIGITS[type];
  const right = length === undefined ? 'no hash has so many' : `${type} has ${length}`;
  return `has ${text.length} hex digits; ${right}`;
}

const HASH_DIGITS: Partial<Record<ValueType, number>> = {
  ...{ md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 },
};

const NOUNS: Partial<Record<ValueType, string>> = {
  ip: 'no IP address',
  ipv4: 'no IPv4 address',
  ipv6: 'no IPv6 address',
  cidr: 'no network, such as 198.51.100.0/24',
  domain: 'no domain name',
  url: 'no URL',
  email: 'no e-mail address',
  asn: 'no AS number',
};
