// A JSON value → an entry: nested members become flat names (`a.b`), lists of scalars stay lists.
import { type Cell, type Entry, type Finding, shown, unreadable } from '../entry.ts';

/** One value of the list of records. */
export interface Element {
  readonly value: unknown;
  /** It had comments or trailing commas. */
  readonly isLoose: boolean;
  /** The key that the record stood under, where records are kept by id. */
  readonly key?: string;
}

/** A record of flat names. @throws what makes the file unreadable when it is a STIX object */
export function toEntry(element: Element, line: number): Entry {
  const { value, key } = element;
  if (typeof value === 'string') {
    return { line, names: ['value'], cells: [value], raw: [value] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, cells: [], fault: notAnObject(line, value) };
  }
  if (isStix(value)) {
    throw unreadable(
      'FILE_UNSUPPORTED',
      'The file holds STIX objects; an import takes flat rows.',
      'Push the file to the collection: `taxiway push FILE`.',
    );
  }
  const names: string[] = [];
  const raw: unknown[] = [];
  flatten(value, '', names, raw, 0);
  if (key !== undefined && !names.includes('id')) {
    names.push('id');
    raw.push(key);
  }
  return { line, names, raw, cells: raw.map(toCell) };
}

/** Whether the value says of itself that it is a STIX object. */
export function isStix(value: object): boolean {
  return (
    'type' in value &&
    'id' in value &&
    typeof value.type === 'string' &&
    typeof value.id === 'string' &&
    /^[a-z][a-z0-9-]*--[0-9a-f-]{36}$/i.test(value.id)
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
  return items.every((item) => typeof item !== 'object') ? items.map(String) : namesOf(items);
}

// Tags are often objects with a name.
function namesOf(items: readonly unknown[]): Cell {
  const names = items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
      ? [item.name]
      : [],
  );
  return names.length === items.length ? names : null;
}

function notAnObject(line: number, value: unknown): Finding {
  return {
    kind: 'rejection',
    line,
    column: null,
    value: shown(JSON.stringify(value) ?? ''),
    code: 'JSON_SYNTAX',
    message: `Record ${line} is no object.`,
    hint: 'Make each record an object with named members.',
  };
}
