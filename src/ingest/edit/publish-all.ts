// Tells all annotations of a collection to pollers, or takes them back: it was switched on or off. In
// batches; what is told already is left alone, so it may begin anew at any time.
import type { Properties } from '../../stix/finding.ts';
import {
  type AnnotationRow,
  selectAnnotationsAfter,
  selectIsPublished,
} from '../../store/annotations.ts';
import type { Database, Transaction } from '../../store/database.ts';
import { type ObjectKey, selectLastVersions } from '../../store/object-versions.ts';
import { save } from '../save.ts';
import { readCreators } from './own.ts';
import { type Told, tellAnnotations } from './publish.ts';

// The clock is held meanwhile, and the thread that answers HTTP parses the objects.
const BATCH = 200;

/** Brings notes and opinions in step with the annotations. */
export async function publishAll(db: Database, collectionId: string): Promise<void> {
  let after: ObjectKey | null = null;
  for (;;) {
    const annotations = await selectAnnotationsAfter(db.work, collectionId, after, BATCH);
    const last = annotations.at(-1);
    if (last === undefined) return;
    after = { type: last.stix_type, uuid: last.stix_uuid };
    const decide = (client: Transaction) => decideBatch(client, collectionId, annotations);
    await save(db, collectionId, decide, { accountId: null, importId: null });
  }
}

async function decideBatch(
  client: Transaction,
  collectionId: string,
  annotations: readonly AnnotationRow[],
) {
  const isPublished = await selectIsPublished(client, collectionId);
  const creators = await readCreators(client, collectionId);
  const keys = annotations.map(({ stix_type, stix_uuid }) => ({
    type: stix_type,
    uuid: stix_uuid,
  }));
  const objects = new Map<string, Properties>();
  for (const { stix_type, stix_uuid, body } of await selectLastVersions(client, collectionId, keys))
    objects.set(`${stix_type}--${stix_uuid}`, JSON.parse(body));
  const told = annotations.map((annotation): Told => {
    const key = { type: annotation.stix_type, uuid: annotation.stix_uuid };
    const object = objects.get(`${key.type}--${key.uuid}`);
    const isTold = isPublished && object !== undefined;
    return { key, annotation: isTold ? annotation : null, object: object ?? {} };
  });
  return tellAnnotations(client, told, { collectionId, creators, now: Date.now() });
}
