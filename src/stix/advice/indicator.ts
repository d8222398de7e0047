// Indicators (STIX 2.1 §4.7).

import { add, type Properties, type Report, type Rule } from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import { doubtsOf, patternVersion } from '../pattern/pattern.ts';

const INDICATOR_DESCRIBED: Rule = {
  code: 'INDICATOR_DESCRIBED',
  level: 'warning',
  section: '4.7.1',
  title: 'An indicator has a name and a description.',
  hint: 'Say what the indicator is for, so that an analyst knows what to do when it matches.',
};

/** The rules of this file. */
export const INDICATOR_ADVICE: readonly Rule[] = [INDICATOR_DESCRIBED];

/** Checks what an indicator tells of itself (§4.7.1). */
export function adviseIndicator(object: Properties, model: TypeModel, report: Report): void {
  if (model.name !== 'indicator') return;
  for (const name of ['name', 'description'])
    if (!Object.hasOwn(object, name))
      add(report, INDICATOR_DESCRIBED, [], `indicator has no ${name}`);
}

/** Checks a STIX pattern for what is allowed and yet doubtful (§9). Its errors are told elsewhere. */
export function advisePattern(object: Properties, model: TypeModel, report: Report): void {
  const { pattern, pattern_type: type, pattern_version: own, spec_version: spec } = object;
  if (model.name !== 'indicator' || type !== 'stix' || typeof pattern !== 'string') return;
  const validity = { from: object.valid_from, until: object.valid_until };
  for (const { rule, message, hint } of doubtsOf(pattern, patternVersion(own, spec), validity))
    add(report, rule, ['pattern'], message, hint);
}
