// Searches under /api/v1/intel: what is stored and current, as far as the caller may read. The same
// objects are polled through TAXII (OASIS TAXII 2.1 section 5.4).
import { selectIntelCount, selectIntelPage } from '../../store/intel-page.ts';
import { answerList, readPart } from '../manage/list.ts';
import type { Handler } from '../operation.ts';
import { readCondition, readPosition, readSort, writePosition } from './asked.ts';
import { intelItem } from './item.ts';
import { readScope } from './scope.ts';

/** A page of what a search finds. */
export const listIntel: Handler = async (input, context) => {
  const { query } = input;
  const condition = readCondition(query);
  const sort = readSort(query);
  const { limit, after } = readPart(query, 4);
  const position = readPosition(sort, after);
  const scope = await readScope(input, context);
  const rows = await selectIntelPage(context.db, { scope, condition }, sort, position, limit + 1);
  return answerList(
    rows,
    limit,
    (row) => writePosition(sort, row),
    (row) => intelItem(row, scope),
  );
};

/** How many a search finds. */
export const countIntel: Handler = async (input, context) => {
  const condition = readCondition(input.query);
  const scope = await readScope(input, context);
  return { status: 200, body: { count: await selectIntelCount(context.db, { scope, condition }) } };
};
