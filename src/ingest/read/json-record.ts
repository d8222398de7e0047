// A JSON value → an entry: nested members become flat names (`a.b`), lists of scalars stay lists.
import { type Cell, type Entry, type Finding, shown } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import { rowFinding, tooLong } from './records.ts';

// Whatever walks through a record calls itself for each level.
const MAX_DEPTH = 100;

/**
 * A record of flat names, or a STIX object as it is. `text` is the value as it came; `key` what it
 * stood under, where records are kept by id.
 */
export function toEntry(
  value: unknown,
  text: string,
  line: number,
  settings: Pick<ImportSettings, 'max_row_chars'>,
  key?: string,
): Entry {
  const fault = recordFault(value, line);
  if (fault !== null) {
    return { line, cells: [], came: text, fault };
  }
  if (isStix(value)) {
    return { line, cells: [], came: text, stix: withoutErrors(value, text) };
  }
  if (text.length > settings.max_row_chars && [...text].length > settings.max_row_chars) {
    return { line, cells: [], came: text, fault: tooLong(line) };
  }
  if (typeof value !== 'object' || value === null) {
    return { line, names: ['value'], cells: [String(value)], raw: [value], came: text };
  }
  const names: string[] = [];
  const raw: unknown[] = [];
  flatten(value, '', names, raw, 0);
  if (key !== undefined && !names.includes('id')) {
    names.push('id');
    raw.push(key);
  }
  return { line, names, raw, cells: raw.map(toCell), came: withKey(text, key, value) };
}

// An error file has the record alone.
function withKey(text: string, key: string | undefined, value: object): string {
  return key === undefined || 'id' in value ? text : JSON.stringify({ id: key, ...value });
}

// What an error file said of the object is none of its properties.
function withoutErrors(
  value: Readonly<Record<string, unknown>>,
  text: string,
): NonNullable<Entry['stix']> {
  if (!('import_errors' in value)) {
    return { value, text };
  }
  const { import_errors: _, ...object } = value;
  return { value: object, text: JSON.stringify(object) };
}

function recordFault(value: unknown, line: number): Finding | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject && typeof value !== 'string') {
    const found = Array.isArray(value) ? 'a list' : shown(String(value));
    const message = `The record is ${found}, not an object.`;
    return rowFinding(line, 'JSON_SYNTAX', message, 'Make it an object with named members.');
  }
  if (isDeeper(value, MAX_DEPTH)) {
    const message = `The record is nested more than ${MAX_DEPTH} levels deep.`;
    return rowFinding(line, 'JSON_SYNTAX', message, 'Make it flat.');
  }
  return null;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

const STIX_ID = /^[a-z0-9-]+--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the value says of itself that it is a STIX object. */
export function isStix(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'id' in value &&
    typeof value.type === 'string' &&
    typeof value.id === 'string' &&
    STIX_ID.test(value.id)
  );
}

function flatten(
  value: object,
  prefix: string,
  names: string[],
  raw: unknown[],
  depth: number,
): void {
  for (const [name, member] of Object.entries(value)) {
    const isNested = typeof member === 'object' && member !== null && !Array.isArray(member);
    if (isNested && depth < 20) {
      flatten(member, `${prefix}${name}.`, names, raw, depth + 1);
    } else {
      names.push(prefix + name);
      raw.push(Array.isArray(member) && member.length === 0 ? null : member);
    }
  }
}

// Lists of objects are told by their `raw` value, where a field can take them at all.
function toCell(value: unknown): Cell {
  if (typeof value === 'string') {
    return value;
  }
  if (value === null || value === undefined) {
    return '';
  }
  if (!Array.isArray(value)) {
    return typeof value === 'object' ? null : String(value);
  }
  const items = value.filter((item) => item !== null);
  return items.every((item) => typeof item !== 'object') ? items.map(String) : null;
}
