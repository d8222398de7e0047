// What a search finds, as a file: written page by page while it is sent, so that its size does not matter.
// Bundles have the objects as they are polled (OASIS TAXII 2.1 section 5.4).
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { writeRow } from '../../ingest/read/csv.ts';
import type { Condition } from '../../intel/condition.ts';
import { selectAllValues, selectIntelBodies } from '../../store/intel-bodies.ts';
import type { Sort } from '../../store/intel-order.ts';
import { type IntelRow, selectIntelPage } from '../../store/intel-page.ts';
import type { Search } from '../../store/intel-search.ts';
import { bodyOf } from '../manage/change.ts';
import type { Context, Handler, Input, Reply } from '../operation.ts';
import { readCondition } from './asked.ts';
import { intelItem } from './item.ts';
import { type ReadScope, readScope } from './scope.ts';
import { readSelected } from './selected.ts';

const PAGE = 1000;
// In the order of the log, nothing that arrives meanwhile moves what is still to come.
const OLDEST_FIRST: Sort = { by: 'added', isDescending: false };

/** Writes rows of one page; the first page begins the file. */
interface Format {
  readonly type: string;
  readonly ending: string;
  readonly head: () => string;
  readonly write: (
    rows: readonly IntelRow[],
    scope: ReadScope,
    context: Context,
  ) => Promise<string[]>;
  readonly between: string;
  readonly tail: string;
}

/** Sends all that a search finds, oldest first. */
export const exportIntel: Handler = async (input, context) => {
  const condition = readCondition(input.query);
  const scope = await readScope(input, context);
  return send({ scope, condition }, scope, input, context);
};

/** Sends the objects that the body names, as far as the caller may read them. */
export const exportSelection: Handler = async (input, context) => {
  const ids = bodyOf(input, 'ExportSelection').ids.map(readSelected);
  const scope = await readScope(input, context);
  return send({ scope, condition: thoseOf(ids) }, scope, input, context);
};

function thoseOf(ids: readonly ReturnType<typeof readSelected>[]): Condition {
  const held = new Map<string, string[]>();
  for (const { collection, type, uuid } of ids) {
    const others = held.get(collection);
    if (others === undefined) held.set(collection, [`${type}--${uuid}`]);
    else others.push(`${type}--${uuid}`);
  }
  return {
    any: [...held].map(([collection, value]) => ({
      all: [
        { field: 'collection', op: 'is', value: collection },
        { field: 'id', op: 'in', value },
      ],
    })),
  };
}

async function send(
  search: Search,
  scope: ReadScope,
  { query, received_at }: Input,
  context: Context,
): Promise<Reply> {
  const format = FORMATS[query.format as keyof typeof FORMATS];
  // Before the headers, so that what goes wrong at once is told as an error.
  const first = await selectIntelPage(context.db, search, OLDEST_FIRST, null, PAGE);
  const day = new Date(received_at / 1000).toISOString().slice(0, 10);
  return {
    status: 200,
    type: format.type,
    headers: { 'Content-Disposition': `attachment; filename="intel-${day}.${format.ending}"` },
    stream: Readable.from(write(format, first, search, scope, context)),
  };
}

async function* write(
  format: Format,
  first: readonly IntelRow[],
  search: Search,
  scope: ReadScope,
  context: Context,
): AsyncGenerator<string> {
  yield format.head();
  let isBegun = false;
  for (let rows = first; rows.length > 0; ) {
    const texts = await format.write(rows, scope, context);
    const text = texts.join(format.between);
    if (text !== '') {
      yield isBegun ? `${format.between}${text}` : text;
      isBegun = true;
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) break;
    rows = await selectIntelPage(context.db, search, OLDEST_FIRST, last, PAGE);
  }
  yield format.tail;
}

const COLUMNS = [
  'id',
  'type',
  'name',
  'values',
  'source',
  'collection',
  'confidence',
  'tlp',
  'labels',
  'kinds',
  'valid_from',
  'valid_until',
  'revoked',
  'created',
  'modified',
  'added',
] as const;

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    ending: 'csv',
    head: () => `\ufeff${writeRow(COLUMNS, ',')}\r\n`,
    write: async (rows, scope, { db }) => {
      const values = await selectAllValues(db, rows);
      return rows.map((row, at) => {
        const item = intelItem(row, scope);
        const cells = COLUMNS.map((column) => {
          if (column === 'values') return (values[at] ?? []).map(({ value }) => value).join(' | ');
          if (column === 'collection') return item.collection.title;
          return cellOf(item[column]);
        });
        return writeRow(cells.map(guard), ',');
      });
    },
    between: '\r\n',
    tail: '\r\n',
  },
  json: {
    type: 'application/json',
    ending: 'json',
    head: () => '[',
    write: async (rows, scope, { db }) => {
      const all = await selectAllValues(db, rows);
      return rows.map((row, at) =>
        JSON.stringify({ ...intelItem(row, scope), values: all[at] ?? row.values }),
      );
    },
    between: ',\n',
    tail: ']\n',
  },
  stix: {
    type: 'application/stix+json;version=2.1',
    ending: 'stix.json',
    head: () => `{"type":"bundle","id":"bundle--${randomUUID()}","objects":[`,
    write: (rows, _, { db }) => selectIntelBodies(db, rows),
    between: ',\n',
    tail: ']}\n',
  },
} satisfies Record<string, Format>;

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(' | ');
  return value === null || value === undefined ? '' : String(value);
}

// A spreadsheet would run it.
function guard(cell: string): string {
  return /^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}
