// Which cell is the value and what type it has: the type column, then the column's own name, then
// the shape. A declared type is never overruled by the shape.

import type { ValueColumn } from '../map/columns.ts';
import { type Draft, hasControls, reject, textAt, textOf, warn } from '../map/draft.ts';
import { nForm, type ValueType, valueTypeOf } from '../map/names.ts';
import type { Value, ValueFault } from './comparison.ts';
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

const NARROWER: Partial<Record<ValueType, readonly ValueType[]>> = {
  ip: ['ipv4', 'ipv6', 'cidr', 'endpoint'],
  ipv4: ['cidr'],
  ipv6: ['cidr'],
  host: ['domain', 'ip', 'ipv4', 'ipv6'],
  hash: 'md5 sha1 sha256 sha512 sha3256 sha3512 sha224 sha384 ssdeep tlsh authentihash imphash pehash cert'.split(
    ' ',
  ) as ValueType[],
  email: ['email-sender', 'email-recipient'],
  file: 'md5 sha1 sha256 sha512 sha3256 sha3512 sha224 sha384 hash file-name'.split(
    ' ',
  ) as ValueType[],
};

/** Finds the value; null when the draft was rejected for it. */
export function chooseValue(draft: Draft, settings: ChoiceSettings): Chosen | null {
  const where = firstValue(draft);
  if (where === null) {
    const column = Math.min(...draft.plan.values.map((value) => value.column));
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

interface Declared {
  readonly type: ValueType;
  readonly threatWord: string | null;
  readonly isConflict: boolean;
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

function declaredType(draft: Draft, where: ValueColumn): Declared | null {
  const byHeader = headerType(draft, where);
  if (byHeader === null) {
    return null;
  }
  const column = draft.plan.scalars.type;
  const word = textOf(draft, 'type');
  if (word === null || column === undefined) {
    return { type: byHeader, threatWord: null, isConflict: false };
  }
  const byWord = typeOfWord(word);
  if (byWord === undefined) {
    return unknownWord(draft, column, word, byHeader);
  }
  draft.used[column] = true;
  return reconcile(byHeader, byWord);
}

/** The type that a word of a type column stands for. */
export function typeOfWord(word: string): ValueType | undefined {
  const cut = word.replace(/:value$/i, '');
  return valueTypeOf.get(nForm(cut));
}

function unknownWord(
  draft: Draft,
  column: number,
  word: string,
  byHeader: ValueType,
): Declared | null {
  if (byHeader !== 'any') {
    draft.used[column] = true;
    return { type: byHeader, threatWord: word, isConflict: false };
  }
  const hint =
    'Use a known type such as domain, ipv4, url, email, md5 or sha256, or leave it empty.';
  reject(draft, column, 'TYPE_UNKNOWN', 'is no known type of value', hint);
  return null;
}

function reconcile(byHeader: ValueType, byWord: ValueType): Declared {
  if (byWord === 'any' || byWord === byHeader || NARROWER[byWord]?.includes(byHeader) === true) {
    return { type: byHeader, threatWord: null, isConflict: false };
  }
  const fits = byHeader === 'any' || NARROWER[byHeader]?.includes(byWord) === true;
  return { type: byWord, threatWord: null, isConflict: !fits };
}

function headerType(draft: Draft, where: ValueColumn): ValueType | null {
  if (where.type !== 'hash' || where.partner === undefined) {
    return where.type;
  }
  const word = textAt(draft, where.partner);
  if (word === null) {
    return 'hash';
  }
  const type = valueTypeOf.get(nForm(word));
  if (type === undefined) {
    const hint = 'Use MD5, SHA-1, SHA-256 or SHA-512.';
    reject(draft, where.partner, 'HASH_ALGORITHM_UNKNOWN', 'is no known hash algorithm', hint);
    return null;
  }
  draft.used[where.partner] = true;
  return type;
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
    const hint = 'Add a type column, or correct the value.';
    reject(draft, column, code, 'is nothing that is known by its look', hint);
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
  const shape = shapeOf(refang(text));
  const isHashLength = fault.code === 'HASH_LENGTH';
  const complaint = isHashLength
    ? `has ${text.length} hex digits, which is not the length of ${type}`
    : fault.code === 'VALUE_EXCLUDED'
      ? 'is a value that says nothing and would match everywhere'
      : `is not valid as ${type}`;
  const hint =
    shape !== null && shape.type !== type
      ? `Looks like ${shape.type}: correct the type or move the value.`
      : 'Correct the value, or remove the row.';
  reject(draft, column, fault.code, complaint, hint);
}
