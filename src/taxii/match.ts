// The query parameters of TAXII (TAXII 2.1 §3.4): what may be asked, and what was asked.
// GET ignores what it does not know; DELETE refuses it, so that a typo never deletes more.

import { type Identifier, isTypeName, readIdentifier } from '../stix/identifier.ts';
import { quote } from '../stix/quote.ts';
import { readStixTimestamp } from '../stix/timestamp.ts';
import { readAddedAfter } from './timestamp.ts';

export type VersionKeyword = 'first' | 'last' | 'all';

/** What `match[version]` asks for: the union of both. */
export interface VersionMatch {
  readonly keywords: readonly VersionKeyword[];
  /** STIX timestamps in normal form. */
  readonly versions: readonly string[];
}

/** What a request asks for; null where it says nothing. An empty list matches nothing. */
export interface Match {
  /** Microseconds since 1970 UTC. */
  readonly added_after: number | null;
  readonly limit: number | null;
  readonly next: string | null;
  /** Without the texts that cannot be any object's id. */
  readonly ids: readonly Identifier[] | null;
  readonly types: readonly string[] | null;
  readonly spec_versions: readonly string[] | null;
  readonly version: VersionMatch | null;
}

/** Which parameters an endpoint has. `paging`: added_after, limit and next. */
export interface MatchFields {
  readonly version: boolean;
  readonly spec_version: boolean;
  readonly id: boolean;
  readonly type: boolean;
  readonly paging: boolean;
}

export interface ParameterFault {
  readonly parameter: string;
  readonly message: string;
}

const FIELDS: Readonly<Record<string, keyof MatchFields>> = {
  added_after: 'paging',
  limit: 'paging',
  next: 'paging',
  'match[id]': 'id',
  'match[type]': 'type',
  'match[spec_version]': 'spec_version',
  'match[version]': 'version',
};

interface Faulty {
  readonly fault: string;
}
type Read<T> = { readonly value: T } | Faulty;

/** Reads the query of a request, or names the first parameter that is malformed. */
export function readMatch(
  params: URLSearchParams,
  allowed: MatchFields,
  mode: 'get' | 'delete',
): { readonly match: Match } | { readonly fault: ParameterFault } {
  const known = (name: string): boolean => {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    return field !== undefined && allowed[field];
  };
  for (const name of new Set(params.keys())) {
    const message = known(name) ? repeatedFault(params, name) : unknownFault(name, mode);
    if (message !== null) return { fault: { parameter: name, message } };
  }
  return readParameters((name) => (known(name) ? params.get(name) : null));
}

function repeatedFault(params: URLSearchParams, name: string): string | null {
  if (params.getAll(name).length === 1) return null;
  const remedy = name.startsWith('match') ? '; separate its values with commas' : '';
  return `${name} is given more than once${remedy}.`;
}

function unknownFault(name: string, mode: 'get' | 'delete'): string | null {
  if (mode === 'get') return null;
  return `${quote(name)} is not a parameter of this request; a DELETE takes match[version] and match[spec_version] only.`;
}

function readParameters(
  given: (name: string) => string | null,
): { readonly match: Match } | { readonly fault: ParameterFault } {
  let fault: ParameterFault | null = null;
  const take = <T>(parameter: string, read: (text: string) => Read<T>): T | null => {
    const text = given(parameter);
    if (text === null) return null;
    const found = read(text);
    if ('value' in found) return found.value;
    fault ??= { parameter, message: `${parameter} ${found.fault}` };
    return null;
  };
  const match: Match = {
    added_after: take('added_after', readInstant),
    limit: take('limit', readLimit),
    next: given('next') || null,
    ids: take('match[id]', readIds),
    types: take('match[type]', readTypes),
    spec_versions: take('match[spec_version]', readSpecVersions),
    version: take('match[version]', readVersions),
  };
  return fault === null ? { match } : { fault };
}

function readInstant(text: string): Read<number> {
  const value = readAddedAfter(text);
  if (value !== null) return { value };
  return { fault: `is ${quote(text)}; it must be one timestamp like 2024-05-31T08:00:00.000000Z.` };
}

function readLimit(text: string): Read<number> {
  const value = /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : 0;
  if (value > 0) return { value };
  return { fault: `is ${quote(text)}; it must be a whole number greater than 0.` };
}

function readIds(text: string): Read<readonly Identifier[]> {
  const found = readList(text);
  if ('fault' in found) return found;
  return { value: [...new Set(found.value)].flatMap((id) => readIdentifier(id) ?? []) };
}

// A text that cannot be a type's name is the type of no object: left out, it matches nothing.
function readTypes(text: string): Read<readonly string[]> {
  const found = readList(text);
  if ('fault' in found) return found;
  return { value: [...new Set(found.value)].filter(isTypeName) };
}

function readSpecVersions(text: string): Read<readonly string[]> {
  const found = readList(text);
  if ('fault' in found) return found;
  const odd = found.value.find((version) => !/^\d{1,9}\.\d{1,9}$/.test(version));
  if (odd !== undefined)
    return {
      fault: `has ${quote(odd)}; it must be STIX versions such as 2.1, separated by commas.`,
    };
  return { value: [...new Set(found.value)] };
}

function readVersions(text: string): Read<VersionMatch> {
  const found = readList(text);
  if ('fault' in found) return found;
  const keywords: VersionKeyword[] = [];
  const versions: string[] = [];
  for (const element of found.value) {
    const version = isKeyword(element) ? null : readStixTimestamp(element);
    if (isKeyword(element)) keywords.push(element);
    else if (version !== null) versions.push(version);
    else
      return {
        fault: `has ${quote(element)}; it must be first, last, all or timestamps like 2024-05-31T08:00:00.000Z.`,
      };
  }
  if (new Set([...keywords, ...versions]).size < found.value.length)
    return { fault: 'has the same value twice.' };
  if (keywords.includes('all') && found.value.length > 1)
    return { fault: 'has all together with other values; all stands alone.' };
  return { value: { keywords, versions } };
}

function isKeyword(text: string): text is VersionKeyword {
  return text === 'first' || text === 'last' || text === 'all';
}

function readList(text: string): Read<readonly string[]> {
  const elements = text.split(',');
  for (const element of elements) {
    if (element === '') return { fault: 'has an empty value.' };
    if (element !== element.trim()) return { fault: `has blanks around ${quote(element.trim())}.` };
  }
  return { value: elements };
}
