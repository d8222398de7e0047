// Warning lists under /api/v1/warning-lists: what imports are held against, before their objects are
// stored as a push stores them (OASIS TAXII 2.1 section 5.5).
import { ApiError } from '../../errors.ts';
import { readListValue } from '../../ingest/check/lists.ts';
import { type KnownList, readLists } from '../../ingest/check/open.ts';
import {
  type AskedLists,
  LIST_ACTIONS,
  type ListAction,
  type ListType,
} from '../../ingest/check/warning-list.ts';
import type { Queryable } from '../../store/database.ts';
import {
  deleteWarningList as deleteWarningListRow,
  upsertWarningList,
} from '../../store/warning-lists.ts';
import type { Handler } from '../operation.ts';
import { bodyOf, makeChange } from './change.ts';
import { answerList, readPart } from './list.ts';

/** All lists by name, without their values. */
export const listWarningLists: Handler = async ({ query }, { db }) => {
  const { limit, after } = readPart(query, 1);
  const [name = null] = after ?? [];
  const lists = (await readLists(db.work)).filter((one) => name === null || one.name > name);
  return answerList(lists, limit, (one) => [one.name], describe);
};

export const getWarningList: Handler = async ({ path }, { db }) => {
  const list = await findList(db.work, path.name ?? '');
  return { status: 200, body: { ...describe(list), values: list.values } };
};

/** Stores a list; one with the name of a shipped list takes its place. */
export const putWarningList: Handler = async (input, context) => {
  const name = input.path.name ?? '';
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name))
    throw new ApiError('BAD_REQUEST', 'A name has small letters, digits, `-` and `_`, 63 at most.');
  const asked = bodyOf(input, 'WarningListPut');
  const { description = null, licence = null, origin = null, version = null } = asked;
  const { type, action = 'tag' } = asked;
  const values = readValues(type, asked.values);
  const list = { name, description, licence, origin, version, type, action, values };
  const change = { action: 'putWarningList', target: name } as const;
  const stored = await makeChange(input, context, change, (db) => upsertWarningList(db, list));
  const { is_new, ...row } = stored;
  const body = { ...describe({ ...row, is_shipped: false }), values: row.values };
  return { status: is_new ? 201 : 200, body };
};

/** Deletes a stored list; the shipped one whose place it took is there again. */
export const deleteWarningList: Handler = async (input, context) => {
  const name = input.path.name ?? '';
  const { is_shipped } = await findList(context.db.work, name);
  if (is_shipped)
    throw new ApiError(
      'CONFLICT',
      `\`${name}\` is shipped. Replace it, with no values for example.`,
    );
  const change = { action: 'deleteWarningList', target: name } as const;
  await makeChange(input, context, change, (db) => deleteWarningListRow(db, name));
  return { status: 204 };
};

/**
 * What an import says of warning lists.
 * @throws ApiError BAD_QUERY for what is no map of lists, BAD_BODY for a list that is not there
 */
export async function readAskedLists(db: Queryable, text: unknown): Promise<AskedLists> {
  if (text === undefined || text === 'off') return 'off';
  if (text === 'on') return 'on';
  const asked = parse(String(text));
  if (asked === null)
    throw new ApiError(
      'BAD_QUERY',
      '`warning_lists` is `on`, `off`, or a JSON object from a list to what is done: {"top-domains":"refuse"}.',
    );
  const names = new Set((await readLists(db)).map((list) => list.name));
  const unknown = Object.keys(asked).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new ApiError(
      'BAD_BODY',
      `There is no warning list \`${unknown}\`. There are: ${[...names].join(', ')}.`,
    );
  return asked;
}

async function findList(db: Queryable, name: string): Promise<KnownList> {
  const list = (await readLists(db)).find((one) => one.name === name);
  if (list === undefined) throw new ApiError('NOT_FOUND', 'There is no such warning list.');
  return list;
}

function describe({ values, ...list }: KnownList): object {
  return { ...list, size: values.length };
}

function readValues(type: ListType, values: readonly string[]): readonly string[] {
  const read = values.map((value) => {
    const known = readListValue(type, value);
    if (known === null)
      throw new ApiError('BAD_BODY', `\`${value.slice(0, 80)}\` cannot be on a list of ${type}.`);
    return known;
  });
  return [...new Set(read)];
}

function parse(text: string): Record<string, ListAction> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isMap =
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((action) => LIST_ACTIONS.includes(action));
    return isMap ? (value as Record<string, ListAction>) : null;
  } catch {
    return null;
  }
}
