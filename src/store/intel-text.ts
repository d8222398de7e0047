// Tests of texts and lists → SQL. Both sides are compared in lower case.
import type { Test } from '../intel/condition.ts';
import { foldText, textsOf, wordsOf } from '../intel/readings.ts';
import type { Bind } from './page-statement.ts';

/** How a text is looked for. */
export interface TextWriting {
  readonly bind: Bind;
  /** Whether it is one of several tests of which any or none must hold. */
  readonly isChoice?: boolean;
}

/** Whether a row's words may be more than its content holds. */
export const IS_CUT = 'octet_length(i.content) >= 4000';

/** Whether a column has anything, or has nothing. */
export function isThere(column: string, value: Test['value']): string {
  return `${column} is ${value === true ? 'not ' : ''}null`;
}

/** A test of a text in a column. */
export function textSql(column: string, { op, value }: Test, writing: TextWriting): string {
  const { bind } = writing;
  const text = `lower(${column})`;
  if (op === 'exists') return isThere(column, value);
  if (op === 'contains') return containsSql(text, String(value), writing);
  if (op === 'starts') return `${text} like ${bind(starting(foldText(String(value))))}`;
  return `${text} = any(${bind(textsOf(value))}::text[])`;
}

/**
 * `content` has the labels, unless it was cut: to look there first is cheaper than to fold each list.
 */
export function labelSql(test: Test, writing: TextWriting): string {
  const holds = listSql('i.labels', test, writing);
  const texts = textsOf(test.value);
  if (test.op === 'exists' || texts.length > MOST_LOOKED_FOR) return holds;
  const named = texts.map((text) => `strpos(i.content, ${writing.bind(text)}) > 0`);
  // One expression, because PostgreSQL would ask the cheaper half first, whatever that finds.
  return `case when ${named.join(' or ')} or ${IS_CUT} then ${holds} else false end`;
}

// Beyond, each list is folded once instead of looked through for each of the labels.
const MOST_LOOKED_FOR = 3;

/**
 * As one text, because a query about each list of words would keep other processes from helping. What
 * stands between the words is in none of them.
 */
export function listSql(column: string, { op, value }: Test, { bind }: TextWriting): string {
  if (op === 'exists') return `cardinality(${column}) ${value === true ? '>' : '='} 0`;
  const end = op === 'is' || op === 'in' ? BETWEEN : '';
  const start = op === 'contains' ? '' : BETWEEN;
  const patterns = textsOf(value).map((text) => `%${start}${escaped(text)}${end}%`);
  const listed = `lower(${BETWEEN_SQL} || array_to_string(${column}, ${BETWEEN_SQL}) || ${BETWEEN_SQL})`;
  return `${listed} like any(${bind(patterns)}::text[])`;
}

const BETWEEN = '\u001f';
const BETWEEN_SQL = "E'\\x1f'";

/**
 * strpos skips through a text, where LIKE looks at each character. Of LIKE the planner knows how much it
 * will find, which matters where this narrows all; of several patterns, so that it seems no cheaper than
 * strpos and is asked after it. In a choice a value that seems frequent is looked for by one process, and
 * so what it is chosen in by several.
 */
export function containsSql(text: string, asked: string, { bind, isChoice }: TextWriting): string {
  const found = `strpos(${text}, ${bind(foldText(asked))}) > 0`;
  if (isChoice) return found;
  return `(${found} and ${text} like any(${bind(Array(4).fill(containing(asked)))}::text[]))`;
}

/** Whether a column holds all words of a text. */
export function allWords(column: string, text: string, writing: TextWriting): string {
  const rarestFirst = [...wordsOf(text)].sort((a, b) => rarity(b) - rarity(a));
  const words = rarestFirst.map((word) => containsSql(column, word, writing));
  return `(${words.join(' and ')})`;
}

// The longest is the rarest, more often than not; a digit says as much as three letters.
function rarity(word: string): number {
  return word.length + 2 * word.replace(/\D/g, '').length;
}

/** The pattern of LIKE for what has it anywhere. */
export function containing(text: string): string {
  return `%${escaped(foldText(text))}%`;
}

/** The pattern of LIKE for what starts so. */
export function starting(folded: string): string {
  return `${escaped(folded)}%`;
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
