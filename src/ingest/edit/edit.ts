// What people do to one object: made, edited, revoked, removed. Each is decided and stored while the
// collection's clock is held, so that nothing comes in between.
import { ApiError } from '../../errors.ts';
import type { Properties } from '../../stix/finding.ts';
import type { Database, Queryable, Transaction } from '../../store/database.ts';
import { insertSources } from '../../store/imports.ts';
import {
  type LastVersion,
  type ObjectKey,
  selectLastVersions,
} from '../../store/object-versions.ts';
import type { Candidate } from '../candidate.ts';
import { modifiedAfter } from '../import/compare.ts';
import { save } from '../save.ts';
import type { Outcome } from '../settle.ts';
import { type Draft, type DraftRules, draftNext, type Sent } from './draft.ts';
import { type Creators, isOwn, manualSource, readCreators } from './own.ts';

/** Where something is edited, and by whom. */
export interface Editing {
  readonly db: Database;
  readonly collectionId: string;
  readonly accountId: string;
  readonly rules: DraftRules;
  /** Committed together with the edit. */
  readonly also: (client: Transaction) => Promise<void>;
}

/** What an object says now. */
export interface Current {
  readonly last: LastVersion;
  readonly object: Properties;
}

/** Stores a new object, and on the first of all the identity that it comes from. */
export async function createObject(
  editing: Editing,
  draftWith: (creator: string, now: string) => Draft,
): Promise<Draft> {
  const { db, collectionId, accountId, also } = editing;
  const now = new Date().toISOString();
  const creators = await readCreators(db.work, collectionId);
  const made = accept(draftWith(creators.manualId, now));
  const source = manualSource(creators, now);
  const { stix_type: type, stix_uuid: uuid } = source.candidate;
  const decide = async (client: Transaction) => {
    const stored = await selectLastVersions(client, collectionId, [{ type, uuid }]);
    return stored.length > 0 ? [made.candidate] : [source.candidate, made.candidate];
  };
  await save(db, collectionId, decide, {
    accountId,
    importId: null,
    incoming: { defaultsOf: () => null },
    also: async (client, outcomes) => {
      refuseKeptOut(outcomes.at(-1));
      await insertSources(client, collectionId, [source]);
      await also(client);
    },
  });
  return made;
}

// Whoever makes it is told at once, instead of looking for it afterwards.
function refuseKeptOut(outcome: Outcome | undefined): void {
  if (outcome?.kind !== 'dropped' && outcome?.kind !== 'set_aside') return;
  const rule = outcome.rule === undefined ? 'A rule' : `The rule \`${outcome.rule}\``;
  throw new ApiError(
    'CONFLICT',
    `${rule} keeps such objects out. An administrator sets the rules.`,
  );
}

/** Stores a new version of an object of ours. */
export async function editObject(editing: Editing, key: ObjectKey, sent: Sent): Promise<Draft> {
  return storeNext(editing, key, (current) => draftEdit(current, sent, editing.rules));
}

/** Stores a revoked version of an object of ours. */
export async function revokeObject(editing: Editing, key: ObjectKey): Promise<Draft> {
  return storeNext(editing, key, ({ object }) => {
    const value = { ...object, revoked: true };
    return draftNext(object, { value, faults: [] }, nextModified(object), editing.rules);
  });
}

/** What an edit would store. */
export function draftEdit({ object }: Current, sent: Sent, rules: DraftRules): Draft {
  const { modified } = sent.value;
  if (modified !== object.modified)
    throw new ApiError(
      'CONFLICT',
      `The object was changed meanwhile: its last version is of ${String(object.modified)}, yours was made from another one. Read it again, and make your change to that.`,
    );
  return draftNext(object, sent, nextModified(object), rules);
}

/**
 * An object of ours, as it is now.
 * @throws ApiError NOT_FOUND when it is not there, CONFLICT when others made it, or it is revoked
 */
export async function readOwn(
  db: Queryable,
  collectionId: string,
  key: ObjectKey,
): Promise<Current> {
  const [last] = await selectLastVersions(db, collectionId, [key]);
  if (last === undefined) throw new ApiError('NOT_FOUND', 'There is no such object.');
  const object: Properties = JSON.parse(last.body);
  demandOwn(object, await readCreators(db, collectionId));
  return { last, object };
}

async function storeNext(
  editing: Editing,
  key: ObjectKey,
  draftFrom: (current: Current) => Draft,
): Promise<Draft> {
  const { db, collectionId, accountId, also } = editing;
  const drafts: Draft[] = [];
  const decide = async (client: Transaction) => {
    const made = accept(draftFrom(await readOwn(client, collectionId, key)));
    drafts.push(made);
    return [made.candidate];
  };
  await save(db, collectionId, decide, { accountId, importId: null, also });
  const [next] = drafts;
  if (next === undefined) throw new ApiError('UNEXPECTED', 'Nothing was decided.');
  return next;
}

function demandOwn(object: Properties, creators: Creators): void {
  if (!isOwn(object, creators))
    throw new ApiError(
      'CONFLICT',
      'Somebody else made this object, and only its creator may change it. Annotate it: labels, confidence, TLP, validity and comments are kept beside it.',
    );
  if (object.revoked === true)
    throw new ApiError(
      'CONFLICT',
      'The object is revoked, so it has no further versions. Make a new object.',
    );
}

function nextModified(object: Properties): string {
  return modifiedAfter(String(object.modified), Date.now());
}

type Accepted = Draft & { readonly candidate: Candidate };

function accept(made: Draft): Accepted {
  const { candidate, errors } = made;
  if (candidate !== null) return { ...made, candidate };
  const [first] = errors;
  const message = `${first?.pointer || '/'}: ${first?.message ?? 'The object is not valid.'}`;
  throw new ApiError('BAD_BODY', message, { details: { errors } });
}
