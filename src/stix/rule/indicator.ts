// The pattern of an indicator (STIX 2.1 §4.7, §9). Patterns of other languages are not read.

import { add, type Properties } from '../finding.ts';
import { checkPattern, isPattern, patternVersion } from '../pattern/pattern.ts';
import { isFull, type Place } from './place.ts';

/** Checks that the pattern is one, in the version of STIX that it is written in. */
export function checkIndicator(object: Properties, place: Place): void {
  const { pattern, pattern_type: type } = object;
  if (type !== 'stix' || typeof pattern !== 'string') return;
  const version = patternVersion(object.pattern_version, object.spec_version);
  if (isPattern(pattern, version)) return;
  for (const { rule, offset, message, hint } of checkPattern(pattern, { version }).errors) {
    if (isFull(place.report)) return;
    add(
      place.report,
      rule,
      [...place.path, 'pattern'],
      `pattern at offset ${offset}: ${message}`,
      hint,
    );
  }
}
