// Annotations as pollers get them, where the collection wants that: one note (STIX 2.1 §4.14) with what
// the team says, and one opinion (§4.16) with its verdict. Their ids follow from the object's; they get
// new versions as the annotation changes, and are revoked when it goes.
import { canonicalJson } from '../../stix/canonical.ts';
import type { Properties } from '../../stix/finding.ts';
import { readObject } from '../../stix/object.ts';
import { tlpId, tlpOf } from '../../stix/tlp.ts';
import type { AnnotationRow } from '../../store/annotations.ts';
import type { Queryable } from '../../store/database.ts';
import {
  type LastVersion,
  type ObjectKey,
  selectLastVersions,
} from '../../store/object-versions.ts';
import { type Candidate, makeCandidate } from '../candidate.ts';
import { modifiedAfter } from '../import/compare.ts';
import { annotationUuid, namespaceBytes } from '../make/identity.ts';
import { tlpLevel } from './annotation.ts';
import { type Creators, manualSource } from './own.ts';

/** An annotation to tell, and the object that it is of; null where it goes. */
export interface Told {
  readonly key: ObjectKey;
  readonly annotation: AnnotationRow | null;
  readonly object: Properties;
}

/** Where, by whom, and when it is told. */
export interface Telling {
  readonly collectionId: string;
  readonly creators: Creators;
  /** Milliseconds. */
  readonly now: number;
  /** False for what is certainly not stored, and need not be looked up. */
  readonly mayBeStored?: (uuid: string) => boolean;
}

type Kind = 'note' | 'opinion';

/** The versions of notes and opinions that say what the annotations say; none where they do already. */
export async function tellAnnotations(
  db: Queryable,
  told: readonly Told[],
  telling: Telling,
): Promise<readonly Candidate[]> {
  const wanted = told.flatMap((one) => [
    { ...one, kind: 'note' as const, uuid: uuidOf(one.key, 'note', telling) },
    { ...one, kind: 'opinion' as const, uuid: uuidOf(one.key, 'opinion', telling) },
  ]);
  const stored = await selectStored(db, wanted, telling);
  const candidates = wanted.flatMap(({ kind, uuid, annotation, object }) => {
    const last = stored.get(uuid) ?? null;
    const said = annotation === null ? null : SAY[kind](annotation, object);
    return candidateOf(nextOf(last, said, { kind, uuid, ...telling })) ?? [];
  });
  return candidates.length === 0 ? [] : [...(await frameOf(db, telling)), ...candidates];
}

async function selectStored(
  db: Queryable,
  wanted: readonly { readonly kind: Kind; readonly uuid: string }[],
  { collectionId, mayBeStored = () => true }: Telling,
): Promise<ReadonlyMap<string, Properties>> {
  const known = wanted.filter(({ uuid }) => mayBeStored(uuid));
  const keys = known.map(({ kind, uuid }) => ({ type: kind, uuid }));
  const rows = await selectLastVersions(db, collectionId, keys);
  return new Map(rows.map(({ stix_uuid, body }: LastVersion) => [stix_uuid, JSON.parse(body)]));
}

// The identity that speaks has to be there too.
async function frameOf(db: Queryable, { collectionId, creators, now }: Telling) {
  const { candidate } = manualSource(creators, new Date(now).toISOString());
  const key = { type: candidate.stix_type, uuid: candidate.stix_uuid };
  const stored = await selectLastVersions(db, collectionId, [key]);
  return stored.length > 0 ? [] : [candidate];
}

function nextOf(
  last: Properties | null,
  said: Properties | null,
  { kind, uuid, creators, now }: Telling & { readonly kind: Kind; readonly uuid: string },
): Properties | null {
  if (last === null) {
    if (said === null) return null;
    const at = new Date(now).toISOString();
    const head = { type: kind, spec_version: '2.1', id: `${kind}--${uuid}` };
    return { ...head, created_by_ref: creators.manualId, created: at, modified: at, ...said };
  }
  const { type, spec_version, id, created_by_ref, created, modified } = last;
  const head = { type, spec_version, id, created_by_ref, created, modified };
  const next = said === null ? { ...last, revoked: true } : { ...head, ...said };
  if (canonicalJson(next) === canonicalJson(last)) return null;
  return { ...next, modified: modifiedAfter(String(modified), now) };
}

function candidateOf(object: Properties | null): Candidate | null {
  const read = object === null ? null : readObject(object);
  if (object === null || read === null || !read.ok) return null;
  return makeCandidate(read, object, JSON.stringify(object));
}

const SAY: Readonly<
  Record<Kind, (annotation: AnnotationRow, object: Properties) => Properties | null>
> = {
  note: (annotation, object) => {
    const content = linesOf(annotation).join('\n');
    if (content === '') return null;
    return { abstract: 'Annotation', content, ...refsOf(annotation, object) };
  },
  opinion: (annotation, object) => {
    const { opinion } = annotation;
    return opinion === null ? null : { opinion, ...refsOf(annotation, object) };
  },
};

// Who wrote a comment stays here: names of people are nothing that feeds carry.
function linesOf(annotation: AnnotationRow): string[] {
  const { labels_added, labels_removed, confidence, tlp, valid_until, comments } = annotation;
  return [
    ...(labels_added.length === 0 ? [] : [`Labels: ${labels_added.join(', ')}`]),
    ...(labels_removed.length === 0 ? [] : [`Not labelled: ${labels_removed.join(', ')}`]),
    ...(confidence === null ? [] : [`Confidence: ${confidence}`]),
    ...(tlp === null ? [] : [`TLP: ${tlp}`]),
    ...(valid_until === null ? [] : [`Valid until: ${new Date(valid_until / 1000).toISOString()}`]),
    ...comments.map(({ text, at }) => `${at.slice(0, 10)}: ${text}`),
  ];
}

// What is said of an object is not told to more people than the object.
function refsOf({ tlp }: AnnotationRow, object: Properties): Properties {
  const { object_marking_refs: stored } = object;
  const own = Array.isArray(stored) ? stored.map(String) : [];
  const level = tlpLevel(tlp);
  const markings =
    level === null ? own : [...own.filter((id) => tlpOf(id) === null), tlpId(level, '2')];
  const marked = markings.length === 0 ? {} : { object_marking_refs: markings };
  return { object_refs: [object.id], ...marked };
}

function uuidOf(
  { type, uuid }: ObjectKey,
  kind: Kind,
  { collectionId, creators }: Telling,
): string {
  const namespace = namespaceBytes(creators.namespace);
  return annotationUuid(namespace, { kind, collection: collectionId, of: `${type}--${uuid}` });
}
