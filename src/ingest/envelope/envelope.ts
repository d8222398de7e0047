// Reads a pushed TAXII envelope (TAXII 2.1 §3.7), or a STIX bundle as one: each element's text exactly
// as it was sent, and what the store needs to know of it. A bad element is a value beside its good
// neighbours; only a body that is no envelope is refused as a whole.

import { isUtf8 } from 'node:buffer';
import { readObject, unstorable } from '../../stix/object.ts';
import { quote } from '../../stix/quote.ts';
import { printVersion } from '../../stix/timestamp.ts';
import { type Candidate, makeCandidate } from '../candidate.ts';
import { iJsonFault } from './i-json.ts';
import { describePosition, findFault } from './json-fault.ts';
import { type Scan, type Span, scanEnvelope } from './scan.ts';

/** What an element may be at most. */
export interface EnvelopeLimits {
  readonly objectMaxBytes: number;
  /** Levels of lists and objects; bounds the recursion of everything that walks an object. */
  readonly maxDepth: number;
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

type Properties = Readonly<Record<string, unknown>>;

/** Reads the body of a push. Never throws on any bytes. */
export function readEnvelope(
  bytes: Uint8Array,
  limits: EnvelopeLimits,
): { readonly elements: readonly Element[] } | EnvelopeFault {
  const text = decode(bytes);
  if (text === null) return { fault: 'The body is not UTF-8.' };
  const notObject = notObjectFault(text);
  if (notObject !== null) return { fault: notObject };
  const scan = scanEnvelope(text);
  const fault = frameFault(text, scan, limits);
  if (fault !== null) return { fault };
  const elements: Element[] = [];
  for (const [index, span] of scan.elements.entries()) {
    const element = readElement(text, span, index, limits);
    if ('fault' in element) return element;
    elements.push(element);
  }
  return { elements };
}

function decode(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasMark = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
  return whole.toString('utf8', hasMark ? 3 : 0);
}

// Said from the first letter alone: nothing bounds yet how deep the text goes.
function notObjectFault(text: string): string | null {
  const first = /[^ \t\r\n]/.exec(text)?.[0];
  if (first === '{') return null;
  if (first === undefined)
    return 'The body is empty; it must be a JSON object with a list `objects`.';
  if (first === '[') return 'The body is a list; it must be a JSON object with a list `objects`.';
  return `The body begins with ${quote(first)}; it must be a JSON object with a list \`objects\`.`;
}

// The body is JSON if each element is and what is left with a 0 for all of them is.
function frameFault(text: string, scan: Scan, limits: EnvelopeLimits): string | null {
  if (scan.depth > limits.maxDepth)
    return `The body is nested more than ${limits.maxDepth} levels deep.`;
  if (scan.isTooLong)
    return '`objects` has more elements than STIX objects would fit into the body; nothing was read.';
  const first = scan.elements[0];
  const last = scan.elements.at(-1);
  if (first === undefined || last === undefined || first.start === last.end)
    return emptyFault(text, scan);
  const frame = `${text.slice(0, first.start)}0${text.slice(last.end)}`;
  if (isJson(frame)) return scan.members > 1 ? 'The body has `objects` more than once.' : null;
  const missing = last.end - first.start - 1;
  return (
    elementsFault(text, scan, limits) ??
    jsonFault(text, frame, (at) => (at > first.start ? at + missing : at))
  );
}

function emptyFault(text: string, scan: Scan): string {
  if (!isJson(text)) return jsonFault(text, text, (offset) => offset);
  if (scan.members === 0) return 'The body has no `objects`; it must be a list of STIX objects.';
  if (!scan.isList) return '`objects` is not a list; it must be a list of STIX objects.';
  return '`objects` is empty; it must have at least one STIX object.';
}

// A bracket or quote that is missing in an element leaves the frame wrong as well.
function elementsFault(text: string, scan: Scan, limits: EnvelopeLimits): string | null {
  for (const { start, end, depth } of scan.elements) {
    const body = text.slice(start, end);
    if (body !== '' && depth <= limits.maxDepth && !isJson(body))
      return jsonFault(text, body, (offset) => start + offset);
  }
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// `part` is a part of the text, and `toOffset` tells where in the text its letters stand.
function jsonFault(text: string, part: string, toOffset: (offset: number) => number): string {
  const { offset, reason } = findFault(part);
  return `The body is not JSON: ${reason} at ${describePosition(text, toOffset(offset))}.`;
}

function readElement(
  text: string,
  span: Span,
  index: number,
  limits: EnvelopeLimits,
): Element | EnvelopeFault {
  const body = text.slice(span.start, span.end);
  if (!body.startsWith('{')) return { fault: notElement(text, span, index) };
  if (span.depth > limits.maxDepth) {
    const message = `The object is nested more than ${limits.maxDepth} levels deep.`;
    return { ok: false, index, id: `element ${index + 1}`, version: null, message };
  }
  let value: Properties;
  try {
    value = JSON.parse(body);
  } catch {
    return { fault: jsonFault(text, body, (offset) => span.start + offset) };
  }
  const message = sizeFault(body, limits) ?? iJsonFault(value, body, span);
  const object = message === null ? readObject(value) : unstorable(value, message);
  if (!object.ok) {
    const id = object.id ?? `element ${index + 1}`;
    return { ok: false, index, id, version: object.version, message: object.message };
  }
  const candidate = makeCandidate(object, value, body);
  const version =
    object.version === null ? null : printVersion(object.version, object.version_as_sent);
  return { ok: true, index, id: object.id, version, candidate };
}

function notElement(text: string, span: Span, index: number): string {
  const where = describePosition(text, span.start);
  if (span.start === span.end) return `The body is not JSON: a value is expected at ${where}.`;
  return `Element ${index + 1} of \`objects\` (${where}) is not a JSON object; each must be a STIX object.`;
}

// A letter takes three bytes at most, so most texts need not be measured.
function sizeFault(body: string, limits: EnvelopeLimits): string | null {
  if (body.length * 3 <= limits.objectMaxBytes) return null;
  const size = Buffer.byteLength(body);
  if (size <= limits.objectMaxBytes) return null;
  return `The object has ${size} bytes; the limit is ${limits.objectMaxBytes}.`;
}
