// Says where a text stops being JSON. Slow and exact: for texts that JSON.parse refused.

import { printParseErrorCode, visit } from 'jsonc-parser';

const STRICT = { disallowComments: true, allowTrailingComma: false };

const REASONS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value',
  InvalidNumberFormat: 'this is no JSON number',
  PropertyNameExpected: 'a property name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing brace is expected',
  CloseBracketExpected: 'a closing bracket is expected',
  EndOfFileExpected: 'nothing more is expected',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfString: 'a string is not closed',
  InvalidUnicode: 'a \\u escape needs four hexadecimal digits',
  InvalidEscapeCharacter: 'JSON has no such escape',
  InvalidCharacter: 'control characters in strings must be escaped',
};

/** Why a text is not JSON, and where. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

/** The first fault of a text that is not JSON. */
export function findFault(text: string): JsonFault {
  let first: JsonFault = { offset: 0, reason: 'this is not JSON' };
  const onError = (code: number, offset: number): void => {
    first = { offset, reason: REASONS[printParseErrorCode(code)] ?? first.reason };
    throw new Error(first.reason);
  };
  try {
    visit(text, { onError }, STRICT);
  } catch {
    // Left at the first fault: what comes after it may be nested deeper than the stack allows.
  }
  return first;
}

/** An offset as people count it. */
export function describePosition(text: string, offset: number): string {
  const { line, column } = positionOf(text, offset);
  return `line ${line}, column ${column}`;
}

/** The line and the column of an offset, both counted from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
