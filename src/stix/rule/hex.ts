// Hexadecimal values (STIX 2.1 §2.8). That they are pairs of digits is part of the shape.

import type { Rule } from '../finding.ts';
import { quote } from '../quote.ts';
import { nameOf, type Place, tell } from './place.ts';

const HEX_CASE: Rule = {
  code: 'HEX_CASE',
  level: 'error',
  section: '2.8',
  title: 'Letters among hexadecimal digits are in lower case; a policy can allow both.',
  hint: 'Write the digits a to f in lower case.',
};

const UPPER_CASE = /[A-F]/;
const NOT_HEX = /[^0-9a-fA-F]/;

/** Checks the case of a `hex` value, where the policy asks for it. */
export function checkHex(value: unknown, place: Place): void {
  if (typeof value !== 'string' || place.report.policies.hexCase === 'any') return;
  if (UPPER_CASE.test(value) && !NOT_HEX.test(value))
    tell(place, HEX_CASE, `${nameOf(place)} ${quote(value)} has upper-case letters`);
}

/** The rules of this file. */
export const HEX_RULES: readonly Rule[] = [HEX_CASE];
