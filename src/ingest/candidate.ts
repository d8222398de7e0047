// A version of an object that is fit to be stored: what push, import and edits hand to save.ts.

import { hash } from 'node:crypto';
import { type Reference, readReferences } from '../intel/references.ts';
import { summarise } from '../intel/summary.ts';
import { canonicalJson } from '../stix/canonical.ts';
import type { SpecVersion, StorableObject } from '../stix/object.ts';
import { readStixTimestamp } from '../stix/timestamp.ts';
import type { Slice } from '../store/copy-piece.ts';
import { packSummary } from '../store/packed-summary.ts';

/** A version of an object, ready to be stored. */
export interface Candidate {
  readonly stix_type: string;
  readonly stix_uuid: string;
  /** Null where the object has neither `modified` nor `created`: then date_added becomes its version. */
  readonly version: string | null;
  readonly version_as_sent: string | null;
  readonly spec_version: SpecVersion;
  /** 32 hexadecimal digits: a Buffer would be the heaviest part of a row. */
  readonly content_hash: string;
  /** The object's JSON text, exactly as it was sent. */
  readonly body: string | Slice;
  /** What it is looked for by, packed. */
  readonly summary: Slice;
  /** The objects that it names; what rows of files make names none. */
  readonly references?: readonly Reference[];
  readonly import_line?: number;
  /** A STIX object out of an imported file: it keeps the version that it came with. */
  readonly is_sent?: true;
}

const HASH_DIGITS = 32;

/** Makes a candidate of an object that `readObject` accepted. */
export function makeCandidate(
  object: StorableObject,
  value: Readonly<Record<string, unknown>>,
  body: string,
): Candidate {
  return {
    stix_type: object.type,
    stix_uuid: object.uuid,
    version: object.version,
    version_as_sent: object.version_as_sent,
    spec_version: object.spec_version,
    ...describe(value),
    body,
  };
}

/** An object that stands behind others, ready to be stored. */
export function frameCandidate(id: string, body: string): Candidate {
  const value: Record<string, unknown> = JSON.parse(body);
  const [stix_type = '', stix_uuid = ''] = id.split(/--/);
  return {
    stix_type,
    stix_uuid,
    version: readStixTimestamp(String(value.modified)),
    version_as_sent: null,
    spec_version: '2.1',
    ...describe(value),
    body,
  };
}

/** What is known of a version by its object alone. */
export function describe(
  value: Readonly<Record<string, unknown>>,
): Pick<Candidate, 'content_hash' | 'summary' | 'references'> {
  const content_hash = hashContent(value);
  const summary = packSummary(summarise(value));
  const references = readReferences(value);
  return references.length === 0
    ? { content_hash, summary }
    : { content_hash, summary, references };
}

/** A body as text. */
export function readBody(body: Candidate['body']): string {
  if (typeof body === 'string') return body;
  const { bytes, start, end } = body;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

/** Equal for values that differ in nothing but spelling: order of properties, blanks, escapes. */
export function hashContent(value: Readonly<Record<string, unknown>>): string {
  return hash('sha256', canonicalJson(value), 'hex').slice(0, HASH_DIGITS);
}
