// A pattern's text in pieces, each with what it is, by the server's own reader.
import { advance } from '../../../src/stix/pattern/lexer.ts';
import { createScanner } from '../../../src/stix/pattern/scanner.ts';
import { KEYWORDS, type TokenKind } from '../../../src/stix/pattern/token.ts';

export interface Mark {
  readonly at: number;
  readonly text: string;
  readonly kind: 'keyword' | 'path' | 'constant' | 'sign' | 'space';
}

const CONSTANTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'string',
  'integer',
  'float',
  'hex',
  'binary',
  'timestamp',
]);

/** The pieces of a pattern. What cannot be read is left as one piece. */
export function patternMarks(text: string): Mark[] {
  const marks: Mark[] = [];
  const scanner = createScanner(text, '2.1', null, 1);
  let at = 0;
  const add = (end: number, kind: Mark['kind']) => {
    if (end > at) marks.push({ at, text: text.slice(at, end), kind });
    at = end;
  };
  for (advance(scanner); scanner.kind !== 'end' && scanner.kind !== 'bad'; advance(scanner)) {
    add(scanner.start, 'space');
    add(scanner.end, kindOf(scanner.kind));
  }
  add(text.length, 'space');
  return marks;
}

function kindOf(kind: TokenKind): Mark['kind'] {
  if (CONSTANTS.has(kind)) return 'constant';
  if (kind === 'word' || kind === 'hyphenated') return 'path';
  return KEYWORDS.has(kind) ? 'keyword' : 'sign';
}
