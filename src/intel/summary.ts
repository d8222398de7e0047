// What an object is looked for by: the few columns that searches and rules compare, read out of any
// object, whatever its properties hold.
import type { Properties } from '../stix/finding.ts';
import { readIdentifier } from '../stix/identifier.ts';
import { readMilliseconds } from '../stix/timestamp.ts';
import { TLP_LEVELS, type TlpLevel, tlpOf } from '../stix/tlp.ts';
import { type Observable, readObservables } from './observables.ts';

/** The columns of an object. Times in microseconds since 1970; null where there is none. */
export interface Summary {
  /** The UUID of created_by_ref. */
  readonly creator: string | null;
  readonly name: string | null;
  readonly created: number | null;
  readonly modified: number | null;
  readonly valid_from: number | null;
  readonly valid_until: number | null;
  readonly confidence: number | null;
  /** The strictest of its markings. */
  readonly tlp: TlpLevel | null;
  readonly revoked: boolean;
  readonly labels: readonly string[];
  /** What lists like indicator_types and malware_types hold. */
  readonly kinds: readonly string[];
  /** What words are looked for in, in lower case. */
  readonly content: string;
  readonly observables: readonly Observable[];
}

// More is not what anybody looks for, and each row is read by every search.
const LONGEST_NAME = 1000;
const LONGEST_WORD = 250;
const MOST_WORDS = 200;
const LONGEST_CONTENT = 4000;
const NONE: readonly string[] = [];

/** Reads the columns out of an object. Never throws. */
export function summarise(object: Properties): Summary {
  const name = readName(object);
  const labels = readWords(object.labels);
  const observables = readObservables(object);
  return {
    creator: readCreator(object.created_by_ref),
    name,
    created: readTime(object.created),
    modified: readTime(object.modified),
    valid_from: readTime(object.valid_from),
    valid_until: readTime(object.valid_until),
    confidence: readConfidence(object.confidence),
    tlp: readTlp(object.object_marking_refs),
    revoked: object.revoked === true,
    labels,
    kinds: readKinds(object),
    content: readContent(object, name, labels, observables),
    observables,
  };
}

// A text as a column can hold it: without NUL, whole characters, cut.
function toColumn(text: string, longest: number): string {
  const cut = (text.length > longest ? text.slice(0, longest) : text).toWellFormed();
  return cut.includes('\0') ? cut.replaceAll('\0', '') : cut;
}

function readName({ name }: Properties): string | null {
  return typeof name === 'string' && name !== '' ? toColumn(name, LONGEST_NAME) : null;
}

function readCreator(value: unknown): string | null {
  return typeof value === 'string' ? (readIdentifier(value)?.uuid ?? null) : null;
}

function readTime(value: unknown): number | null {
  const milliseconds = typeof value === 'string' ? readMilliseconds(value) : null;
  return milliseconds === null ? null : milliseconds * 1000;
}

function readConfidence(value: unknown): number | null {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100
    ? Number(value)
    : null;
}

function readTlp(markings: unknown): TlpLevel | null {
  if (!Array.isArray(markings)) return null;
  let strictest = -1;
  for (const id of markings) {
    const level = typeof id === 'string' ? tlpOf(id)?.level : undefined;
    if (level !== undefined) strictest = Math.max(strictest, TLP_LEVELS.indexOf(level));
  }
  return TLP_LEVELS[strictest] ?? null;
}

function readWords(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return NONE;
  const words = new Set<string>();
  for (const word of value) {
    if (typeof word === 'string' && word !== '') words.add(toColumn(word, LONGEST_WORD));
    if (words.size === MOST_WORDS) break;
  }
  return [...words];
}

function readKinds(object: Properties): readonly string[] {
  let kinds = NONE;
  for (const name in object)
    if (name.endsWith('_types') && name !== 'extension_types' && kinds.length < MOST_WORDS)
      kinds = kinds.length === 0 ? readWords(object[name]) : [...kinds, ...readWords(object[name])];
  return kinds;
}

function readContent(
  object: Properties,
  name: string | null,
  labels: readonly string[],
  observables: readonly Observable[],
): string {
  const parts: string[] = [];
  let length = 0;
  const add = (text: unknown) => {
    if (typeof text !== 'string' || text === '' || length >= LONGEST_CONTENT) return;
    parts.push(text.length > LONGEST_CONTENT ? text.slice(0, LONGEST_CONTENT) : text);
    length += text.length + 1;
  };
  add(name);
  for (const { value } of observables) if (name === null || !name.includes(value)) add(value);
  for (const label of labels) add(label);
  for (const alias of readWords(object.aliases)) add(alias);
  for (const id of readExternalIds(object.external_references)) add(id);
  add(object.description);
  // Text of notes, opinions and reports of old.
  add(object.abstract);
  add(object.content);
  add(object.explanation);
  return toColumn(parts.join('\n').toLowerCase(), LONGEST_CONTENT);
}

function readExternalIds(references: unknown): string[] {
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference) => {
    const id: unknown = reference?.external_id;
    return typeof id === 'string' ? [id] : [];
  });
}
