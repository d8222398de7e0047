// A condition → SQL over `intel i` and its rows of `observable`. All that a caller wrote goes through
// `bind`. The same answers as intel/matches.ts gives; a test holds the two together.
import type { Condition, Field, Test } from '../intel/condition.ts';
import { spell } from '../intel/observables.ts';
import { foldText, levelsOf, spellings, textsOf } from '../intel/readings.ts';
import { readTimeWord } from '../intel/time-words.ts';
import { readIdentifierAnyCase } from '../stix/identifier.ts';
import type { SourceName } from './intel-sources.ts';
import {
  allWords,
  containing,
  containsSql,
  IS_CUT,
  isThere,
  labelSql,
  listSql,
  starting,
  type TextWriting,
  textSql,
} from './intel-text.ts';

/** What a search is within. */
export interface Scope {
  /** What relative times are counted from, in microseconds. */
  readonly now: number;
  /** The only collections that it reads. */
  readonly collections: readonly {
    readonly id: string;
    readonly alias: string | null;
    readonly api_root: string;
  }[];
  /** The names of who made what is in them. */
  readonly sources: readonly SourceName[];
}

/** What is looked for, and where. */
export interface Search {
  readonly scope: Scope;
  readonly condition: Condition;
  /** Tests of values that very many rows pass: not where to begin. Not known: none. */
  readonly common?: ReadonlySet<Test> | undefined;
}

/**
 * How a statement goes about it. `scan`: it looks for all that match, and values may be found first.
 * `walk`: it goes through rows in an order, and looks up the values of each.
 */
export type Manner = 'scan' | 'walk';

interface Writing extends TextWriting {
  readonly scope: Scope;
  readonly manner: Manner;
  readonly common?: Search['common'];
}

/** The expression of a condition that was checked. True, false, or null, which counts as false. */
export function conditionSql(condition: Condition, writing: Writing): string {
  const join = (members: readonly Condition[], word: string, empty: string) => {
    const inside = word === 'or' ? { ...writing, isChoice: true } : writing;
    return members.length === 0
      ? empty
      : `(${members.map((member) => conditionSql(member, inside)).join(` ${word} `)})`;
  };
  if ('all' in condition) return join(condition.all, 'and', 'true');
  if ('any' in condition) return join(condition.any, 'or', 'false');
  // What is null within a test is not true, and its opposite holds.
  if ('none' in condition) return `(${join(condition.none, 'or', 'false')} is not true)`;
  return TESTS[condition.field](condition, writing);
}

// The index has the first letters of values only.
const INDEXED_LETTERS = 64;

type Write = (test: Test, writing: Writing) => string;

const TESTS: Readonly<Record<Field, Write>> = {
  type: ({ value }, { bind }) => `i.stix_type = any(${bind(textsOf(value))}::text[])`,
  value: valueSql,
  name: (test, writing) => textSql('i.name', test, writing),
  description: descriptionSql,
  text: ({ value }, writing) => allWords('i.content', String(value), writing),
  source: sourceSql,
  collection: collectionSql,
  tlp: ({ op, value }, { bind }) =>
    op === 'exists' ? isThere('i.tlp', value) : `i.tlp = any(${bind(levelsOf(op, value))}::text[])`,
  confidence: ({ op, value }, { bind }) =>
    op === 'exists'
      ? isThere('i.confidence', value)
      : `i.confidence ${op === 'at_least' ? '>=' : op === 'at_most' ? '<=' : '='} ${bind(value)}::int`,
  label: labelSql,
  kind: (test, writing) => listSql('i.kinds', test, writing),
  created: (test, writing) => timeSql('i.created', test, writing),
  modified: (test, writing) => timeSql('i.modified', test, writing),
  added: (test, writing) => timeSql('i.date_added', test, writing),
  valid_from: (test, writing) => timeSql('i.valid_from', test, writing),
  valid_until: (test, writing) => timeSql('i.valid_until', test, writing),
  revoked: ({ value }) => (value === true ? 'i.revoked' : 'not i.revoked'),
  expired: ({ value }, { scope, bind }) =>
    `(i.valid_until <= ${bind(scope.now)}::bigint) is ${value === true ? '' : 'not '}true`,
  import: ({ op, value }, { bind }) =>
    op === 'exists'
      ? isThere('i.import_id', value)
      : `i.import_id = any(${bind(textsOf(value))}::uuid[])`,
  id: ({ value }, { bind }) => {
    const ids = textsOf(value).flatMap((id) => readIdentifierAnyCase(id) ?? []);
    const types = bind(ids.map((id) => id.type));
    const uuids = bind(ids.map((id) => id.uuid));
    return `(i.stix_type, i.stix_uuid) in (select * from unnest(${types}::text[], ${uuids}::uuid[]))`;
  },
  creator: ({ op, value }, { bind }) => {
    if (op === 'exists') return isThere('i.creator', value);
    const uuids = textsOf(value).flatMap((id) => readIdentifierAnyCase(id)?.uuid ?? []);
    return `i.creator = any(${bind(uuids)}::uuid[])`;
  },
};

