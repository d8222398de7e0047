// Decides what becomes of candidates, given what is stored: pure, so that the rules of versions,
// duplicates and superseded_at can be read and tested in one place.

import { readStixTimestamp, versionAsSent } from '../stix/timestamp.ts';
import type { ObjectRow } from '../store/copy-rows.ts';
import type { StoredVersion } from '../store/objects.ts';
import { formatDateAdded } from '../taxii/timestamp.ts';
import type { Candidate } from './candidate.ts';

/** What became of a candidate. */
export interface Outcome {
  readonly kind:
    | 'created'
    | 'updated'
    | 'unchanged'
    | 'duplicate'
    | 'conflict'
    | 'set_aside'
    | 'dropped';
  /** 0 for what was not stored. */
  readonly date_added: number;
  /** The name of the ingestion rule that drops it. */
  readonly rule?: string;
  /** The line of the record of the same import that this one repeats. */
  readonly first_line?: number;
}

/**
 * An import's say over an object that is stored already: the new version to store, or null when
 * nothing has changed. `latest` is the body of the last version, which an undo may have stored.
 */
export type Revise = (
  candidate: Candidate,
  latest: string,
  isFromUndo: boolean,
) => Candidate | null;

export interface Settling {
  readonly candidates: readonly Candidate[];
  readonly stored: readonly StoredVersion[];
  readonly bodies: ReadonlyMap<number, string>;
  /** The date_added of the first row to store; the next ones follow a microsecond apart. */
  readonly first: number;
  readonly accountId: string | null;
  readonly importId: string | null;
  readonly revise: Revise | null;
}

export interface Settled {
  readonly rows: ObjectRow[];
  readonly outcomes: Outcome[];
  /** Stored rows whose superseded_at changes. */
  readonly superseded: Map<number, number | null>;
}

type Version = Pick<
  StoredVersion,
  'date_added' | 'version' | 'spec_version' | 'content_hash' | 'import_id' | 'import_line'
>;

/** Settles the candidates in order; each sees what the ones before it did. */
export function settle(settling: Settling): Settled {
  const known: Map<string, Version[]> = groupByObject(settling.stored);
  const settled: Settled = { rows: [], outcomes: [], superseded: new Map() };
  for (const candidate of settling.candidates) {
    const key = `${candidate.stix_type}--${candidate.stix_uuid}`;
    const versions = known.get(key) ?? [];
    known.set(key, versions);
    settled.outcomes.push(settleOne(candidate, versions, settling, settled));
  }
  return settled;
}

/** Whether version `a` comes after version `b`: a newer specification, else a later instant. */
export function comesAfter(
  a: Pick<StoredVersion, 'version' | 'spec_version'>,
  b: Pick<StoredVersion, 'version' | 'spec_version'>,
): boolean {
  return a.spec_version === b.spec_version
    ? a.version > b.version
    : a.spec_version > b.spec_version;
}

/** The last of an object's versions. */
export function lastOf<V extends Pick<StoredVersion, 'version' | 'spec_version'>>(
  versions: readonly V[],
): V | undefined {
  return versions.reduce<V | undefined>(
    (last, version) => (last === undefined || comesAfter(version, last) ? version : last),
    undefined,
  );
}

function settleOne(
  candidate: Candidate,
  versions: Version[],
  settling: Settling,
  settled: Settled,
): Outcome {
  const isMade = settling.revise !== null && candidate.is_sent !== true;
  // What an import stores besides its records, or when it is undone, repeats none of them.
  const isRecord = isMade && candidate.import_line !== undefined;
  const repeated = isRecord ? ofImport(versions, settling.importId) : undefined;
  if (repeated !== undefined) return duplicateOf(repeated);
  const latest = isMade ? lastOf(versions) : undefined;
  const wanted = latest === undefined ? candidate : revised(candidate, latest, settling);
  if (wanted === null) return { kind: 'unchanged', date_added: latest?.date_added ?? 0 };
  const twin = twinOf(wanted, versions);
  if (twin !== undefined) {
    const { date_added } = twin;
    if (twin.content_hash !== wanted.content_hash) return { kind: 'conflict', date_added };
    if (wanted.is_sent !== true) return { kind: 'duplicate', date_added };
    return isOf(twin, settling.importId) ? duplicateOf(twin) : { kind: 'unchanged', date_added };
  }
  return store(wanted, versions, settling, settled);
}

