// Annotations under …/objects/{object_id}/annotation: what the team says of an object, whoever made it.
// Pollers get them as notes and opinions where the collection wants that (OASIS TAXII 2.1 section 5.4).
import { type Annotating, annotateObject, forgetAnnotation } from '../../ingest/edit/annotate.ts';
import { type Said, tlpLevel } from '../../ingest/edit/annotation.ts';
import type { AuditAction } from '../../store/audit.ts';
import type { Context, Handler, Input } from '../operation.ts';
import { describeAnnotation, readTime } from './annotation-resource.ts';
import { bodyOf, type Change, observeChange, recordChange } from './change.ts';
import { readKey } from './objects.ts';

/** Adds to what is said of an object. */
export const putAnnotation: Handler = async (input, context) => {
  const body = bodyOf(input, 'AnnotationPut');
  const { comment, labels, add_labels, remove_labels, confidence, opinion } = body;
  const said: Said = {
    ...(comment !== undefined && { comment }),
    ...(labels !== undefined && { labels }),
    ...(add_labels !== undefined && { add_labels }),
    ...(remove_labels !== undefined && { remove_labels }),
    ...(confidence !== undefined && { confidence }),
    ...(opinion !== undefined && { opinion }),
    ...(body.tlp !== undefined && { tlp: tlpLevel(body.tlp) }),
    ...(body.valid_until !== undefined && { valid_until: readTime(body.valid_until) }),
  };
  const asked = changeOf(input, 'putAnnotation');
  const annotating = annotatingOf(input, context, asked);
  const annotation = await annotateObject(annotating, readKey(input), said);
  observeChange(input, context, asked);
  return { status: 200, body: { annotation: describeAnnotation(annotation) } };
};

/** Forgets all that is said of an object. */
export const deleteAnnotation: Handler = async (input, context) => {
  const asked = changeOf(input, 'deleteAnnotation');
  await forgetAnnotation(annotatingOf(input, context, asked), readKey(input));
  observeChange(input, context, asked);
  return { status: 204 };
};

function annotatingOf(input: Input, { db }: Context, asked: Change): Annotating {
  const { account_id, name } = input.principal;
  return {
    db,
    collectionId: input.collection.id,
    accountId: account_id,
    speaker: { account: name, at: new Date(input.received_at / 1000).toISOString() },
    also: (client) => recordChange(client, input, asked),
  };
}

function changeOf({ path, collection, body }: Input, action: AuditAction): Change {
  const details = { collection: collection.id, ...(body === undefined ? {} : { said: body }) };
  return { action, target: path.object_id ?? '', details };
}
