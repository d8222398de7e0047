// Bytes → objects and findings, in file order, in batches: read, map and make in one chain. Nothing
// is stored here, so a preview, a dry run and an import see the same.
import { type Entry, type Fatal, fatalOf, type Finding, unreadable } from './entry.ts';
import { type Made, type Making, makeObject, startMaking } from './make/indicator.ts';
import { scaleOf } from './make/confidence.ts';
import { type Draft, textOf } from './map/draft.ts';
import { type Mapper, startMapper } from './map/mapper.ts';
import { openRecords } from './read/open.ts';
import type { Records } from './read/table.ts';
import type { ImportSettings } from './settings.ts';

/** A file on its way to objects. */
export interface Conversion {
  readonly records: Records;
  readonly mapper: Mapper;
  readonly making: Making;
  readonly batches: AsyncGenerator<readonly Made[]>;
}

const SCALE_SAMPLE = 100;

/**
 * Starts to turn a file into objects. `passOver` records are read and left out: they were settled
 * before a crash.
 * @throws an error with a `fatal` if the file cannot be read; so may its batches
 */
export async function convert(
  chunks: AsyncIterable<Uint8Array>,
  settings: ImportSettings,
  namespace: Buffer,
  maxBytes: number,
): Promise<Conversion> {
  const records = await openRecords(chunks, settings, maxBytes);
  const { format } = records.detected;
  const mapper = startMapper(records.header, format === 'text', settings.columns);
  if (mapper === null) {
    throw unreadable(
      'FILE_NO_VALUE_COLUMN',
      'No column of the file is known to hold values.',
      'Name a column value, or say what the columns are with `columns`.',
    );
  }
  records.findings.push(...mapper.findings());
  const making = startMaking(settings, namespace);
  return { records, mapper, making, batches: makeBatches(records, mapper, making) };
}

/** What makes the file unreadable, found by reading it to its end; null for a sound file. */
export async function findFatal(
  chunks: AsyncIterable<Uint8Array>,
  settings: ImportSettings,
  maxBytes: number,
): Promise<Fatal | null> {
  try {
    const records = await openRecords(chunks, settings, maxBytes);
    for await (const batch of records.batches) {
      void batch;
    }
    return null;
  } catch (error) {
    const fatal = fatalOf(error);
    if (fatal === null) {
      throw error;
    }
    return fatal;
  }
}

async function* makeBatches(
  records: Records,
  mapper: Mapper,
  making: Making,
): AsyncGenerator<readonly Made[]> {
  let isFirst = true;
  for await (const entries of records.batches) {
    const drafts = entries.flatMap((entry) => draftOf(entry, mapper));
    if (isFirst && drafts.length > 0) {
      isFirst = false;
      settleScale(drafts, making);
      records.detected.feed = mapper.feed();
    }
    yield drafts.map((draft) => ('made' in draft ? draft.made : makeObject(draft, making)));
  }
}

function draftOf(entry: Entry, mapper: Mapper): readonly (Draft | { readonly made: Made })[] {
  if (entry.fault !== undefined) {
    return [{ made: rejected(entry.fault) }];
  }
  const draft = mapper.map(entry);
  if (draft === null) {
    return [];
  }
  return 'code' in draft ? [{ made: rejected(draft) }] : [draft];
}

function rejected(finding: Finding): Made {
  return { kind: 'rejected', line: finding.line, findings: [finding] };
}

function settleScale(
  drafts: readonly (Draft | { readonly made: Made })[],
  making: Making,
): void {
  if (making.settings.confidence_scale !== 'auto') {
    return;
  }
  const cells = drafts.slice(0, SCALE_SAMPLE).flatMap((draft) => {
    const text = 'made' in draft ? null : textOf(draft, 'confidence');
    return text === null ? [] : [text];
  });
  making.scale = scaleOf(cells);
}