function duplicateOf({ date_added, import_line }: Version): Outcome {
  const outcome = { kind: 'duplicate', date_added } as const;
  return import_line === null ? outcome : { ...outcome, first_line: import_line };
}

function isOf(version: Version, importId: string | null): boolean {
  return importId !== null && version.import_id === importId;
}

function ofImport(versions: readonly Version[], importId: string | null): Version | undefined {
  return versions.find((version) => isOf(version, importId));
}

function revised(candidate: Candidate, latest: Version, settling: Settling): Candidate | null {
  const body = settling.bodies.get(latest.date_added);
  if (settling.revise === null || body === undefined) return candidate;
  // No line: an undo; line 0: a snapshot that did not have it.
  const isFromUndo = latest.import_id !== null && !latest.import_line;
  return settling.revise(candidate, body, isFromUndo);
}

// The stored version that a candidate repeats or contradicts. Objects without a version of their
// own (SCOs) repeat any stored version of the same content, and contradict none.
function twinOf(candidate: Candidate, versions: readonly Version[]): Version | undefined {
  if (candidate.version === null)
    return versions.find((version) => version.content_hash === candidate.content_hash);
  return versions.find(
    (version) =>
      version.version === candidate.version && version.spec_version === candidate.spec_version,
  );
}

function store(
  candidate: Candidate,
  versions: Version[],
  settling: Settling,
  settled: Settled,
): Outcome {
  const date_added = settling.first + settled.rows.length;
  const { version, version_as_sent } = versionOf(candidate, date_added);
  const placed = { version, spec_version: candidate.spec_version };
  let superseded_at: number | null = null;
  for (const other of versions) {
    if (comesAfter(other, placed)) superseded_at = Math.max(superseded_at ?? 0, other.date_added);
    else supersede(other.date_added, date_added, settled);
  }
  // Written out: this runs for every row of a bulk load, and spreading the candidate showed there.
  const row: ObjectRow = {
    date_added,
    stix_type: candidate.stix_type,
    stix_uuid: candidate.stix_uuid,
    version,
    version_as_sent,
    spec_version: candidate.spec_version,
    superseded_at,
    content_hash: candidate.content_hash,
    account_id: settling.accountId,
    import_id: settling.importId,
    import_line: candidate.import_line ?? null,
    body: candidate.body,
    summary: candidate.summary,
    references: candidate.references,
  };
  settled.rows.push(row);
  // Several versions of an object that the import brought are as new as the first.
  const isNew = versions.every((version) => isOf(version, settling.importId));
  const kind = isNew ? 'created' : 'updated';
  versions.push(row);
  return { kind, date_added };
}

// Objects without a version of their own get the time at which they were added, in all six digits.
function versionOf(
  { version, version_as_sent }: Candidate,
  date_added: number,
): Pick<ObjectRow, 'version' | 'version_as_sent'> {
  if (version !== null) return { version, version_as_sent };
  const text = formatDateAdded(date_added);
  const instant = readStixTimestamp(text) ?? text;
  return { version: instant, version_as_sent: versionAsSent(instant, text) };
}

// The newest date_added so far is the greatest: it replaces what stood there.
function supersede(older: number, by: number, settled: Settled): void {
  const first = settled.rows[0]?.date_added;
  const row = first === undefined || older < first ? undefined : settled.rows[older - first];
  if (row === undefined) settled.superseded.set(older, by);
  else settled.rows[older - (first ?? 0)] = { ...row, superseded_at: by };
}

/** Stored versions by object: `type--uuid` → versions. */
export function groupByObject<V extends Pick<StoredVersion, 'stix_type' | 'stix_uuid'>>(
  stored: readonly V[],
): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const version of stored) {
    const key = `${version.stix_type}--${version.stix_uuid}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [version]);
    else group.push(version);
  }
  return groups;
}
