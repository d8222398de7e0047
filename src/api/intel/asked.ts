// What a search says in its query: `where`, `text`, `sort`, `next`.
import { ApiError } from '../../errors.ts';
import type { Condition } from '../../intel/condition.ts';
import { checkCondition } from '../../intel/condition-check.ts';
import { type Position, SORT_NAMES, type Sort } from '../../store/intel-order.ts';
import type { Input } from '../operation.ts';
import { isUuid } from '../uuid.ts';

const WHOLE = /^-?\d{1,16}$/;
// Of PostgreSQL's int, which these orders are kept in.
const SMALL = /^\d{1,3}$/;

/** The condition of `where` and `text` together. @throws ApiError BAD_QUERY */
export function readCondition(query: Input['query']): Condition {
  const all: Condition[] = [];
  if (typeof query.where === 'string' && query.where !== '') all.push(readWhere(query.where));
  if (typeof query.text === 'string' && query.text.trim() !== '')
    all.push(checked('text', { field: 'text', op: 'contains', value: query.text }));
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : { all };
}

function readWhere(text: string): Condition {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badQuery('where', '', 'is not JSON');
  }
  return checked('where', value);
}

function checked(parameter: string, value: unknown): Condition {
  const reading = checkCondition(value);
  if (!reading.ok) throw badQuery(parameter, reading.fault.pointer, reading.fault.message);
  return reading.condition;
}

function badQuery(parameter: string, pointer: string, message: string): ApiError {
  const where = pointer === '' ? '' : ` at \`${pointer}\``;
  return new ApiError('BAD_QUERY', `Query parameter \`${parameter}\`${where} ${message}.`, {
    details: { parameter, errors: [{ pointer, message }] },
  });
}

/** The order of `sort`, which openapi.yaml has checked; the newest first without it. */
export function readSort(query: Input['query']): Sort {
  const text = typeof query.sort === 'string' ? query.sort : '-added';
  const isDescending = text.startsWith('-');
  const by = SORT_NAMES.find((name) => name === (isDescending ? text.slice(1) : text));
  return { by: by ?? 'added', isDescending };
}

/** What `next` of a page says: the order that it is of, and where the page ended. */
export function writePosition({ by, isDescending }: Sort, row: Position): readonly string[] {
  const { key, date_added, collection_id } = row;
  return [
    `${isDescending ? '-' : ''}${by}`,
    key === null ? '' : `=${key}`,
    String(date_added),
    collection_id,
  ];
}

/** @throws ApiError BAD_NEXT when it is not of this order */
export function readPosition(sort: Sort, texts: readonly string[] | null): Position | null {
  if (texts === null) return null;
  const [order = '', written = '', date = '', collection_id = ''] = texts;
  const key = written === '' ? null : written.slice(1);
  const isText = sort.by === 'name' || sort.by === 'type';
  const digits = sort.by === 'confidence' || sort.by === 'tlp' ? SMALL : WHOLE;
  const isSound =
    order === `${sort.isDescending ? '-' : ''}${sort.by}` &&
    (key === null || isText || digits.test(key)) &&
    WHOLE.test(date) &&
    isUuid(collection_id);
  if (!isSound)
    throw new ApiError(
      'BAD_NEXT',
      '`next` is not of a page in this order. Repeat the first page’s parameters, or start without it.',
    );
  return { key, date_added: Number(date), collection_id };
}
