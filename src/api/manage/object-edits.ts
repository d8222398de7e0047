// Objects that are made and changed by hand: stored as a push stores them (OASIS TAXII 2.1 section
// 5.5), by the same rules; the server says their id, their times and who made them.
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import {
  type Draft,
  type DraftRules,
  draftNew,
  readSent,
  type Sent,
} from '../../ingest/edit/draft.ts';
import {
  createObject as createStored,
  draftEdit,
  type Editing,
  editObject as editStored,
  readOwn,
  revokeObject as revokeStored,
} from '../../ingest/edit/edit.ts';
import { readCreators } from '../../ingest/edit/own.ts';
import { decode } from '../../ingest/envelope/decode.ts';
import { policiesOf } from '../../ingest/envelope/policies.ts';
import { remove } from '../../ingest/remove.ts';
import type { AuditAction } from '../../store/audit.ts';
import type { Context, Handler, Input, Reply } from '../operation.ts';
import { type Change, observeChange, recordChange } from './change.ts';
import { noObject, readKey } from './objects.ts';

/** Makes an object; with `dry_run` it is only checked. */
export const createObject: Handler = async (input, context) => {
  const rules = rulesOf(context);
  const sent = read(input);
  const uuid = randomUUID();
  const draftWith = (creator: string, now: string) => draftNew(sent, { uuid, creator, now }, rules);
  if (input.query.dry_run === true) {
    const { manualId } = await readCreators(context.db.work, input.collection.id);
    return answerDraft(draftWith(manualId, new Date().toISOString()));
  }
  const id = `${String(sent.value.type)}--${uuid}`;
  const made = await change(input, context, 'createObject', id, (editing) =>
    createStored(editing, draftWith),
  );
  const place = `/api/v1/collections/${input.collection.id}/objects/${id}`;
  return { ...answerStored(made, 201), headers: { Location: place } };
};

/** Stores the next version of an object that was made here; with `dry_run` it is only checked. */
export const editObject: Handler = async (input, context) => {
  const key = readKey(input);
  const sent = read(input);
  if (input.query.dry_run === true) {
    const current = await readOwn(context.db.work, input.collection.id, key);
    return answerDraft(draftEdit(current, sent, rulesOf(context)));
  }
  const id = input.path.object_id ?? '';
  const made = await change(input, context, 'editObject', id, (editing) =>
    editStored(editing, key, sent),
  );
  return answerStored(made, 200);
};

/** Stores a revoked version of an object that was made here. */
export const revokeObject: Handler = async (input, context) => {
  const key = readKey(input);
  const id = input.path.object_id ?? '';
  const made = await change(input, context, 'revokeObject', id, (editing) =>
    revokeStored(editing, key),
  );
  return answerStored(made, 200);
};

/** Removes an object with all its versions, whoever made it. Pollers are not told. */
export const removeObject: Handler = async (input, context) => {
  const { id: collection } = input.collection;
  const asked = changeOf(input, 'removeObject', input.path.object_id ?? '');
  const all = { spec_versions: null, version: null };
  const removed = await remove(context.db, collection, readKey(input), all, (client) =>
    recordChange(client, input, asked),
  );
  if (removed === 0) throw noObject();
  observeChange(input, context, asked);
  return { status: 204 };
};

async function change(
  input: Input,
  context: Context,
  action: AuditAction,
  objectId: string,
  run: (editing: Editing) => Promise<Draft>,
): Promise<Draft> {
  const { id: collectionId } = input.collection;
  const asked = changeOf(input, action, objectId);
  const made = await run({
    db: context.db,
    collectionId,
    accountId: input.principal.account_id,
    rules: rulesOf(context),
    also: (client) => recordChange(client, input, asked),
  });
  observeChange(input, context, asked);
  context.observe({ kind: 'objects', direction: 'in', collection: collectionId, count: 1 });
  return made;
}

function changeOf({ collection }: Input, action: AuditAction, objectId: string): Change {
  return { action, target: objectId, details: { collection: collection.id } };
}

// Where pushes are held to nothing, what people write is held to the rules all the same.
function rulesOf({ settings }: Context): DraftRules {
  const policies = policiesOf(settings.pushValidation);
  return { policies, objectMaxBytes: settings.objectMaxBytes };
}

function read({ bytes }: Input): Sent {
  const text = decode(bytes);
  const sent = text === null ? { message: 'The body is not UTF-8.' } : readSent(text);
  if ('message' in sent) throw new ApiError('BAD_JSON', sent.message);
  return sent;
}

function answerDraft({ object, errors, warnings }: Draft): Reply {
  return { status: 200, body: { valid: errors.length === 0, object, errors, warnings } };
}

function answerStored({ object, warnings }: Draft, status: number): Reply {
  return { status, body: { id: object.id, modified: object.modified, object, warnings } };
}
