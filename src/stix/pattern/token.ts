// The words and marks of the pattern language (STIX 2.1 §9).

/** What a token is. Marks and keywords are their own kind. */
export type TokenKind = Keyword | Mark | Literal | 'word' | 'hyphenated' | 'end' | 'bad';

export type Keyword =
  | 'AND'
  | 'OR'
  | 'NOT'
  | 'FOLLOWEDBY'
  | 'LIKE'
  | 'MATCHES'
  | 'ISSUPERSET'
  | 'ISSUBSET'
  | 'EXISTS'
  | 'LAST'
  | 'IN'
  | 'START'
  | 'STOP'
  | 'SECONDS'
  | 'true'
  | 'false'
  | 'WITHIN'
  | 'REPEATS'
  | 'TIMES';

type Mark = '[' | ']' | '(' | ')' | ',' | ':' | '.' | '*' | '=' | '!=' | '<' | '<=' | '>' | '>=';

type Literal = 'string' | 'integer' | 'float' | 'hex' | 'binary' | 'timestamp';

const ALL: readonly Keyword[] = [
  'AND',
  'OR',
  'NOT',
  'FOLLOWEDBY',
  'LIKE',
  'MATCHES',
  'ISSUPERSET',
  'ISSUBSET',
  'EXISTS',
  'LAST',
  'IN',
  'START',
  'STOP',
  'SECONDS',
  'true',
  'false',
  'WITHIN',
  'REPEATS',
  'TIMES',
];

/** Keywords, which are told apart from words by case. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(ALL.map((word) => [word, word]));
