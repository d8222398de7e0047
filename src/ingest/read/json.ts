// A JSON document → entries. It is read twice: the first time to its end, to find the records and to
// see that it is whole; the second time record by record. Records are numbered from 1.
import { type Entry, type Finding, fileWarning } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';
import { ANY, type Container, findContainer, leadsTo } from './container.ts';
import { startCutter } from './elements.ts';
import { toEntry } from './json-record.ts';
import { openNdjson } from './ndjson.ts';
import { looseWarning, type Opened } from './records.ts';
import type { Text } from './text.ts';
import { parseCut, walkDocument } from './walk.ts';

const BATCH = 1000;
const BATCH_CHARS = 1024 * 1024;

/** Opens a JSON document. `again` opens its text once more. */
export async function openJson(
  text: Text,
  again: () => Promise<Text>,
  settings: ImportSettings,
): Promise<Opened> {
  const container = await findContainer(startCutter(text.head, text.rest), settings.columns);
  if (container === 'lines') {
    return openNdjson(await again(), settings);
  }
  const findings: Finding[] = [];
  if (container.isLoose) {
    findings.push(looseWarning());
  }
  return {
    format: 'json',
    delimiter: null,
    headerLine: null,
    feed: container.feed,
    header: null,
    fields: {},
    findings,
    batches: readRecords(again, container, settings, findings),
  };
}

async function* readRecords(
  again: () => Promise<Text>,
  { paths }: Container,
  settings: ImportSettings,
  findings: Finding[],
): AsyncGenerator<readonly Entry[]> {
  const { head, rest } = await again();
  const isById = paths[0]?.[0] === ANY;
  const walk = {
    hasTrailingComma: false,
    descends: (path: readonly string[]) => leadsTo(path, paths, false),
  };
  let batch: Entry[] = [];
  let number = 0;
  let chars = 0;
  for await (const { path, cut } of walkDocument(startCutter(head, rest), walk)) {
    if (!leadsTo(path, paths, true)) {
      continue;
    }
    number += 1;
    const key = isById ? path[0] : undefined;
    batch.push(toEntry(parseCut(cut.text), cut.text, number, settings, key));
    chars += cut.text.length;
    if (batch.length >= BATCH || chars >= BATCH_CHARS) {
      yield batch;
      batch = [];
      chars = 0;
    }
  }
  yield batch;
  if (number === 0) {
    findings.push(fileWarning('NO_ROWS', 'The file has no records.'));
  }
}
