// An object as text. Its members are written once; the body and the canonical form that is hashed
// are two orders of the same pieces.
import { hash } from 'node:crypto';
import type { Draft } from '../map/draft.ts';
import { EXTENSION_ID } from './identity.ts';
import type { Said } from './said.ts';

/** The members of an object, each value as JSON text; `created` and `modified` come when stored. */
export interface Members {
  readonly type: string;
  readonly spec_version: string;
  readonly id: string;
  readonly created_by_ref: string;
  readonly revoked: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly indicator_types: string | null;
  readonly pattern: string | null;
  readonly pattern_type: string | null;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly kill_chain_phases: string | null;
  readonly labels: string | null;
  readonly confidence: string | null;
  readonly external_references: string | null;
  readonly object_marking_refs: string | null;
  readonly extensions: string | null;
  readonly said: Said;
  /** Members that no cell of the record said. */
  readonly defaults: {
    readonly name: boolean;
    readonly valid_from: boolean;
    readonly indicator_types: boolean;
  };
}

type Written = Exclude<keyof Members, 'said' | 'defaults'> | 'created' | 'modified';

// The order of RFC 8785, so that a body is its own canonical form: written once, hashed as it is.
const ORDER: readonly Written[] = [
  'confidence',
  'created',
  'created_by_ref',
  'description',
  'extensions',
  'external_references',
  'id',
  'indicator_types',
  'kill_chain_phases',
  'labels',
  'modified',
  'name',
  'object_marking_refs',
  'pattern',
  'pattern_type',
  'revoked',
  'spec_version',
  'type',
  'valid_from',
  'valid_until',
];

// Made once: an object has a score of them.
const KEYS = ORDER.map((name) => ({ name, first: `"${name}":`, later: `,"${name}":` }));

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const HASH_DIGITS = 32;

/**
 * The body of an object, and the hash of its canonical form (RFC 8785). Hashing also makes one piece
 * of the text: as a tree of pieces, alive until its batch is stored, it costs the collector dear.
 */
export function writeObject(
  members: Members,
  created: string,
  modified: string,
): { readonly body: string; readonly content_hash: string } {
  const body = write(members, created, modified);
  return { body, content_hash: hash('sha256', body, 'hex').slice(0, HASH_DIGITS) };
}

/** A string as JSON; lone surrogates are replaced. */
export function writeText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed());
}

/** A list of objects as JSON; lone surrogates are replaced here as well, of which JSON.stringify makes escapes. */
export function writeObjects(items: readonly object[]): string {
  const text = JSON.stringify(items);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(items, (_name, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );
}

/** A list of strings as JSON. */
export function writeList(items: readonly string[]): string {
  let text = '[';
  for (const item of items) {
    text += text.length > 1 ? `,${writeText(item)}` : writeText(item);
  }
  return `${text}]`;
}

/** The cells that no member took, under our extension; null where there are none. */
export function writeExtra(draft: Draft): string | null {
  let columns = '';
  for (let index = 0; index < draft.cells.length; index += 1) {
    const cell = draft.cells[index];
    const isNull = cell === null || cell === undefined;
    if (
      draft.used[index] === true ||
      draft.plan.ignored.has(index) ||
      (isNull && draft.raw?.[index] == null)
    ) {
      continue;
    }
    const name = writeText(draft.plan.names[index] ?? `column_${index + 1}`);
    columns += `${columns === '' ? '' : ','}{"name":${name},"value":${writeCell(draft, index)}}`;
  }
  return columns === ''
    ? null
    : `{"${EXTENSION_ID}":{"columns":[${columns}],"extension_type":"property-extension"}}`;
}

function writeCell(draft: Draft, index: number): string {
  if (draft.raw !== null) {
    return canonical(draft.raw[index]);
  }
  const cell = draft.cells[index];
  return typeof cell === 'string' ? writeText(cell) : writeList(cell ?? []);
}

// Extras of JSON records may be of any shape; their properties are put in order for the hash.
function canonical(value: unknown): string {
  if (typeof value === 'string') {
    return writeText(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([name, item]) => `${writeText(name)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function write(members: Members, created: string, modified: string): string {
  const times = { created: `"${created}"`, modified: `"${modified}"` };
  let text = '{';
  for (const { name, first, later } of KEYS) {
    const value = name === 'created' || name === 'modified' ? times[name] : members[name];
    if (value !== null) {
      text += text.length === 1 ? first : later;
      text += value;
    }
  }
  return `${text}}`;
}
