// An object as text. Its members are written once; the body and the canonical form that is hashed
// are two orders of the same pieces.
import { hash } from 'node:crypto';
import type { Draft } from '../map/draft.ts';
import { EXTENSION_ID } from './identity.ts';

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
  /** Members that no cell of the record said. */
  readonly defaults: {
    readonly name: boolean;
    readonly valid_from: boolean;
    readonly indicator_types: boolean;
  };
}

type Written = Exclude<keyof Members, 'defaults'> | 'created' | 'modified';

const BODY_ORDER: readonly Written[] = [
  'type',
  'spec_version',
  'id',
  'created_by_ref',
  'created',
  'modified',
  'revoked',
  'name',
  'description',
  'indicator_types',
  'pattern',
  'pattern_type',
  'valid_from',
  'valid_until',
  'kill_chain_phases',
  'labels',
  'confidence',
  'external_references',
  'object_marking_refs',
  'extensions',
];
const CANONICAL_ORDER: readonly Written[] = [...BODY_ORDER].sort();

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const HASH_LENGTH = 16;

/** The body of an object, and the hash of its canonical form (RFC 8785). */
export function writeObject(
  members: Members,
  created: string,
  modified: string,
): { readonly body: string; readonly content_hash: Buffer } {
  const canonical = write(CANONICAL_ORDER, members, created, modified);
  return {
    body: flatten(write(BODY_ORDER, members, created, modified)),
    content_hash: hash('sha256', canonical, 'buffer').subarray(0, HASH_LENGTH),
  };
}

// A text put together of pieces stays a tree of them until something reads it. Thousands of such
// trees, alive until their batch is stored, cost the collector more than everything else here.
function flatten(text: string): string {
  ANY.test(text);
  return text;
}

const ANY = /$/;

/** A string as JSON; lone surrogates are replaced. */
export function writeText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed());
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

function write(
  order: readonly Written[],
  members: Members,
  created: string,
  modified: string,
): string {
  let text = '';
  for (const name of order) {
    const value =
      name === 'created' ? `"${created}"` : name === 'modified' ? `"${modified}"` : members[name];
    if (value !== null) {
      text += `${text === '' ? '{' : ','}"${name}":${value}`;
    }
  }
  return `${text}}`;
}
