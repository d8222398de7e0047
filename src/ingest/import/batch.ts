// The records of a batch on their way into the collection: what is kept of each until it is stored,
// which of them repeat each other, and what there is to say of each afterwards.
import { summarise } from '../../intel/summary.ts';
import { readStixTimestamp } from '../../stix/timestamp.ts';
import type { ImportRow } from '../../store/imports.ts';
import { packSummary } from '../../store/packed-summary.ts';
import type { SetAside } from '../aside.ts';
import { type Candidate, readBody } from '../candidate.ts';
import type { Finding } from '../entry.ts';
import { propertiesOf } from '../make/said.ts';
import { contradiction } from '../make/stix-object.ts';
import { type Members, writeObject } from '../make/write.ts';
import type { Incoming } from '../rules.ts';
import type { ImportSettings } from '../settings.ts';
import type { Outcome, Revise } from '../settle.ts';
import { revise } from './compare.ts';
import type { Converted } from './convert.ts';
import { doubtOf } from './doubt.ts';
import { droppedFinding, duplicateFinding, isContradiction } from './tally.ts';

/** What stays of a record until its batch is stored: its object as text, and no more. */
export interface Settling {
  readonly kind: Converted['kind'];
  readonly line: number;
  readonly findings: readonly Finding[];
  readonly candidate: Candidate | null;
  readonly defaults: Members['defaults'] | null;
  /** The object that a rejected record means all the same. */
  readonly uuid?: string | undefined;
}

/** What was settled of a record: an outcome, the line that it repeats, or that there was nothing to store. */
export type Result = Outcome | number | null;

/** What became of a record: its place among the candidates, the line it repeats, or neither. */
type Fate = { readonly place: number } | { readonly firstLine: number } | null;

/** A batch, ready to be stored. */
export interface Prepared {
  readonly candidates: readonly Candidate[];
  readonly revise: Revise;
  readonly aside: SetAside;
  readonly incoming: Incoming;
  /** What became of each record, given what became of the candidates. */
  readonly results: (outcomes: readonly Outcome[]) => readonly Result[];
}

/** All objects of an import are as old as its first start, so a crash does not change their bodies. */
export function startWriting(row: Pick<ImportRow, 'started_at'>): (one: Converted) => Settling {
  const created = row.started_at ?? new Date().toISOString();
  const version = readStixTimestamp(created);
  return (one) => {
    const { kind, line, findings } = one;
    if (one.kind === 'stix') {
      return { kind, line, findings, candidate: one.candidate, defaults: null };
    }
    if (one.kind !== 'object') {
      const uuid = one.kind === 'rejected' ? one.uuid : undefined;
      return { kind, line, findings, candidate: null, defaults: null, uuid };
    }
    const written = writeObject(one.members, created, created);
    const candidate = {
      stix_type: one.members.pattern === null ? 'vulnerability' : 'indicator',
      stix_uuid: one.uuid,
      version,
      version_as_sent: null,
      spec_version: '2.1',
      ...written,
      summary: packSummary(summarise(propertiesOf(one.members.said, created))),
      import_line: line,
    } as const;
    return { kind, line, findings, candidate, defaults: one.members.defaults };
  };
}

/** Takes out what repeats an earlier record of the batch. */
export function prepare(batch: readonly Settling[], mode: ImportSettings['mode']): Prepared {
  const candidates: Candidate[] = [];
  const defaults = new Map<Candidate, Members['defaults']>();
  const doubts = new Map<Candidate, ReturnType<SetAside>>();
  const lines = new Map<string, number>();
  const fates = batch.map((one): Fate => {
    const { candidate } = one;
    if (candidate === null) return null;
    const key = keyOf(candidate);
    const firstLine = lines.get(key);
    if (firstLine !== undefined) return { firstLine };
    lines.set(key, one.line);
    if (one.defaults !== null) defaults.set(candidate, one.defaults);
    const doubt = doubtOf(one.findings, mode);
    if (doubt !== null) doubts.set(candidate, { ...doubt, defaults: one.defaults });
    return { place: candidates.push(candidate) - 1 };
  });
  return {
    candidates,
    revise: (candidate, latest, isFromUndo) =>
      reviseCandidate(candidate, defaults.get(candidate), latest, isFromUndo),
    aside: (candidate) => doubts.get(candidate) ?? null,
    incoming: { defaultsOf: (candidate) => defaults.get(candidate) ?? null },
    results: (outcomes) => fates.map((fate) => resultOf(fate, outcomes)),
  };
}

/** What there is to say of a record once it is settled. */
export function findingsOf(one: Settling, result: Result): readonly Finding[] {
  if (isContradiction(one.kind, result)) return [contradiction(one.line)];
  if (typeof result === 'object' && result?.kind === 'dropped')
    return [...one.findings, droppedFinding(one.line, result.rule ?? '')];
  const firstLine = repeatedLine(result);
  return firstLine === null
    ? one.findings
    : [...one.findings, duplicateFinding(one.line, firstLine)];
}

/** What makes two candidates the same: a made object is its id; one that was sent is a version with its content. */
export function keyOf({ stix_uuid, is_sent, version, content_hash }: Candidate): string {
  return is_sent === true ? `${stix_uuid} ${version} ${content_hash}` : stix_uuid;
}

/** The version that a row's object makes of what is stored; null where it changes nothing. */
export function reviseCandidate(
  candidate: Candidate,
  defaults: Members['defaults'] | undefined,
  latest: string,
  isFromUndo: boolean,
): Candidate | null {
  if (defaults === undefined) return null;
  const stored = { body: latest, isFromUndo };
  const revision = revise(readBody(candidate.body), defaults, stored, Date.now());
  if (revision === null) return null;
  const { modified, ...revised } = revision;
  return { ...candidate, ...revised, version: readStixTimestamp(modified) };
}

function resultOf(fate: Fate, outcomes: readonly Outcome[]): Result {
  if (fate === null) return null;
  return 'firstLine' in fate ? fate.firstLine : (outcomes[fate.place] ?? null);
}

function repeatedLine(result: Result): number | null {
  if (result === null || typeof result === 'number') return result;
  return result.kind === 'duplicate' ? (result.first_line ?? 0) : null;
}
