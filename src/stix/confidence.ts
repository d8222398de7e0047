// Scales of confidence (STIX 2.1 Appendix A): the number that each term stands for, and the term
// that each number falls under.

/** The scales of the specification. */
export type ConfidenceScale = 'none-low-med-high' | '0-10' | 'admiralty' | 'wep' | 'dni';

/** A term, the number it becomes, and the least number that becomes it. */
interface Term {
  readonly terms: readonly string[];
  readonly value: number;
  readonly from: number;
}

const term = (value: number, from: number, ...terms: string[]): Term => ({ terms, value, from });

// From low to high. Admiralty 6 ("truth cannot be judged") and "not specified" are no number: then
// there is no `confidence`.
const SCALES: Readonly<Record<ConfidenceScale, readonly Term[]>> = {
  'none-low-med-high': [
    term(0, 0, 'None'),
    term(15, 1, 'Low'),
    term(50, 30, 'Med', 'Medium'),
    term(85, 70, 'High'),
  ],
  '0-10': Array.from({ length: 11 }, (_, n) => term(n * 10, Math.max(0, n * 10 - 5), String(n))),
  admiralty: [
    term(10, 0, '5', 'Improbable'),
    term(30, 20, '4', 'Doubtful'),
    term(50, 40, '3', 'Possibly True'),
    term(70, 60, '2', 'Probably True'),
    term(90, 80, '1', 'Confirmed by other sources'),
  ],
  wep: [
    term(0, 0, 'Impossible'),
    term(10, 1, 'Highly Unlikely', 'Almost Certainly Not'),
    term(30, 20, 'Unlikely', 'Probably Not'),
    term(50, 40, 'Even Chance'),
    term(70, 60, 'Likely', 'Probable'),
    term(90, 80, 'Highly Likely', 'Almost Certain'),
    term(100, 100, 'Certain'),
  ],
  dni: [
    term(5, 0, 'Almost No Chance', 'Remote'),
    term(15, 10, 'Very Unlikely', 'Highly Improbable'),
    term(30, 20, 'Unlikely', 'Improbable'),
    term(50, 40, 'Roughly Even Chance', 'Roughly Even Odds'),
    term(70, 60, 'Likely', 'Probable'),
    term(85, 80, 'Very Likely', 'Highly Probable'),
    term(95, 90, 'Almost Certain', 'Nearly Certain'),
  ],
};

/** The confidence that a term of a scale stands for, in any case; null when it is none of them. */
export function confidenceOf(scale: ConfidenceScale, text: string): number | null {
  const wanted = text.toLowerCase();
  const found = SCALES[scale].find(({ terms }) =>
    terms.some((one) => one.toLowerCase() === wanted),
  );
  return found?.value ?? null;
}

/** The term of a scale that a confidence falls under; null for what is no integer from 0 to 100. */
export function termOf(scale: ConfidenceScale, confidence: number): string | null {
  if (!Number.isInteger(confidence) || confidence < 0 || confidence > 100) return null;
  return SCALES[scale].findLast(({ from }) => confidence >= from)?.terms[0] ?? null;
}
