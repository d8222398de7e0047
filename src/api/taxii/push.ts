// Adding and deleting objects. OASIS TAXII 2.1 sections 5.5 and 5.7.
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import type { Element } from '../../ingest/envelope/envelope.ts';
import { POLICIES } from '../../ingest/envelope/policies.ts';
import { CONFLICT, countStored, storeElements } from '../../ingest/envelope/store-elements.ts';
import { remove } from '../../ingest/remove.ts';
import type { Outcome } from '../../ingest/settle.ts';
import { readIdentifier } from '../../stix/identifier.ts';
import { insertStatus } from '../../store/statuses.ts';
import { readMatch } from '../../taxii/match.ts';
import { buildStatus, type Failure, type Success } from '../../taxii/status.ts';
import { formatDateAdded } from '../../taxii/timestamp.ts';
import { observeChange, recordChange } from '../manage/change.ts';
import type { Context, Handler, Input } from '../operation.ts';

/**
 * Stores an envelope. Each element succeeds or fails for itself; the answer follows the commit, so
 * the status is complete, durable, and everything that succeeded can be polled.
 */
export const addObjects: Handler = async (input, context) => {
  const read = await context.readEnvelope(input.bytes, {
    objectMaxBytes: context.settings.objectMaxBytes,
    maxDepth: 100,
    policies: POLICIES[context.settings.pushValidation],
  });
  if ('fault' in read) throw new ApiError('BAD_ENVELOPE', read.fault);
  const status = await store(input, context, read.elements);
  return { status: 202, text: status };
};

/** Deletes an object: all its versions, or the ones that match[version] and match[spec_version] pick. */
export const deleteObject: Handler = async (input, context) => {
  const filters = { id: false, type: false, version: true, spec_version: true, paging: false };
  const read = readMatch(input.search, filters, 'delete');
  if ('fault' in read)
    throw new ApiError('BAD_QUERY', read.fault.message, {
      details: { parameter: read.fault.parameter },
    });
  const id = readIdentifier(input.path.object_id ?? '');
  const { version, spec_versions } = read.match;
  const details = { collection: input.collection.id, match: input.search.toString() };
  const change = { action: 'deleteObject', target: input.path.object_id ?? '', details } as const;
  const removed =
    id === null
      ? 0
      : await remove(context.db, input.collection.id, id, { version, spec_versions }, (client) =>
          recordChange(client, input, change),
        );
  if (removed === 0)
    throw new ApiError('NOT_FOUND', 'There is no such object, or no such version of it.');
  observeChange(input, context, change);
  return { status: 200, text: '' };
};

async function store(
  input: Input,
  context: Context,
  elements: readonly Element[],
): Promise<string> {
  const { id } = input.collection;
  let status = '';
  const outcomes = await storeElements(context.db, elements, {
    collectionId: id,
    accountId: input.principal.account_id,
    also: async (client, settled) => {
      const resource = describe(input, elements, settled);
      status = JSON.stringify(resource);
      await insertStatus(client, {
        id: resource.id,
        api_root: input.api_root.name,
        account_id: input.principal.account_id,
        resource: status,
      });
    },
  });
  const count = countStored(outcomes);
  if (count > 0) context.observe({ kind: 'objects', direction: 'in', collection: id, count });
  return status;
}

function describe(input: Input, elements: readonly Element[], outcomes: readonly Outcome[]) {
  const settled = outcomes.values();
  const successes: Success[] = [];
  const failures: Failure[] = [];
  const requested = formatDateAdded(input.received_at);
  for (const element of elements) {
    const outcome = element.ok ? settled.next().value : undefined;
    const { id } = element;
    if (outcome === undefined) {
      const message = element.ok ? 'Not stored.' : element.message;
      failures.push({ id, version: element.version ?? requested, message });
      continue;
    }
    // Objects without a version of their own get the time at which they were added.
    const version = element.version ?? formatDateAdded(outcome.date_added || input.received_at);
    const list = outcome.kind === 'conflict' || outcome.kind === 'dropped' ? failures : successes;
    list.push({ id, version, message: MESSAGES[outcome.kind](outcome) });
  }
  return buildStatus({
    id: randomUUID(),
    requestTimestamp: input.received_at,
    successes,
    failures,
  });
}

const MESSAGES: Readonly<Record<Outcome['kind'], (outcome: Outcome) => string>> = {
  created: () => 'Stored.',
  updated: () => 'Stored as another version.',
  duplicate: () => 'Stored already.',
  unchanged: () => 'Stored already.',
  set_aside: () => 'Set aside: it is stored when somebody releases it.',
  dropped: ({ rule }) => `Not stored: the rule \`${rule}\` drops it.`,
  conflict: () => CONFLICT,
};
