// Scales of confidence, there and back.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ConfidenceScale, confidenceOf, termOf } from '../../../src/stix/confidence.ts';

const SCALES: readonly ConfidenceScale[] = ['none-low-med-high', '0-10', 'admiralty', 'wep', 'dni'];

describe('a term of confidence', () => {
  test.each<[ConfidenceScale, string, number | null]>([
    ['none-low-med-high', 'None', 0],
    ['none-low-med-high', 'low', 15],
    ['none-low-med-high', 'medium', 50],
    ['none-low-med-high', 'HIGH', 85],
    ['none-low-med-high', 'not specified', null],
    ['0-10', '0', 0],
    ['0-10', '7', 70],
    ['0-10', '10', 100],
    ['0-10', '11', null],
    ['admiralty', '1', 90],
    ['admiralty', '5', 10],
    ['admiralty', '6', null],
    ['admiralty', 'doubtful', 30],
    ['wep', 'Almost certainly not', 10],
    ['wep', 'certain', 100],
    ['dni', 'roughly even odds', 50],
    ['dni', 'nearly certain', 95],
    ['dni', 'constructor', null],
    ['dni', '', null],
  ])('of %s, %j, is %p', (scale, text, confidence) => {
    expect(confidenceOf(scale, text)).toBe(confidence);
  });
});

describe('a confidence', () => {
  test.each<[ConfidenceScale, number, string | null]>([
    ['none-low-med-high', 0, 'None'],
    ['none-low-med-high', 1, 'Low'],
    ['none-low-med-high', 29, 'Low'],
    ['none-low-med-high', 30, 'Med'],
    ['none-low-med-high', 69, 'Med'],
    ['none-low-med-high', 70, 'High'],
    ['none-low-med-high', 100, 'High'],
    ['0-10', 4, '0'],
    ['0-10', 5, '1'],
    ['0-10', 94, '9'],
    ['0-10', 95, '10'],
    ['admiralty', 19, '5'],
    ['admiralty', 20, '4'],
    ['admiralty', 80, '1'],
    ['wep', 0, 'Impossible'],
    ['wep', 19, 'Highly Unlikely'],
    ['wep', 99, 'Highly Likely'],
    ['wep', 100, 'Certain'],
    ['dni', 9, 'Almost No Chance'],
    ['dni', 80, 'Very Likely'],
    ['dni', 90, 'Almost Certain'],
    ['dni', -1, null],
    ['dni', 101, null],
    ['dni', 1.5, null],
    ['dni', Number.NaN, null],
  ])('on the scale %s, %d, is %p', (scale, confidence, text) => {
    expect(termOf(scale, confidence)).toBe(text);
  });

  test('falls under a term that stands for a number of the same term', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCALES), fc.nat(100), (scale, confidence) => {
        const text = termOf(scale, confidence) ?? '';
        const value = confidenceOf(scale, text) ?? Number.NaN;
        expect(termOf(scale, value)).toBe(text);
      }),
    );
  });
});
