// What people write of an object → the object as it would be stored, and what is wrong with it. The
// server says what only it can know: id, times, creator.
import { type Finding, isProperties, type Policies, type Properties } from '../../stix/finding.ts';
import { createTextReport } from '../../stix/json/i-json.ts';
import { readJson } from '../../stix/json/read-json.ts';
import { classOf } from '../../stix/model/model.ts';
import { readObject } from '../../stix/object.ts';
import { quote } from '../../stix/quote.ts';
import { validate } from '../../stix/validate.ts';
import { type Candidate, makeCandidate } from '../candidate.ts';

/** An object that was written by hand. */
export interface Draft {
  /** As it would be stored. */
  readonly object: Properties;
  /** The same, ready to be stored; null where there are errors. */
  readonly candidate: Candidate | null;
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** What is wrong with it, and where. */
export type Fault = Pick<Finding, 'pointer' | 'message'> & Partial<Finding>;

/** An object as it was sent, and what is wrong with its text. */
export interface Sent {
  readonly value: Properties;
  readonly faults: readonly Fault[];
}

/** What drafts are held to. */
export interface DraftRules {
  readonly policies: Policies;
  readonly objectMaxBytes: number;
}

const MAX_ERRORS = 100;
const SET_BY_SERVER = ['id', 'created', 'modified', 'created_by_ref'] as const;
const KEPT = ['type', 'id', 'spec_version', 'created', 'created_by_ref'] as const;
const MAX_DEPTH = 100;
const SPEC_VERSION = '2.1';

/** Reads the text of an object; or says why it is none. */
export function readSent(text: string): Sent | { readonly message: string } {
  const report = createTextReport(MAX_ERRORS);
  const read = readJson(text, report, MAX_DEPTH);
  const [first] = report.errors;
  if (read === null) return { message: first?.message ?? 'The text is not JSON.' };
  if (!isProperties(read.value)) return { message: 'The body is not a JSON object.' };
  return { value: read.value, faults: report.errors };
}

/** The first version of a new object. */
export function draftNew(
  { value: sent, faults: textFaults }: Sent,
  made: { readonly uuid: string; readonly creator: string; readonly now: string },
  rules: DraftRules,
): Draft {
  const { type, spec_version = SPEC_VERSION, ...rest } = sent;
  const object = {
    type,
    spec_version: SPEC_VERSION,
    id: `${type}--${made.uuid}`,
    created_by_ref: made.creator,
    created: made.now,
    modified: made.now,
    ...withoutThoseOf(rest),
  };
  const faults = SET_BY_SERVER.filter((name) => Object.hasOwn(sent, name)).map((name) => ({
    pointer: `/${name}`,
    message: `The server sets ${name}; leave it out.`,
  }));
  if (spec_version !== SPEC_VERSION)
    faults.push({ pointer: '/spec_version', message: 'Objects are made in STIX 2.1.' });
  return draft(object, [...textFaults, ...faults, ...typeFaults(type, sent)], rules);
}

/** The next version of an object of ours; what was sent takes the place of all its properties. */
export function draftNext(
  last: Properties,
  { value: sent, faults: textFaults }: Sent,
  modified: string,
  rules: DraftRules,
): Draft {
  const kept = Object.fromEntries(KEPT.map((name) => [name, last[name]]));
  const faults = KEPT.filter((name) => Object.hasOwn(sent, name) && sent[name] !== last[name]).map(
    (name) => ({
      pointer: `/${name}`,
      message: `${name} stays what it is: ${quote(String(last[name]))}.`,
    }),
  );
  const { modified: _, ...rest } = sent;
  return draft({ ...kept, modified, ...rest, ...kept }, [...textFaults, ...faults], rules);
}

function draft(object: Properties, faults: readonly Fault[], rules: DraftRules): Draft {
  const verdict = validate(object, { ...rules.policies, warnings: true, maxDepth: MAX_DEPTH });
  const errors = [...faults, ...verdict.errors.filter(({ pointer }) => !isTold(pointer, faults))];
  const { warnings } = verdict;
  if (errors.length > 0) return { object, candidate: null, errors, warnings };
  const body = JSON.stringify(object);
  const fault = sizeFault(body, rules.objectMaxBytes);
  const stored = readObject(object);
  if (fault !== null || !stored.ok) {
    const message = fault ?? (stored.ok ? '' : stored.message);
    return { object, candidate: null, errors: [{ pointer: '', message }], warnings };
  }
  return { object, candidate: makeCandidate(stored, object, body), errors, warnings };
}

function isTold(pointer: string, faults: readonly Fault[]): boolean {
  return faults.some((fault) => fault.pointer === pointer);
}

function withoutThoseOf(sent: Properties): Properties {
  const names: ReadonlySet<string> = new Set(SET_BY_SERVER);
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !names.has(name)));
}

// Observables have ids that follow from their values, and no versions; markings cannot be taken back.
function typeFaults(type: unknown, sent: Properties): Fault[] {
  if (typeof type !== 'string') return [];
  const kind = classOf(type, { ...sent, created: '' });
  if (kind === 'sdo' || kind === 'sro') return [];
  const message = `Objects of type ${quote(type)} are not made here; push or import them.`;
  return [{ pointer: '/type', message }];
}

function sizeFault(body: string, most: number): string | null {
  const size = Buffer.byteLength(body);
  return size > most ? `The object has ${size} bytes; the limit is ${most}.` : null;
}
