// Says something of an object, whoever made it: kept beside it, laid over what it is looked for by, and
// told to pollers where the collection wants that. All in one transaction, under the collection's clock.
import { ApiError } from '../../errors.ts';
import type { Properties } from '../../stix/finding.ts';
import {
  type AnnotationRow,
  deleteAnnotations,
  selectAnnotations,
  selectIsPublished,
  upsertAnnotations,
} from '../../store/annotations.ts';
import type { Database, Transaction } from '../../store/database.ts';
import { type ObjectKey, selectLastVersions } from '../../store/object-versions.ts';
import type { Candidate } from '../candidate.ts';
import { renewSummaries } from '../overlay.ts';
import { save } from '../save.ts';
import { annotated, emptyAnnotation, isEmpty, type Said, type Speaker } from './annotation.ts';
import { readCreators } from './own.ts';
import { type Told, tellAnnotations } from './publish.ts';

/** Where something is said, and by whom. */
export interface Annotating {
  readonly db: Database;
  readonly collectionId: string;
  readonly accountId: string;
  readonly speaker: Speaker;
  /** Committed together with it. */
  readonly also: (client: Transaction) => Promise<void>;
}

/** What is stored besides, and what is kept, in the same transaction. */
export interface Planned {
  readonly candidates: readonly Candidate[];
  readonly keep: (client: Transaction) => Promise<void>;
}

/**
 * Adds what is said to the annotation of an object.
 * @returns the annotation; null where nothing is left of it
 */
export function annotateObject(
  annotating: Annotating,
  key: ObjectKey,
  said: Said,
): Promise<AnnotationRow | null> {
  return changeAnnotation(annotating, key, (before, object) =>
    annotated(before, object, said, annotating.speaker),
  );
}

/** Forgets the annotation of an object. */
export async function forgetAnnotation(annotating: Annotating, key: ObjectKey): Promise<void> {
  await changeAnnotation(annotating, key, (before) => {
    if (before.revision === 0)
      throw new ApiError('NOT_FOUND', 'Nothing is annotated to this object.');
    return null;
  });
}

/** Finds out what changed annotations bring with them: notes, opinions, and what objects are found by. */
export async function planAnnotations(
  client: Transaction,
  collectionId: string,
  told: readonly Told[],
): Promise<Planned> {
  const kept = told.flatMap(({ annotation }) =>
    annotation === null || isEmpty(annotation) ? [] : annotation,
  );
  const gone = told.flatMap(({ key, annotation }) =>
    annotation === null || isEmpty(annotation) ? key : [],
  );
  const isPublished = told.length > 0 && (await selectIsPublished(client, collectionId));
  const creators = isPublished ? await readCreators(client, collectionId) : null;
  const candidates =
    creators === null
      ? []
      : await tellAnnotations(client, told, { collectionId, creators, now: Date.now() });
  return {
    candidates,
    keep: async (transaction) => {
      await upsertAnnotations(transaction, collectionId, kept);
      await deleteAnnotations(transaction, collectionId, gone);
      await renewSummaries(
        transaction,
        collectionId,
        told.map(({ key }) => key),
      );
    },
  };
}

async function changeAnnotation(
  { db, collectionId, accountId, also }: Annotating,
  key: ObjectKey,
  change: (before: AnnotationRow, object: Properties) => AnnotationRow | null,
): Promise<AnnotationRow | null> {
  let annotation: AnnotationRow | null = null;
  let keep: Planned['keep'] = async () => {};
  const decide = async (client: Transaction) => {
    const [last] = await selectLastVersions(client, collectionId, [key]);
    if (last === undefined)
      throw new ApiError('NOT_FOUND', 'There is no such object in this collection.');
    const [before] = await selectAnnotations(client, collectionId, [key]);
    const object: Properties = JSON.parse(last.body);
    annotation = change(before ?? emptyAnnotation(key.type, key.uuid), object);
    const planned = await planAnnotations(client, collectionId, [{ key, annotation, object }]);
    keep = planned.keep;
    return planned.candidates;
  };
  await save(db, collectionId, decide, {
    accountId,
    importId: null,
    also: async (client) => {
      await keep(client);
      await also(client);
    },
  });
  return annotation === null || isEmpty(annotation) ? null : annotation;
}
