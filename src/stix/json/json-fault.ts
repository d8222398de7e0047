// Whether a text is JSON, and where it stops being JSON: that is slow and exact, for texts that
// JSON.parse refused.

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

/** Whether the text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The first fault of a text that is not JSON. */
export function findFault(text: string): JsonFault {
  let first: JsonFault = { offset: 0, reason: 'this is not JSON' };
  const onError = (code: number, offset: number): void => {
    first = { offset, reason: REASONS[printParseErrorCode(code)] ?? first.reason };
    throw new Error(first.reason);
  };
  try {
    // Blanks at the end take as long as anything else, and whatever is missing is missing before them.
    visit(text.trimEnd(), { onError }, STRICT);
  } catch {
    // Left at the first fault: what comes after it may be nested deeper than the stack allows.
  }
  return first;
}

/** An offset as people count it. */
export function describePosition(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}
