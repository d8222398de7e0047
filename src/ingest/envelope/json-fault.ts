// Says where a text stops being JSON, and which property it repeats. Slow and exact: for texts
// that JSON.parse refused or took silently. The parser recurses: bound the depth before.

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

/** The first fault of a text that is not JSON. */
export function findFault(text: string): Fault {
  let first: Fault = { offset: 0, reason: 'this is not JSON' };
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

interface Fault {
  readonly offset: number;
  readonly reason: string;
}

/** The first property that a JSON text has twice in one object. */
export function findRepeatedProperty(text: string): string | null {
  const open: Set<string>[] = [];
  let repeated: string | null = null;
  visit(
    text,
    {
      onObjectBegin: () => {
        open.push(new Set());
      },
      onObjectEnd: () => {
        open.pop();
      },
      onObjectProperty: (property) => {
        const names = open.at(-1);
        if (names?.has(property)) repeated ??= property;
        names?.add(property);
      },
    },
    STRICT,
  );
  return repeated;
}

/** An offset as people count it. */
export function describePosition(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}
