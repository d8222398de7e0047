// The door of the room: is this STIX 2.1, and if not, why not. Pure: no I/O, no clock, no throwing.

import { advise, adviseBundle } from './advice/advice.ts';
import {
  add,
  createReport,
  type Finding,
  isProperties,
  type Policies,
  type Properties,
  type Report,
  type Rule,
} from './finding.ts';
import { modelOf } from './model/model.ts';
import { eachOfBundle } from './rule/bundle.ts';
import { checkContainer } from './rule/container.ts';
import { checkObject } from './rule/object.ts';
import { isFull, type Place } from './rule/place.ts';
import { OBJECT_PLANS } from './rule/plan.ts';
import { checkStix20, isStix20 } from './rule/version.ts';
import { checkSize, walk, wasTooLarge } from './rule/walk.ts';
import { explainShape } from './shape/explain.ts';
import { isShaped } from './shape/shape.ts';

/** What a caller may ask for; everything has a default. */
export interface Options extends Partial<Policies> {
  /** Whether SHOULD rules are checked as well; default false. */
  readonly warnings?: boolean;
  /** Whether findings of policy are told among the warnings; default false. */
  readonly infos?: boolean;
  /** Errors told of one value at most; default 100. */
  readonly maxErrors?: number;
  /** Warnings told of one value at most; default 50. */
  readonly maxWarnings?: number;
  /** Levels of lists and objects; default 100. */
  readonly maxDepth?: number;
}

/** What is known of a value after validation. */
export interface Verdict {
  /** As sent; null where the value has none that is text. */
  readonly id: string | null;
  readonly type: string | null;
  readonly valid: boolean;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Errors that were found and are not told; the search ends soon after there are too many. */
  readonly omitted: number;
}

const NOT_AN_OBJECT: Rule = {
  code: 'NOT_AN_OBJECT',
  level: 'error',
  section: '2',
  title: 'A STIX object is a JSON object.',
  hint: 'Send an object with type and id.',
};

const TYPE_MISSING: Rule = {
  code: 'TYPE_MISSING',
  level: 'error',
  section: '3.2',
  title: 'Every object says its type.',
  hint: 'Add type, such as "indicator".',
};

/** The rules of this file. */
export const DOOR_RULES: readonly Rule[] = [NOT_AN_OBJECT, TYPE_MISSING];

const MAX_ERRORS = 100;
const MAX_WARNINGS = 50;
const MAX_DEPTH = 100;

/**
 * Checks a value that came from JSON.parse: a STIX object, or a bundle as one value. Every MUST of
 * STIX 2.1 that can be decided from the value alone is an error. Never throws.
 */
export function validate(value: unknown, options: Options = {}): Verdict {
  const report = createReport(policiesOf(options), {
    errors: options.maxErrors ?? MAX_ERRORS,
    warnings: options.warnings ? (options.maxWarnings ?? MAX_WARNINGS) : 0,
    infos: options.infos ?? false,
  });
  if (isProperties(value)) checkValue(value, report, options);
  else add(report, NOT_AN_OBJECT, [], 'the value is no JSON object');
  const { id, type } = isProperties(value) ? value : {};
  return {
    id: typeof id === 'string' ? id : null,
    type: typeof type === 'string' ? type : null,
    valid: report.errors.length + report.omitted === 0,
    errors: report.errors,
    warnings: report.warnings,
    omitted: report.omitted,
  };
}

// Written out, because spreading objects costs a third of the time of a valid object (measured).
function policiesOf(options: Options): Policies {
  return {
    hexCase: options.hexCase ?? 'lower',
    createdByRef: options.createdByRef ?? 'identity',
    uuidVersions: options.uuidVersions ?? 'rfc9562',
    uuidCase: options.uuidCase ?? 'any',
    stix20: options.stix20 ?? 'refuse',
  };
}

function checkValue(value: Properties, report: Report, { maxDepth = MAX_DEPTH }: Options): void {
  const place = checkOne(value, report, maxDepth);
  if (place?.type !== 'bundle') return;
  eachOfBundle(value, place, (object, index) => {
    report.base = `/objects/${index}`;
    // The bundle and its list are two levels.
    checkOne(object, report, maxDepth - 2);
    report.base = '';
  });
}

// The place is given back where it makes sense to look further inside.
function checkOne(object: Properties, report: Report, deepest: number): Place | null {
  const { type } = object;
  if (typeof type !== 'string') {
    const message = type === undefined ? 'type is missing' : 'type is no text';
    add(report, TYPE_MISSING, ['type'], message);
    return null;
  }
  const place: Place = { report, type, path: [], deepest };
  if (isStix20(object, type)) {
    checkStix20(object, place);
    return null;
  }
  check21(object, place);
  return place;
}

function check21(object: Properties, place: Place): void {
  const { type, report } = place;
  if (!isShaped(object, type)) {
    if (!checkSize(object, place)) return;
    explainShape(object, type, report);
  }
  const model = modelOf(type, object);
  const plan = OBJECT_PLANS.get(model.name);
  if (plan !== undefined) walk(object, plan, place);
  if (isFull(report)) return;
  checkObject(object, model, place);
  if (type === 'observed-data') checkContainer(object, place);
  if (report.limits.warnings === 0 || wasTooLarge(report)) return;
  if (type === 'bundle') adviseBundle(object, report);
  else advise(object, type, report);
}
