// How the values of tests are read, for those who evaluate them here and those who write SQL of them.
import { TLP_LEVELS, type TlpLevel } from '../stix/tlp.ts';
import type { Operator, Test } from './condition.ts';
import { spell } from './observables.ts';

/** Texts are compared without regard to case. */
export function foldText(text: string): string {
  return text.toLowerCase();
}

/** The words of a text that is looked for: all of them have to occur. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(foldText(text).split(/\s+/))].filter((word) => word !== '');
}

/** The texts that a test names, folded. */
export function textsOf(value: Test['value']): readonly string[] {
  return (Array.isArray(value) ? value : [String(value)]).map(foldText);
}

/** How values that a test names may be spelled where they are stored. */
export function spellings(value: Test['value']): readonly string[] {
  const written = Array.isArray(value) ? value : [String(value)];
  return [...new Set(written.flatMap((one) => [foldText(one), spell('ipv6-addr', one).value]))];
}

/** Compares a folded text by `is`, `in`, `starts` or `contains`. */
export function compareText(op: Operator, text: string, value: Test['value']): boolean {
  if (op === 'is' || op === 'in') return textsOf(value).includes(text);
  const asked = foldText(String(value));
  return op === 'starts' ? text.startsWith(asked) : text.includes(asked);
}

/** The levels of TLP that a test allows. */
export function levelsOf(op: Operator, value: Test['value']): readonly TlpLevel[] {
  const place = TLP_LEVELS.indexOf(value as TlpLevel);
  if (op === 'at_least') return TLP_LEVELS.slice(place);
  if (op === 'at_most') return TLP_LEVELS.slice(0, place + 1);
  return TLP_LEVELS.filter((level) => (Array.isArray(value) ? value : [value]).includes(level));
}
