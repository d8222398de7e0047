// What waits for a decision, under /api/v1/set-aside, before it is stored as a push is (OASIS TAXII 2.1
// section 5.5). Whoever may write to its collection sees it.
import { ApiError } from '../../errors.ts';
import { selectWaitingItems, type WaitingItem } from '../../store/set-aside-list.ts';
import type { Handler } from '../operation.ts';
import { answerList, badNext, readPart } from './list.ts';
import { readFilter } from './set-aside-filter.ts';

// As samples of imports; larger ones are read one by one.
const MAX_CHARS = 65_536;

/** What waits, the longest first. */
export const listSetAside: Handler = async (input, context) => {
  const { query, principal } = input;
  const { limit, after } = readPart(query, 1);
  const [last = '0'] = after ?? [];
  if (!/^\d{1,15}$/.test(last)) throw badNext();
  const filter = await readFilter(input, context, { ...query });
  const part = { after: Number(last), limit: limit + 1, maxChars: MAX_CHARS };
  const items = await selectWaitingItems(context.db.work, principal, filter, part);
  return answerList(items, limit, ({ id }) => [String(id)], describe);
};

/** One of them, of whatever size. */
export const getSetAside: Handler = async ({ path, principal }, { db }) => {
  const ids = /^\d{1,15}$/.test(path.id ?? '') ? [Number(path.id)] : [];
  const filter = { ids, collectionId: null, importId: null };
  const part = { after: 0, limit: 1, maxChars: null };
  const [item] = await selectWaitingItems(db.work, principal, filter, part);
  if (item === undefined) throw new ApiError('NOT_FOUND', 'There is nothing like it that waits.');
  return { status: 200, body: describe(item) };
};

function describe(item: WaitingItem): object {
  const { id, collection_id, stix_type, stix_uuid, body, reason_code, reason_message } = item;
  return {
    id,
    collection: collection_id,
    type: stix_type,
    stix_id: `${stix_type}--${stix_uuid}`,
    object: body === null ? null : JSON.parse(body),
    reason: { code: reason_code, message: reason_message },
    import: item.import_id,
    line: item.import_line,
    account: item.account,
    at: item.at,
  };
}
