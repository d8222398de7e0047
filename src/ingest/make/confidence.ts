// Confidence: numbers, percentages, words and the Admiralty scale → an integer from 0 to 100.

import { confidenceOf } from '../../stix/confidence.ts';

/** A confidence that was read: absent is null. */
export type ReadConfidence =
  | { readonly kind: 'confidence'; readonly value: number | null }
  | { readonly kind: 'range' | 'unreadable' };

/** The scale that a file's confidence column is in. */
export type ConfidenceScale = '0-1' | '0-5' | '0-10' | '0-100';

const WORDS: ReadonlyMap<string, number | null> = new Map([
  ...termsOf('none-low-med-high', ['low', 'med', 'medium', 'high']),
  ...termsOf('wep', ['highly unlikely', 'unlikely', 'even chance', 'likely', 'highly likely']),
  ...termsOf('wep', ['certain']),
  ['moderate', 50],
  ['unknown', null],
  ['not specified', null],
]);

const FACTORS: Readonly<Record<ConfidenceScale, number>> = {
  '0-1': 100,
  '0-5': 20,
  '0-10': 10,
  '0-100': 1,
};

/** Reads one confidence cell. */
export function readConfidence(text: string, scale: ConfidenceScale): ReadConfidence {
  const number = /^([+-]?\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text);
  if (number !== null) {
    const factor = number[2] === '%' ? 1 : FACTORS[scale];
    // Rounded twice: 0.145 * 100 is 14.499999999999998.
    const exact = Number((Number((number[1] ?? '').replace(',', '.')) * factor).toFixed(9));
    return exact < 0 || exact > 100
      ? { kind: 'range' }
      : { kind: 'confidence', value: Math.floor(exact + 0.5) };
  }
  const word = WORDS.get(text.toLowerCase());
  if (word !== undefined) {
    return { kind: 'confidence', value: word };
  }
  if (/^[A-F][1-6]$/i.test(text)) {
    return { kind: 'confidence', value: confidenceOf('admiralty', text.charAt(1)) };
  }
  return { kind: 'unreadable' };
}

/** The scale of a column by its first cells: all numbers from 0 to 1, and one with a decimal mark. */
export function scaleOf(cells: readonly string[]): ConfidenceScale {
  const areFractions = cells.every((cell) => /^(?:0|1|0?[.,]\d+|1[.,]0+|0[.,]0+)$/.test(cell));
  return areFractions && cells.some((cell) => /[.,]/.test(cell)) ? '0-1' : '0-100';
}

function termsOf(
  scale: 'none-low-med-high' | 'wep',
  terms: readonly string[],
): readonly (readonly [string, number | null])[] {
  return terms.map((term) => [term, confidenceOf(scale, term)]);
}
