// Who a record comes from: the source of the import, or, where that was asked for, the one that a
// column of the record names. A file must not be able to speak for others unasked.
import { type Entry, unreadable } from '../entry.ts';
import { type Draft, reject, textOf } from '../map/draft.ts';
import type { ImportSettings } from '../settings.ts';
import { sourceIdentityId } from './identity.ts';

/** A source, and the identity that stands for it. */
export interface Source {
  readonly name: string;
  readonly identityId: string;
}

/** The sources of one import. */
export interface Sources {
  /** Of the import itself; null where nobody has named one. */
  readonly own: Source | null;
  readonly isByRow: boolean;
  readonly namespace: Buffer;
  /** Those of which there is an object, in the order of their first. */
  readonly used: Map<string, Source>;
  readonly named: Map<string, Source>;
}

// As the parameter `source` allows.
const MAX_CHARS = 250;
// They are kept in memory, and each becomes an identity.
const MAX_SOURCES = 1000;
const HINT = 'Fill in the source, or give the import one with `source`.';
// Of records that are rejected for it.
const NOBODY: Source = { name: '', identityId: '' };

/** Begins to tell the sources of one import. */
export function startSources(settings: ImportSettings, namespace: Buffer): Sources {
  const { source: name, row_source: isByRow } = settings;
  const own = name === '' ? null : { name, identityId: sourceIdentityId(namespace, name) };
  return { own, isByRow, namespace, used: new Map(), named: new Map() };
}

/**
 * STIX objects speak for themselves; of rows somebody has to say who they come from.
 * @throws an error with a `fatal` if the file begins with a row of which nobody says it
 */
export function demandSource(entries: readonly Entry[], { own, isByRow }: Sources): void {
  if (own !== null || isByRow) return;
  const first = entries.find((entry) => entry.fault === undefined);
  if (first === undefined || first.stix !== undefined) return;
  throw unreadable(
    'SOURCE_MISSING',
    'The file holds rows, and nothing says who they come from.',
    'Give the import a `source`; with `row_source` a column may name it.',
  );
}

/** The source of a record, which is rejected when it has none. */
export function sourceOf(draft: Draft, sources: Sources): Source {
  const text = sources.isByRow ? textOf(draft, 'source') : null;
  const column = draft.plan.scalars.source;
  if (text === null || column === undefined) {
    if (sources.own !== null) return sources.own;
    reject(draft, column ?? null, 'SOURCE_MISSING', 'does not say who the record comes from', HINT);
    return NOBODY;
  }
  draft.used[column] = true;
  const known = sources.named.get(text);
  if (known !== undefined) return known;
  const fault = faultOf(text, sources);
  if (fault !== null) {
    reject(draft, column, 'SOURCE_UNUSABLE', fault, 'Name fewer sources, by shorter names.');
    return NOBODY;
  }
  const name = text.toWellFormed();
  const source = { name, identityId: sourceIdentityId(sources.namespace, name) };
  sources.named.set(text, source);
  return source;
}

function faultOf(text: string, { named }: Sources): string | null {
  if (text.length > MAX_CHARS) return `is longer than the ${MAX_CHARS} characters of a source`;
  return named.size < MAX_SOURCES ? null : `is one source more than the ${MAX_SOURCES} of a file`;
}
