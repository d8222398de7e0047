// JSON documents → entries: finds the list of records in the containers that feeds use, and takes
// it element by element. Records are numbered from 1.
import {
  type Detected,
  type Entry,
  type Finding,
  fileWarning,
  shown,
  unreadable,
} from '../entry.ts';
import { countKnown } from '../map/columns.ts';
import type { ImportSettings } from '../settings.ts';
import { type Cutter, startCutter } from './elements.ts';
import { type Element, isStix, toEntry } from './json-record.ts';
import type { Records } from './table.ts';

const BATCH = 1000;
const MAX_VALUE_CHARS = 8 * 1024 * 1024;
const LISTS: ReadonlySet<string> = new Set([
  'objects',
  'stixobjects',
  'indicators',
  'value',
  'vulnerabilities',
  'data',
]);

/** Opens a JSON document. `head` is its first text, `pieces` what follows. */
export function openJson(
  head: string,
  pieces: AsyncIterator<string>,
  detected: Detected,
  settings: ImportSettings,
): Records {
  const findings: Finding[] = [];
  const cutter = startCutter(head, pieces, MAX_VALUE_CHARS, syntaxFault);
  return {
    detected: { ...detected, format: 'json', delimiter: null, header_line: null },
    header: null,
    fields: {},
    findings,
    batches: inBatches(readElements(cutter, settings), cutter, findings),
  };
}

async function* inBatches(
  elements: AsyncGenerator<Element>,
  cutter: Cutter,
  findings: Finding[],
): AsyncGenerator<readonly Entry[]> {
  let batch: Entry[] = [];
  let line = 0;
  let isLoose = false;
  for await (const element of elements) {
    line += 1;
    isLoose ||= element.isLoose;
    batch.push(toEntry(element, line));
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
  if (isLoose || cutter.hadComments()) {
    const message = 'The file has comments or trailing commas, which JSON does not allow.';
    findings.push(fileWarning('JSON_NOT_STRICT', message, 'Remove them.'));
  }
  if (line === 0) {
    findings.push(fileWarning('NO_ROWS', 'The file has no records.'));
  }
}

async function* readElements(cutter: Cutter, settings: ImportSettings): AsyncGenerator<Element> {
  const first = await cutter.peek();
  if (first === '[') {
    yield* readList(cutter);
  } else if (first === '{') {
    yield* readObject(cutter, settings);
  } else {
    throw noRecords();
  }
  if ((await cutter.peek()) !== '') {
    throw syntaxFault('text after the end of the document');
  }
}

async function* readList(cutter: Cutter, key?: string): AsyncGenerator<Element> {
  cutter.take();
  while ((await cutter.peek()) !== ']') {
    const cut = await cutter.cutValue();
    const value = parseElement(cut.text);
    const isTrailing = (await passComma(cutter, ']')) && (await cutter.peek()) === ']';
    const isLoose = cut.isLoose || isTrailing;
    yield { value, isLoose, ...(key === undefined ? {} : { key }) };
  }
  cutter.take();
}

// Members are read until the list of records is found; what comes after it is passed over.
async function* readObject(cutter: Cutter, settings: ImportSettings): AsyncGenerator<Element> {
  const members: Record<string, unknown> = {};
  let found: 'nothing' | 'list' | 'by id' = 'nothing';
  cutter.take();
  while ((await cutter.peek()) !== '}') {
    const key = await readKey(cutter);
    const isList = (await cutter.peek()) === '[';
    const isById = Object.keys(members).length === 0 && found !== 'list' && !LISTS.has(key);
    if (isList && found === 'nothing' && LISTS.has(key)) {
      found = 'list';
      yield* readList(cutter);
    } else if (isList && isById) {
      found = 'by id';
      yield* readList(cutter, key);
    } else {
      members[key] = parseElement((await cutter.cutValue()).text);
    }
    await passComma(cutter, '}');
  }
  cutter.take();
  if (found === 'nothing') {
    yield single(members, settings);
  }
}

async function readKey(cutter: Cutter): Promise<string> {
  const key = String(parseElement((await cutter.cutValue()).text));
  if ((await cutter.peek()) !== ':') {
    throw syntaxFault('a member without a value');
  }
  cutter.take();
  return key;
}

/** True if a comma was passed; false if the closing bracket stands there. */
async function passComma(cutter: Cutter, closing: ']' | '}'): Promise<boolean> {
  const next = await cutter.peek();
  if (next === ',') {
    cutter.take();
    return true;
  }
  if (next !== closing) {
    throw syntaxFault(next === '' ? 'the end of the file inside a list' : `"${next}"`);
  }
  return false;
}

function single(members: Record<string, unknown>, settings: ImportSettings): Element {
  if ('Event' in members || 'response' in members) {
    const hint = 'Export the attributes from MISP as CSV.';
    throw unreadable('FILE_UNSUPPORTED', 'MISP events in JSON are not read yet.', hint);
  }
  const { hasValue } = countKnown(Object.keys(members), settings.columns);
  if (hasValue || isStix(members)) {
    return { value: members, isLoose: false };
  }
  throw noRecords();
}

function parseElement(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw syntaxFault(error instanceof Error ? shown(error.message) : 'a value');
  }
}

function syntaxFault(what: string): Error {
  const hint = 'Check that the download is complete; nothing was imported.';
  return unreadable('JSON_SYNTAX', `The file is not valid JSON: ${what}.`, hint);
}

function noRecords(): Error {
  const hint = 'Upload a list of records, or an object with a list named objects, data or value.';
  return unreadable('FILE_NO_RECORDS', 'The JSON document holds no list of records.', hint);
}