function valueSql(asked: Test, writing: Writing): string {
  const { op, value } = asked;
  const own = 'v.collection_id = i.collection_id and v.date_added = i.date_added';
  const isCommon = writing.common?.has(asked) === true;
  const test = op === 'exists' ? 'true' : observableSql(asked, { ...writing, isCommon });
  // A scalar query never becomes a join, so that a walk looks at its own rows only.
  if (writing.manner === 'walk') {
    const found = `(select true from observable v where ${own} and ${test} limit 1) is not null`;
    return op === 'exists' && value === false ? `not ${found}` : found;
  }
  if (op === 'exists')
    return `${value === false ? 'not ' : ''}exists (select from observable v where ${own})`;
  // As one of several it cannot become a join. Asked apart from the row it keeps no process from helping.
  return `(i.collection_id, i.date_added) in (
    select v.collection_id, v.date_added from observable v where ${test})`;
}

/**
 * The test of a value, over `observable v`. Of a common one without the part that the index answers: with
 * both the planner expects a tenth of what there is, and looks up each.
 */
export function observableSql(
  { op, value }: Test,
  writing: TextWriting & { readonly isCommon?: boolean },
): string {
  const { bind, isCommon = false } = writing;
  if (op === 'within') return `v.ip <<= ${bind(spell('ipv6-addr', String(value)).value)}::inet`;
  if (op === 'contains') return containsSql('v.value', String(value), writing);
  if (op === 'starts') {
    const start = foldText(String(value));
    if (isCommon) return `v.value like ${bind(starting(start))}`;
    const indexed = bind(starting(firstLetters(start)));
    return `(left(v.value, ${INDEXED_LETTERS}) like ${indexed} and v.value like ${bind(starting(start))})`;
  }
  const spelled = spellings(value);
  if (isCommon) return `v.value = any(${bind(spelled)}::text[])`;
  const indexed = bind(spelled.map(firstLetters));
  return `(left(v.value, ${INDEXED_LETTERS}) = any(${indexed}::text[]) and v.value = any(${bind(spelled)}::text[]))`;
}

// As PostgreSQL counts them: characters, not halves of them.
function firstLetters(value: string): string {
  return [...value.slice(0, 2 * INDEXED_LETTERS)].slice(0, INDEXED_LETTERS).join('');
}

// `content` has the description, unless it was cut. The body decides, where `->>` can read it: JSON
// may say NUL and halves of characters, which PostgreSQL takes for a fault.
function descriptionSql({ value }: Test, writing: Writing): string {
  const { manner, bind } = writing;
  const pattern = bind(containing(String(value)));
  const holds = `case when o.body ~* '\\\\u(0000|d[89a-f])' then i.content like ${pattern}
    else lower(o.body::json ->> 'description') like ${pattern} end`;
  const own = 'o.collection_id = i.collection_id and o.date_added = i.date_added';
  // Only what can become a join lets other processes help; a walk looks at its own rows only.
  const found =
    manner === 'walk'
      ? `(select ${holds} from object o where ${own})`
      : `exists (select from object o where ${own} and ${holds})`;
  const isNamed = containsSql('i.content', String(value), { ...writing, isChoice: true });
  return `((${isNamed} or ${IS_CUT}) and ${found})`;
}

// Few names: which of them match is settled here.
function sourceSql({ op, value }: Test, { scope, bind }: Writing): string {
  const texts = textsOf(value);
  const isMeant = (name: string) => {
    if (op === 'exists') return true;
    if (op === 'contains') return name.includes(texts[0] ?? '');
    return op === 'starts' ? name.startsWith(texts[0] ?? '') : texts.includes(name);
  };
  const meant = scope.sources.filter(({ name }) => isMeant(foldText(name)));
  const collections = bind(meant.map(({ collection_id }) => collection_id));
  const creators = bind(meant.map(({ creator }) => creator));
  const known = `((i.collection_id, i.creator) in (
    select * from unnest(${collections}::uuid[], ${creators}::uuid[])))`;
  return op === 'exists' && value === false ? `(${known} is not true)` : known;
}

function collectionSql({ value }: Test, { scope, bind }: Writing): string {
  const names = textsOf(value);
  const meant = scope.collections.filter(({ id, alias, api_root }) =>
    [id, alias ?? id, `${api_root}/${alias ?? id}`].some((name) => names.includes(foldText(name))),
  );
  return `i.collection_id = any(${bind(meant.map(({ id }) => id))}::uuid[])`;
}

function timeSql(column: string, { op, value }: Test, { scope, bind }: Writing): string {
  if (op === 'exists') return isThere(column, value);
  const time = bind(readTimeWord(String(value), scope.now));
  return `${column} ${op === 'before' ? '<' : '>'} ${time}::bigint`;
}
