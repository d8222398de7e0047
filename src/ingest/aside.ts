// Sets objects aside: what would be stored, but waits for a person's decision first. Imports say so of
// records that are doubtful; whoever stores through save.ts may say so of anything (`aside`).
import type { Queryable } from '../store/database.ts';
import {
  type NewWaiting,
  selectWaiting,
  upsertWaiting,
  type WaitingRow,
} from '../store/set-aside.ts';
import { type Candidate, readBody } from './candidate.ts';
import { revise } from './import/compare.ts';
import type { Members } from './make/write.ts';
import type { Outcome } from './settle.ts';

/** Why a candidate is to wait. */
export interface Aside {
  readonly code: string;
  readonly message: string;
  /** Of what an import made of a row; null for what was sent. */
  readonly defaults: Members['defaults'] | null;
}

/** Says of each candidate why it is to wait; null: it is stored. */
export type SetAside = (candidate: Candidate) => Aside | null;

interface Doubtful {
  readonly place: number;
  readonly candidate: Candidate;
  readonly aside: Aside;
}

/** Candidates, parted by whether they wait. */
export interface Parted {
  readonly sound: readonly Candidate[];
  readonly doubtful: readonly Doubtful[];
}

/** Whose candidates they are, and where they were to go. */
export interface Owner {
  readonly collectionId: string;
  readonly accountId: string | null;
  readonly importId: string | null;
}

/** Parts what is stored from what waits. */
export function part(candidates: readonly Candidate[], setAside: SetAside | undefined): Parted {
  if (setAside === undefined) return { sound: candidates, doubtful: [] };
  const sound: Candidate[] = [];
  const doubtful: Doubtful[] = [];
  for (const [place, candidate] of candidates.entries()) {
    const aside = setAside(candidate);
    if (aside === null) sound.push(candidate);
    else doubtful.push({ place, candidate, aside });
  }
  return { sound, doubtful };
}

/**
 * What becomes of doubtful candidates, by their places: what would not have been stored anyhow has its
 * outcome, what waits already with the same content is unchanged, and the others are to wait.
 * @param stored what would have become of them if they were stored
 */
export async function judgeDoubtful(
  db: Queryable,
  { collectionId }: Owner,
  doubtful: readonly Doubtful[],
  stored: readonly Outcome[],
): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  if (doubtful.length === 0) return outcomes;
  const uuids = [...new Set(doubtful.map(({ candidate }) => candidate.stix_uuid))];
  const rows = await selectWaiting(db, collectionId, uuids);
  const waiting = new Map(rows.map((row) => [keyOf(row, row.version_key), row]));
  for (const [at, { place, candidate, aside }] of doubtful.entries()) {
    const outcome = stored[at] ?? { kind: 'conflict', date_added: 0 };
    const isStored = outcome.kind === 'created' || outcome.kind === 'updated';
    const before = waiting.get(keyOf(candidate, versionKey(candidate, aside)));
    const isSame = before !== undefined && saysTheSame(candidate, aside, before);
    const kind = isSame ? 'unchanged' : 'set_aside';
    outcomes.set(place, isStored ? { kind, date_added: 0 } : outcome);
  }
  return outcomes;
}

/** Keeps those of the doubtful candidates that are to wait, in the transaction that stores the others. */
export async function keepWaiting(
  db: Queryable,
  { collectionId, accountId, importId }: Owner,
  doubtful: readonly Doubtful[],
  outcomes: ReadonlyMap<number, Outcome>,
): Promise<void> {
  const waiting = doubtful.filter(({ place }) => outcomes.get(place)?.kind === 'set_aside');
  const where = { collection_id: collectionId, account_id: accountId, import_id: importId };
  await upsertWaiting(db, where, waiting.map(toWaiting));
}

/** The outcomes of all, in their order: those that are known by place, and the rest one after the other. */
export function mergeOutcomes(
  count: number,
  byPlace: ReadonlyMap<number, Outcome>,
  rest: readonly Outcome[],
): readonly Outcome[] {
  if (byPlace.size === 0) return rest;
  const others = rest.values();
  return Array.from(
    { length: count },
    (_, place) => byPlace.get(place) ?? others.next().value,
  ).flatMap((outcome) => outcome ?? []);
}

function toWaiting({ candidate, aside }: Doubtful): NewWaiting {
  const { stix_type, stix_uuid, version, version_as_sent, spec_version, content_hash } = candidate;
  return {
    ...{ stix_type, stix_uuid, version, version_as_sent, spec_version, content_hash },
    version_key: versionKey(candidate, aside),
    body: readBody(candidate.body),
    defaults: aside.defaults,
    reason_code: aside.code,
    reason_message: aside.message,
    import_line: candidate.import_line ?? null,
  };
}

function versionKey({ version, content_hash }: Candidate, { defaults }: Aside): string {
  return defaults === null ? (version ?? content_hash) : '';
}

function keyOf(of: Pick<Candidate, 'stix_type' | 'stix_uuid'>, version: string): string {
  return `${of.stix_type} ${of.stix_uuid} ${version}`;
}

// Bodies that rows make differ in their times, whatever the rows say.
function saysTheSame(candidate: Candidate, { defaults }: Aside, before: WaitingRow): boolean {
  if (defaults === null || before.defaults === null)
    return candidate.content_hash === before.content_hash;
  const latest = { body: before.body, isFromUndo: false };
  return revise(readBody(candidate.body), defaults, latest, Date.now()) === null;
}
