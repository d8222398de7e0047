// A record that makes an object which is stored already: what does it change? Cells that say nothing
// leave the stored members alone.
import { canonicalJson } from '../../stix/canonical.ts';
import { type Candidate, describe } from '../candidate.ts';
import { EXTENSION_ID } from '../make/identity.ts';
import type { Members } from '../make/write.ts';

/** The new body of an object that a record changes. */
export interface Revision extends Pick<Candidate, 'content_hash' | 'summary'> {
  readonly body: string;
  readonly modified: string;
}

type Stored = Record<string, unknown>;

const SETS: ReadonlySet<string> = new Set([
  'labels',
  'indicator_types',
  'external_references',
  'kill_chain_phases',
  'object_marking_refs',
]);
const COMPARED = [
  'revoked',
  'name',
  'description',
  'indicator_types',
  'valid_from',
  'valid_until',
  'kill_chain_phases',
  'labels',
  'confidence',
  'external_references',
  'object_marking_refs',
] as const;

/**
 * The revision of the stored body that a record's body asks for; null where it asks for nothing. What
 * an undo revoked is good again when a record brings it again.
 */
export function revise(
  body: string,
  defaults: Members['defaults'],
  latest: { readonly body: string; readonly isFromUndo: boolean },
  now: number,
): Revision | null {
  const wanted: Stored = JSON.parse(body);
  const stored: Stored = JSON.parse(latest.body);
  const changes: Stored = {};
  for (const name of COMPARED) {
    const value = isDefault(name, defaults) ? undefined : wanted[name];
    if (value !== undefined && !isSame(name, value, stored[name])) changes[name] = value;
  }
  const extensions = mergeExtra(wanted, stored);
  if (extensions !== null) changes.extensions = extensions;
  if (latest.isFromUndo && stored.revoked === true && wanted.revoked !== true)
    changes.revoked = false;
  if (Object.keys(changes).length === 0) return null;
  const modified = modifiedAfter(String(stored.modified), now);
  const revised = settleValidity({ ...stored, ...changes, modified }, changes, wanted);
  return { body: JSON.stringify(revised), modified, ...describe(revised) };
}

// A new end before the stored start brings its own start along; a new start after the stored end has none.
function settleValidity(revised: Stored, changes: Stored, wanted: Stored): Stored {
  const { valid_from, valid_until, ...rest } = revised;
  const isSound = valid_until === undefined || String(valid_until) > String(valid_from);
  if (isSound || wanted.valid_from === undefined) return revised;
  return changes.valid_until === undefined
    ? { ...rest, valid_from }
    : { ...revised, valid_from: wanted.valid_from };
}

/** The `modified` of the version that follows another one. */
export function modifiedAfter(modified: string, now: number): string {
  return new Date(Math.max(now, Date.parse(modified) + 1)).toISOString();
}

function isDefault(name: (typeof COMPARED)[number], defaults: Members['defaults']): boolean {
  return (name === 'name' || name === 'valid_from' || name === 'indicator_types') && defaults[name];
}

function isSame(name: string, wanted: unknown, stored: unknown): boolean {
  return spell(name, wanted) === spell(name, stored);
}

function spell(name: string, value: unknown): string {
  return SETS.has(name) && Array.isArray(value)
    ? value.map(canonicalJson).sort().join()
    : canonicalJson(value);
}

interface Column {
  readonly name: string;
  readonly value: unknown;
}

// Cells of the record replace those of the same name; the others stay.
function mergeExtra(record: Stored, stored: Stored): unknown {
  const wanted = columnsOf(record.extensions);
  const before = columnsOf(stored.extensions);
  const merged = new Map(before.map((column) => [column.name, column]));
  for (const column of wanted) merged.set(column.name, column);
  const columns = [...merged.values()];
  if (JSON.stringify(columns) === JSON.stringify(before)) return null;
  const others = typeof stored.extensions === 'object' ? stored.extensions : {};
  return { ...others, [EXTENSION_ID]: { columns, extension_type: 'property-extension' } };
}

function columnsOf(extensions: unknown): readonly Column[] {
  const ours =
    typeof extensions === 'object' && extensions !== null
      ? Object.entries(extensions).find(([id]) => id === EXTENSION_ID)?.[1]
      : undefined;
  return Array.isArray(ours?.columns) ? ours.columns : [];
}
