// The door of the room: is this STIX 2.1, and if not, why not. Pure: no I/O, no clock, no throwing.

import { createReport, type Finding, isProperties, type Policies } from './finding.ts';

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
  /** Errors that are not told because there were too many. */
  readonly omitted: number;
}

const POLICIES: Policies = {
  hexCase: 'lower',
  createdByRef: 'identity',
  uuidVersions: 'rfc9562',
  uuidCase: 'any',
  stix20: 'refuse',
};

/**
 * Checks a value that came from JSON.parse: a STIX object, or a bundle as one value. Every MUST of
 * STIX 2.1 that can be decided from the value alone is an error. Never throws.
 */
export function validate(value: unknown, options: Options = {}): Verdict {
  const report = createReport(
    { ...POLICIES, ...options },
    {
      errors: options.maxErrors ?? 100,
      warnings: options.maxWarnings ?? 50,
      infos: options.infos ?? false,
    },
  );
  const { id, type } = isProperties(value) ? value : {};
  return {
    id: typeof id === 'string' ? id : null,
    type: typeof type === 'string' ? type : null,
    valid: report.errors.length === 0,
    errors: report.errors,
    warnings: report.warnings,
    omitted: report.omitted,
  };
}
