// Reads a pushed TAXII envelope (TAXII 2.1 §3.7), or a STIX bundle as one: each element's text exactly
// as it was sent, and what the store needs to know of it. A bad element is a value beside its good
// neighbours; only a body that is no envelope is refused as a whole.

import type { Policies, Properties } from '../../stix/finding.ts';
import { elementFault, frameFault, isEmpty } from '../../stix/json/frame.ts';
import { checkIJson, createTextReport } from '../../stix/json/i-json.ts';
import { describePosition, type JsonFault } from '../../stix/json/json-fault.ts';
import { type Scan, scanEnvelope } from '../../stix/json/scan.ts';
import type { Span } from '../../stix/json/scan-value.ts';
import { readObject, unstorable } from '../../stix/object.ts';
import { quote } from '../../stix/quote.ts';
import { printVersion } from '../../stix/timestamp.ts';
import { validate } from '../../stix/validate.ts';
import { type Candidate, makeCandidate } from '../candidate.ts';
import { decode } from './decode.ts';
import { describeErrors } from './failure.ts';

/** What an element is held to. */
export interface EnvelopeRules {
  readonly objectMaxBytes: number;
  /** Levels of lists and objects; bounds the recursion of everything that walks an object. */
  readonly maxDepth: number;
  /** Null: objects are asked for no more than storing them needs. */
  readonly policies: Policies | null;
  /** The member that holds the elements; `objects` unless told. */
  readonly list?: string;
}

/** An element that may be stored. */
export interface GoodElement {
  readonly ok: true;
  readonly index: number;
  readonly id: string;
  /** As sent; null where the object has no version of its own. */
  readonly version: string | null;
  readonly candidate: Candidate;
}

/** An element that may not, and why. */
export interface BadElement {
  readonly ok: false;
  readonly index: number;
  /** `element N`, counted from 1, where the id cannot be read. */
  readonly id: string;
  readonly version: string | null;
  readonly message: string;
}

export type Element = GoodElement | BadElement;

export interface EnvelopeFault {
  readonly fault: string;
}

/** What a body held. */
export interface Envelope {
  readonly elements: readonly Element[];
  /** Its other members. */
  readonly others: Properties;
}

/** Reads the body of a push. Never throws on any bytes. */
export function readEnvelope(bytes: Uint8Array, rules: EnvelopeRules): Envelope | EnvelopeFault {
  const text = decode(bytes);
  if (text === null) return { fault: 'The body is not UTF-8.' };
  const list = rules.list ?? 'objects';
  const notObject = notObjectFault(text, list);
  if (notObject !== null) return { fault: notObject };
  const scan = scanEnvelope(text, undefined, list);
  const fault = bodyFault(text, scan, rules.maxDepth, list);
  if (fault !== null) return { fault };
  const elements: Element[] = [];
  for (const [index, span] of scan.elements.entries()) {
    const element = readElement(text, span, index, rules);
    if ('fault' in element) return element;
    elements.push(element);
  }
  return { elements, others: readOthers(text, scan.elements) };
}

function readOthers(text: string, elements: readonly Span[]): Properties {
  const { start = 0 } = elements[0] ?? {};
  const { end = 0 } = elements.at(-1) ?? {};
  return JSON.parse(`${text.slice(0, start)}0${text.slice(end)}`);
}

// Said from the first letter alone: nothing bounds yet how deep the text goes.
function notObjectFault(text: string, list: string): string | null {
  const wanted = `it must be a JSON object with a list \`${list}\`.`;
  const first = /[^ \t\r\n]/.exec(text)?.[0];
  if (first === '{') return null;
  if (first === undefined) return `The body is empty; ${wanted}`;
  if (first === '[') return `The body is a list; ${wanted}`;
  return `The body begins with ${quote(first)}; ${wanted}`;
}

function bodyFault(text: string, scan: Scan, maxDepth: number, list: string): string | null {
  if (scan.depth > maxDepth) return `The body is nested more than ${maxDepth} levels deep.`;
  if (scan.isTooLong)
    return `\`${list}\` has more elements than STIX objects would fit into the body; nothing was read.`;
  const fault = frameFault(text, scan.elements, maxDepth);
  if (fault !== null) return notJson(text, fault);
  if (scan.members === 0) return `The body has no \`${list}\`; it must be a list of STIX objects.`;
  if (!scan.isList) return `\`${list}\` is not a list; it must be a list of STIX objects.`;
  if (isEmpty(scan.elements)) return `\`${list}\` is empty; it must have at least one STIX object.`;
  return scan.members > 1 ? `The body has \`${list}\` more than once.` : null;
}

function notJson(text: string, { offset, reason }: JsonFault): string {
  return `The body is not JSON: ${reason} at ${describePosition(text, offset)}.`;
}

function readElement(
  text: string,
  span: Span,
  index: number,
  rules: EnvelopeRules,
): Element | EnvelopeFault {
  const body = text.slice(span.start, span.end);
  if (!body.startsWith('{')) return { fault: notElement(text, span, index, rules) };
  if (span.depth > rules.maxDepth) {
    const message = `The object is nested more than ${rules.maxDepth} levels deep.`;
    return { ok: false, index, id: `element ${index + 1}`, version: null, message };
  }
  let value: Properties;
  try {
    value = JSON.parse(body);
  } catch {
    return { fault: notJson(text, elementFault(text, span)) };
  }
  const message = sizeFault(body, rules) ?? textFault(value, body, span);
  const object = message === null ? readObject(value) : unstorable(value, message);
  if (!object.ok) {
    const id = object.id ?? `element ${index + 1}`;
    return { ok: false, index, id, version: object.version, message: object.message };
  }
  const { id } = object;
  const version =
    object.version === null ? null : printVersion(object.version, object.version_as_sent);
  const fault = stixFault(value, rules);
  if (fault !== null) return { ok: false, index, id, version, message: fault };
  return { ok: true, index, id, version, candidate: makeCandidate(object, value, body) };
}

// Errors that are counted in a failure's message; only the first is told.
const MOST_ERRORS = 5;

function textFault(value: Properties, body: string, span: Span): string | null {
  const report = createTextReport(MOST_ERRORS);
  checkIJson(value, body, span, report);
  return report.errors.length === 0 ? null : describeErrors(report);
}

function stixFault(value: Properties, { policies, maxDepth }: EnvelopeRules): string | null {
  if (policies === null) return null;
  const verdict = validate(value, { ...policies, maxErrors: MOST_ERRORS, maxDepth });
  return verdict.valid ? null : describeErrors(verdict);
}

function notElement(text: string, span: Span, index: number, rules: EnvelopeRules): string {
  const where = describePosition(text, span.start);
  if (span.start === span.end) return `The body is not JSON: a value is expected at ${where}.`;
  return `Element ${index + 1} of \`${rules.list ?? 'objects'}\` (${where}) is not a JSON object; each must be a STIX object.`;
}

// A letter takes three bytes at most, so most texts need not be measured.
function sizeFault(body: string, rules: EnvelopeRules): string | null {
  if (body.length * 3 <= rules.objectMaxBytes) return null;
  const size = Buffer.byteLength(body);
  if (size <= rules.objectMaxBytes) return null;
  return `The object has ${size} bytes; the limit is ${rules.objectMaxBytes}.`;
}
