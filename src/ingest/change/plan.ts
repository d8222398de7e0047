// What a change makes of each object of a batch, decided while the collection's clock is held.
import type { Properties } from '../../stix/finding.ts';
import { readObject } from '../../stix/object.ts';
import { type AnnotationRow, selectAnnotations } from '../../store/annotations.ts';
import type { Before, ItemEnd, ItemRow } from '../../store/change-items.ts';
import type { Transaction } from '../../store/database.ts';
import {
  type LastVersion,
  type ObjectKey,
  selectAllVersions,
  selectLastVersions,
} from '../../store/object-versions.ts';
import { type Candidate, makeCandidate } from '../candidate.ts';
import { annotated, emptyAnnotation, isEmpty, type Speaker, saysSame } from '../edit/annotation.ts';
import { type DraftRules, draftNext } from '../edit/draft.ts';
import { type Creators, isOwn, readCreators } from '../edit/own.ts';
import type { Told } from '../edit/publish.ts';
import { modifiedAfter } from '../import/compare.ts';
import { groupByObject } from '../settle.ts';
import { type Action, actOn, canSay } from './action.ts';

/** What is done to one object. */
export interface Step {
  readonly position: number;
  readonly outcome: ItemEnd['outcome'];
  readonly message?: string;
  readonly before?: Before;
  /** The revision that an annotation has afterwards. */
  readonly revision?: number;
  /** Versions to store. */
  readonly candidates?: readonly Candidate[];
  readonly told?: Told;
  /** Versions to remove. */
  readonly gone?: readonly { readonly stix_uuid: string; readonly date_added: number }[];
}

/** What a batch is decided by. */
export interface Planning {
  readonly collectionId: string;
  readonly action: Action;
  readonly speaker: Speaker;
  readonly rules: DraftRules;
}

interface Known {
  readonly creators: Creators;
  readonly last: ReadonlyMap<string, LastVersion>;
  readonly annotations: ReadonlyMap<string, AnnotationRow>;
}

/** Decides what becomes of each object. */
export async function planChange(
  client: Transaction,
  items: readonly ItemRow[],
  planning: Planning,
): Promise<readonly Step[]> {
  const known = await readKnown(client, planning.collectionId, items);
  if (planning.action.delete === true) return planDeletion(client, items, planning, known);
  return items.map((item) => planOne(item, planning, known));
}

/** The last versions and the annotations of a batch. */
export async function readKnown(
  client: Transaction,
  collectionId: string,
  items: readonly ItemRow[],
): Promise<Known> {
  const keys = items.map(keyOf);
  const last = await selectLastVersions(client, collectionId, keys);
  const annotations = await selectAnnotations(client, collectionId, keys);
  return {
    creators: await readCreators(client, collectionId),
    last: new Map(last.map((row) => [nameOf(row), row])),
    annotations: new Map(annotations.map((row) => [nameOf(row), row])),
  };
}

/** What an object is known by in maps. */
export function nameOf({ stix_type, stix_uuid }: Pick<ItemRow, 'stix_type' | 'stix_uuid'>): string {
  return `${stix_type}--${stix_uuid}`;
}

/** An item's object. */
export function keyOf({ stix_type, stix_uuid }: ItemRow): ObjectKey {
  return { type: stix_type, uuid: stix_uuid };
}

function planOne(item: ItemRow, planning: Planning, known: Known): Step {
  const { position } = item;
  const last = known.last.get(nameOf(item));
  if (last === undefined) return refused(position, 'The object is no longer there.');
  const object: Properties = JSON.parse(last.body);
  const { action } = planning;
  if (isOwn(object, known.creators) && canSay(object, action))
    return planVersion(position, object, last, planning);
  if (action.revoke === true)
    return refused(position, 'Somebody else made it, and only its creator may revoke it.');
  return planAnnotation(item, object, planning, known);
}

function planVersion(
  position: number,
  object: Properties,
  last: LastVersion,
  { action, rules }: Planning,
): Step {
  const value = actOn(object, action);
  if (value === null) return { position, outcome: 'unchanged' };
  const modified = modifiedAfter(String(object.modified), Date.now());
  const { candidate, errors } = draftNext(object, { value, faults: [] }, modified, rules);
  const [first] = errors;
  if (candidate === null) return refused(position, `${first?.pointer}: ${first?.message}`);
  const before = { kind: 'version', date_added: last.date_added } as const;
  return { position, outcome: 'changed', before, candidates: [candidate] };
}

function planAnnotation(
  item: ItemRow,
  object: Properties,
  { action, speaker }: Planning,
  known: Known,
): Step {
  const { position, stix_type, stix_uuid } = item;
  const stored = known.annotations.get(nameOf(item)) ?? null;
  const before = stored ?? emptyAnnotation(stix_type, stix_uuid);
  const annotation = annotated(before, object, action, speaker);
  if (saysSame(annotation, before)) return { position, outcome: 'unchanged' };
  return {
    position,
    outcome: 'changed',
    before: { kind: 'annotation', annotation: stored },
    revision: isEmpty(annotation) ? 0 : annotation.revision,
    told: { key: keyOf(item), annotation, object },
  };
}

async function planDeletion(
  client: Transaction,
  items: readonly ItemRow[],
  { collectionId }: Planning,
  known: Known,
): Promise<readonly Step[]> {
  const versions = groupByObject(await selectAllVersions(client, collectionId, items.map(keyOf)));
  return items.map((item) => {
    const { position } = item;
    const gone = versions.get(nameOf(item)) ?? [];
    if (!known.last.has(nameOf(item))) return refused(position, 'The object is no longer there.');
    const before = { kind: 'deleted', bodies: gone.map(({ body }) => body) } as const;
    return { position, outcome: 'changed', before, gone };
  });
}

/** A version as it was sent, ready to be stored once more. */
export function candidateOf(body: string): Candidate | null {
  const value: Properties = JSON.parse(body);
  const read = readObject(value);
  return read.ok ? makeCandidate(read, value, body) : null;
}

function refused(position: number, message: string): Step {
  return { position, outcome: 'refused', message };
}
