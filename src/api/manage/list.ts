// Lists of the management API: `{items, more, next?}`. `next` is where the page ended, opaque to
// the caller; it is looked at in the caller's own view, so it needs no signature.
import { ApiError } from '../../errors.ts';
import type { Input, Reply } from '../operation.ts';
import { isUuid } from '../uuid.ts';

/** What part of a list is asked for. */
export interface Part {
  readonly limit: number;
  /** The key of the last item before the page, in as many texts as the list's order has. */
  readonly after: readonly string[] | null;
}

const DEFAULT_LIMIT = 100;

/** @throws ApiError BAD_NEXT when `next` is not from a list ordered by so many texts */
export function readPart(query: Input['query'], texts: number): Part {
  const { limit, next } = query;
  return {
    limit: typeof limit === 'number' ? limit : DEFAULT_LIMIT,
    after: typeof next === 'string' && next !== '' ? readNext(next, texts) : null,
  };
}

/** Makes the answer of up to `limit + 1` rows; `keyOf` gives what the list is ordered by. */
export function answerList<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly string[],
  toItem: (row: Row) => object,
): Reply {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit;
  return {
    status: 200,
    body: {
      items: items.map(toItem),
      more,
      ...(more && last !== undefined ? { next: writeNext(keyOf(last)) } : {}),
    },
  };
}

// Microseconds since 1970, as far as PostgreSQL goes with ours.
const MICROS = /^\d{1,16}$/;

/** Where a page ended of a list that is ordered by time. */
export interface Moment {
  /** Since 1970, in digits. */
  readonly micros: string;
  readonly id: string;
}

/** @throws ApiError BAD_NEXT when what `next` says is no place in a list that is ordered by time */
export function readMoment({ after }: Part): Moment | null {
  if (after === null) return null;
  const [micros = '', id = ''] = after;
  if (!MICROS.test(micros) || !isUuid(id)) throw badNext();
  return { micros, id };
}

/** The error for a `next` that no list gave. */
export function badNext(): ApiError {
  return new ApiError('BAD_NEXT', '`next` is not one that this list gave. Start without it.');
}

function writeNext(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function readNext(next: string, texts: number): readonly string[] {
  const key = parse(Buffer.from(next, 'base64url').toString());
  const isKey =
    Array.isArray(key) &&
    key.length === texts &&
    key.every((text) => typeof text === 'string' && !text.includes('\0'));
  if (!isKey) throw badNext();
  return key;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
