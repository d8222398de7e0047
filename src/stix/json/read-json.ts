// A text → the JSON value in it, with all that JSON.parse would not say: why it is not JSON, what
// I-JSON forbids. The depth is bounded before anything parses or recurses.

import { add, type Report, type Rule } from '../finding.ts';
import { MOST_PROPERTIES, TOO_WIDE } from '../shape/entries.ts';
import { checkIJson, I_JSON_RULES } from './i-json.ts';
import { describePosition, findFault } from './json-fault.ts';
import { isWiderThan, scanValue, skipBlanks, type TextFacts } from './scan-value.ts';

const SYNTAX: Rule = {
  code: 'JSON_SYNTAX',
  level: 'error',
  section: '2',
  title: 'The text is JSON.',
  hint: 'Mend the text at that place; nothing of it was read.',
};

const BYTE_ORDER_MARK: Rule = {
  code: 'JSON_BYTE_ORDER_MARK',
  level: 'error',
  section: '2',
  title: 'The text has no byte order mark before it.',
  hint: 'Save it as UTF-8 without a byte order mark.',
};

const TOO_DEEP: Rule = {
  code: 'JSON_TOO_DEEP',
  level: 'error',
  section: '',
  title: 'Lists and objects are nested 100 levels deep at most.',
  hint: 'Flatten the value; nothing of it was read.',
};

const TOO_DENSE: Rule = {
  code: 'JSON_TOO_DENSE',
  level: 'error',
  section: '',
  title:
    'A text has at most 10,000 properties, and as many lists and objects, and one more of each for every 24 characters; and at most 10,000 commas outside strings, and one more for every 10 characters.',
  hint: 'Split the value; nothing of it was read.',
};

const TEXT_TOO_WIDE: Rule = {
  ...TOO_WIDE,
  code: 'JSON_TOO_WIDE',
  hint: `${TOO_WIDE.hint} Nothing of it was read.`,
};

export const JSON_RULES: readonly Rule[] = [
  SYNTAX,
  BYTE_ORDER_MARK,
  TOO_DEEP,
  TOO_DENSE,
  TEXT_TOO_WIDE,
  ...I_JSON_RULES,
];

// The shortest SCOs have a property in 25 characters. A hundred thousand names of ten characters
// take JSON.parse and all that follows it a tenth of a second.
const ALLOWANCE = 10_000;
const LETTERS_EACH = 24;
const LETTERS_BETWEEN_COMMAS = 10;

/** Reads the value of a JSON text; adds what is wrong with the text. Null where there is no value. */
export function readJson(
  text: string,
  report: Report,
  maxDepth: number,
): { readonly value: unknown } | null {
  const hasMark = text.startsWith('\ufeff');
  if (hasMark) add(report, BYTE_ORDER_MARK, [], 'The text begins with a byte order mark.');
  const bare = hasMark ? text.slice(1) : text;
  const facts = scanValue(bare, skipBlanks(bare, 0));
  // 1 MiB of brackets takes JSON.parse a quarter of a second, and what follows it recurses.
  if (facts.depth > maxDepth) {
    add(report, TOO_DEEP, [], `The value is nested more than ${maxDepth} levels deep.`);
    return null;
  }
  if (isTooDense(facts, bare.length)) {
    add(report, TOO_DENSE, [], 'The text has more properties, elements or lists than it may.');
    return null;
  }
  if (facts.colons > MOST_PROPERTIES && isWiderThan(MOST_PROPERTIES, bare)) {
    add(report, TEXT_TOO_WIDE, [], `An object has more than ${MOST_PROPERTIES} properties.`);
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    const { offset, reason } = findFault(bare);
    add(
      report,
      SYNTAX,
      [],
      `The text is not JSON: ${reason} at ${describePosition(bare, offset)}.`,
    );
    return null;
  }
  const isWellFormed = text.isWellFormed() && !facts.surrogates;
  checkIJson(value, bare, isWellFormed ? facts : { ...facts, surrogates: true }, report);
  return { value };
}

function isTooDense({ colons, containers, commas }: TextFacts, length: number): boolean {
  return (
    Math.max(colons, containers) > ALLOWANCE + length / LETTERS_EACH ||
    commas > ALLOWANCE + length / LETTERS_BETWEEN_COMMAS
  );
}
