// What a check has to say: rules, findings, and the report that collects findings of one value.

/** A rule that STIX content is held to. `docs/stix-rules.md` lists all of them. */
export interface Rule {
  /** Stays the same from version to version: programs may rely on it. */
  readonly code: string;
  /** `error` breaks a MUST; `warning` a SHOULD; `info` is policy, told only to those who ask. */
  readonly level: 'error' | 'warning' | 'info';
  /** The section of STIX 2.1 (Errata 01) that says so, without the sign: `2.16`. Empty: a limit of our own. */
  readonly section: string;
  /** What holds, in one sentence. */
  readonly title: string;
  /** What to do about it. */
  readonly hint: string;
}

/** One thing that is wrong with a value, and where. */
export interface Finding {
  readonly code: string;
  readonly level: Rule['level'];
  /** JSON pointer (RFC 6901) into the value that was checked; `''` is the whole. */
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
  readonly section: string;
}

/** Where a finding stands, below the object that is checked. */
export type Path = readonly (string | number)[];

/** An object that came from JSON. */
export type Properties = Readonly<Record<string, unknown>>;

/** What is left to the reader of the specification to decide. */
export interface Policies {
  /** Whether hexadecimal digits of `hex` values must be in lower case, as §2.8 has it. */
  readonly hexCase: 'lower' | 'any';
  /** Whether `created_by_ref` must name an identity, as §3.2 has it. */
  readonly createdByRef: 'identity' | 'any';
  /** Versions 1 to 5 (RFC 4122), or 6 to 8 as well (RFC 9562). */
  readonly uuidVersions: 'rfc4122' | 'rfc9562';
  /** Whether the letters of a UUID must be in lower case, as RFC 4122 §3 has it for output. */
  readonly uuidCase: 'lower' | 'any';
  /** What becomes of STIX 2.0 content, whose rules are not known here. */
  readonly stix20: 'refuse' | 'accept';
}

/** Collects the findings of one value. */
export interface Report {
  readonly policies: Policies;
  readonly errors: Finding[];
  readonly warnings: Finding[];
  /** The pointer of the object that is checked now: `''`, or `/objects/3` in a bundle. */
  base: string;
  /** Errors that were left out because there were too many. */
  omitted: number;
  readonly limits: ReportLimits;
}

interface ReportLimits {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: boolean;
}

// Keys of dictionaries have 250 characters at most (§2.3); a little more tells a mistake better.
const LONGEST_NAME = 300;

/** An empty report. */
export function createReport(policies: Policies, limits: ReportLimits): Report {
  return { policies, errors: [], warnings: [], base: '', omitted: 0, limits };
}

/**
 * Adds a finding to the report, unless it is full: building thousands of them would let a hostile
 * text take seconds.
 */
export function add(
  report: Report,
  rule: Rule,
  path: Path,
  message: string,
  hint = rule.hint,
): void {
  if (rule.level === 'info' && !report.limits.infos) return;
  const isError = rule.level === 'error';
  const findings = isError ? report.errors : report.warnings;
  if (findings.length >= (isError ? report.limits.errors : report.limits.warnings)) {
    if (isError) report.omitted += 1;
    return;
  }
  findings.push({
    code: rule.code,
    level: rule.level,
    pointer: report.base + toPointer(path),
    message,
    hint,
    section: rule.section,
  });
}

/**
 * The JSON pointer (RFC 6901) of a path. It ends before a name that is longer than any can be, at the
 * object that has it: a hundred findings would repeat a name of a megabyte a hundred times.
 */
export function toPointer(path: Path): string {
  let pointer = '';
  for (const part of path) {
    if (typeof part === 'number') pointer += `/${part}`;
    else if (part.length > LONGEST_NAME) return pointer;
    else pointer += `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
}

/** Whether a value is a JSON object. */
export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
