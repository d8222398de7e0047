// The upload call of Microsoft Sentinel's STIX objects API, so that what was written for Sentinel can
// send its objects here. They are stored as a push stores them (OASIS TAXII 2.1 section 5.5).
import { ApiError } from '../errors.ts';
import type { Element } from '../ingest/envelope/envelope.ts';
import { POLICIES } from '../ingest/envelope/policies.ts';
import { CONFLICT, countStored, storeElements } from '../ingest/envelope/store-elements.ts';
import type { Outcome } from '../ingest/settle.ts';
import type { Handler } from './operation.ts';

/** Stores each object for itself; tells those that were not, by their place in the list. */
export const uploadStixObjects: Handler = async (input, context) => {
  const { settings } = context;
  const read = await context.readEnvelope(input.bytes, {
    objectMaxBytes: settings.objectMaxBytes,
    maxDepth: 100,
    policies: POLICIES[settings.pushValidation],
    list: 'stixobjects',
  });
  if ('fault' in read) throw new ApiError('BAD_REQUEST', read.fault);
  const { sourcesystem } = read.others;
  if (typeof sourcesystem !== 'string' || sourcesystem.trim() === '')
    throw new ApiError('BAD_REQUEST', '`sourcesystem` must be a text that says who sends this.');
  const { id } = input.collection;
  const { account_id } = input.principal;
  const outcomes = await storeElements(context.db, read.elements, {
    collectionId: id,
    accountId: account_id,
  });
  const count = countStored(outcomes);
  if (count > 0) context.observe({ kind: 'objects', direction: 'in', collection: id, count });
  return { status: 200, body: { errors: describeErrors(read.elements, outcomes) } };
};

function describeErrors(elements: readonly Element[], outcomes: readonly Outcome[]) {
  const settled = outcomes.values();
  return elements.flatMap((element) => {
    const message = element.ok ? messageOf(settled.next().value) : element.message;
    return message === null ? [] : [{ recordIndex: element.index, errorMessages: [message] }];
  });
}

function messageOf(outcome: Outcome | undefined): string | null {
  return outcome?.kind === 'conflict' ? CONFLICT : null;
}
