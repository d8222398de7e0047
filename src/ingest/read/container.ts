// Where the records of a JSON document are: read through once, to the end, before any record is
// used. So a document that was cut off is told before it can look like a short feed.
import { unreadable } from '../entry.ts';
import { countKnown } from '../map/columns.ts';
import { type Cutter, syntaxFault } from './elements.ts';
import { isStix } from './json-record.ts';
import { ELEMENT, type Path, parseCut, walkDocument } from './walk.ts';

/** The place of the records. */
export interface Container {
  /** Paths of the records; ANY stands for each key. */
  readonly paths: readonly Path[];
  /** The feed, where the container tells it. */
  readonly feed: string | null;
  /** There were comments or trailing commas. */
  readonly isLoose: boolean;
}

/** Any key, in the path of records that are kept by their id. */
export const ANY = '**';

// The order in which they are tried. The first ones may hold STIX as well as rows.
const LISTS = ['objects', 'stixobjects', 'indicators', 'value', 'vulnerabilities', 'data'];
const ENVELOPES: ReadonlySet<string> = new Set(LISTS.slice(0, 4));

// MISP puts one event into a document, or several into the answer to a search.
const EVENT: readonly Path[] = [
  ['Event', 'Attribute', ELEMENT],
  ['Event', 'Object', ELEMENT, 'Attribute', ELEMENT],
];
const EVENTS = EVENT.map((path) => ['response', ELEMENT, ...path]);

/** What was seen of a document. Its members are not kept: there may be millions of them. */
interface Survey {
  isList: boolean;
  /** The first element of a document that is a list. */
  first: unknown;
  /** Members that may be or tell the container. */
  readonly known: Map<string, Member>;
  readonly names: string[];
  /** Every member that has ended is a list of objects, and not empty. */
  areRecords: boolean;
  last: Member | null;
}

interface Member {
  readonly kind: 'list' | 'object' | 'other';
  /** The member itself, or the first element of a list. */
  first: unknown;
  count: number;
  areObjects: boolean;
  hasEvents: boolean;
}

/**
 * Finds the records, and checks the whole document. 'lines': another object comes after the first,
 * which was too long to be seen as a line.
 * @throws what makes the file unreadable
 */
export async function findContainer(
  cutter: Cutter,
  columns: Readonly<Record<string, string>>,
): Promise<Container | 'lines'> {
  const { survey, isLoose } = await surveyDocument(cutter);
  const next = await cutter.peek();
  if (next === '{' && !survey.isList) {
    return 'lines';
  }
  if (next !== '') {
    throw syntaxFault('text after the end of the document');
  }
  const found = choose(survey, columns);
  if (found === null) {
    const hint = 'Upload a list of records, or an object with a list named objects, data or value.';
    throw unreadable('FILE_NO_RECORDS', 'The JSON document holds no list of records.', hint);
  }
  return { ...found, isLoose };
}

/** Whether a path leads to one of the places, or at least towards it. */
export function leadsTo(path: Path, places: readonly Path[], isWhole: boolean): boolean {
  return places.some(
    (place) =>
      (isWhole ? path.length === place.length : path.length < place.length) &&
      path.every((key, at) => key === place[at] || (place[at] === ANY && key !== ELEMENT)),
  );
}

const TELLING: ReadonlySet<string> = new Set([...LISTS, 'type', 'id', 'Event', 'response']);
const MAX_NAMES = 1000;

async function surveyDocument(
  cutter: Cutter,
): Promise<{ readonly survey: Survey; readonly isLoose: boolean }> {
  const survey: Survey = {
    isList: false,
    first: undefined,
    known: new Map(),
    names: [],
    areRecords: true,
    last: null,
  };
  const walk = {
    hasTrailingComma: false,
    descends: (path: Path, bracket: '[' | '{') => {
      noteBracket(survey, path, bracket);
      const isMember = path.length === 1 && bracket === '[' && !survey.isList;
      return path.length === 0 || isMember || isToEvents(path);
    },
  };
  let isLoose = false;
  for await (const { path, cut } of walkDocument(cutter, walk)) {
    isLoose ||= cut.isLoose;
    noteValue(survey, path, parseCut(cut.text));
  }
  endMember(survey);
  return { survey, isLoose: isLoose || walk.hasTrailingComma || cutter.hadComments() };
}

function isToEvents(path: Path): boolean {
  return leadsTo(path, EVENT, false) || leadsTo(path, EVENTS, false);
}

function noteBracket(survey: Survey, path: Path, bracket: '[' | '{'): void {
  const [key] = path;
  if (key === undefined) {
    survey.isList = bracket === '[';
  } else if (path.length === 1 && !survey.isList) {
    beginMember(survey, key, bracket === '[' ? 'list' : 'object', undefined);
  } else if (path.length === 3 && path[2] === 'Event' && bracket === '{' && survey.last !== null) {
    survey.last.hasEvents = true;
  }
}

function noteValue(survey: Survey, path: Path, value: unknown): void {
  const [key] = path;
  const { last } = survey;
  if (survey.isList) {
    survey.first ??= value;
  } else if (key !== undefined && path.length === 1) {
    noteMember(survey, key, value);
  } else if (path.length === 2 && last?.kind === 'list') {
    last.first ??= value;
    last.count += 1;
    last.areObjects &&= typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}

// An object that is a member has begun already, with its bracket.
function noteMember(survey: Survey, key: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    beginMember(survey, key, 'other', value);
  }
}

function beginMember(survey: Survey, key: string, kind: Member['kind'], first: unknown): void {
  endMember(survey);
  survey.last = { kind, first, count: 0, areObjects: true, hasEvents: false };
  if (TELLING.has(key)) {
    survey.known.set(key, survey.last);
  }
  if (survey.names.length < MAX_NAMES) {
    survey.names.push(key);
  }
}

function endMember(survey: Survey): void {
  const { last } = survey;
  survey.areRecords &&=
    last === null || (last.kind === 'list' && last.count > 0 && last.areObjects);
}

function choose(
  survey: Survey,
  columns: Readonly<Record<string, string>>,
): Pick<Container, 'paths' | 'feed'> | null {
  const { known, names } = survey;
  if (survey.isList) {
    return { paths: [[ELEMENT]], feed: isStix(survey.first) ? 'stix-array' : null };
  }
  const list = LISTS.find((name) => known.get(name)?.kind === 'list');
  if (list !== undefined) {
    return { paths: [[list, ELEMENT]], feed: envelopeFeed(list, known) };
  }
  if (known.get('Event')?.kind === 'object') {
    return { paths: EVENT, feed: 'misp-json' };
  }
  if (known.get('response')?.hasEvents === true) {
    return { paths: EVENTS, feed: 'misp-json' };
  }
  if (survey.areRecords && names.length > 0) {
    return { paths: [[ANY, ELEMENT]], feed: null };
  }
  const isObject = isStix({ type: known.get('type')?.first, id: known.get('id')?.first });
  const isRow = countKnown(names, columns).hasValue;
  return isObject || isRow ? { paths: [[]], feed: isObject ? 'stix-object' : null } : null;
}

function envelopeFeed(list: string, known: Survey['known']): string | null {
  if (list === 'objects' && known.get('type')?.first === 'bundle') {
    return 'stix-bundle';
  }
  return ENVELOPES.has(list) && isStix(known.get(list)?.first) ? 'stix-envelope' : null;
}
