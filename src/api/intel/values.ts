// What a search finds, by value. Objects that hold one are polled by TAXII (OASIS TAXII 2.1 section 5.4).
import { selectValues, type ValuePosition, type ValueRow } from '../../store/intel-values.ts';
import { formatDateAdded } from '../../taxii/timestamp.ts';
import { answerList, badNext, readPart } from '../manage/list.ts';
import type { Handler } from '../operation.ts';
import { readCondition, readPosition, readSort, writePosition } from './asked.ts';
import { showTime } from './item.ts';
import { type ReadScope, readScope } from './scope.ts';

/** A page of the values that a search finds. */
export const listIntelValues: Handler = async (input, context) => {
  const { query } = input;
  const condition = readCondition(query);
  const sort = readSort(query);
  const { limit, after } = readPart(query, 5);
  const from: ValuePosition =
    after === null
      ? { after: null, ordinal: -1 }
      : {
          after: after[1] === 'start' ? null : readPosition(sort, after.slice(0, 4)),
          ordinal: readOrdinal(after[4]),
        };
  const scope = await readScope(input, context);
  const { rows, next } = await selectValues(context.db, { scope, condition }, sort, from, limit);
  const list = answerList(
    rows,
    limit,
    () => [],
    (row) => describe(row, scope),
  );
  if (next === null) return list;
  return { status: 200, body: { ...list.body, more: true, next: writeNextOf(next) } };

  function writeNextOf({ after: position, ordinal }: ValuePosition): string {
    const texts =
      position === null ? [writeOrder(), 'start', '0', NOWHERE] : writePosition(sort, position);
    return Buffer.from(JSON.stringify([...texts, String(ordinal)])).toString('base64url');
  }

  function writeOrder(): string {
    return `${sort.isDescending ? '-' : ''}${sort.by}`;
  }
};

const NOWHERE = '00000000-0000-0000-0000-000000000000';

function readOrdinal(text: string | undefined): number {
  if (text === undefined || !/^-?\d{1,9}$/.test(text)) throw badNext();
  return Number(text);
}

function describe(row: ValueRow, scope: ReadScope): object {
  const names = (row.makers ?? []).map((maker) => {
    const [collection = '', creator = ''] = maker.split(' ');
    return scope.sourceOf(collection, creator) ?? `identity--${creator}`;
  });
  return {
    kind: row.kind,
    value: row.value,
    objects: row.objects,
    sources: [...new Set(names)].sort(),
    confidence: row.confidence,
    first_added: formatDateAdded(row.first_added),
    last_added: formatDateAdded(row.last_added),
    valid_until: showTime(row.valid_until),
    types: row.types,
    revoked: row.revoked,
  };
}
