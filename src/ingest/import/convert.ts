// Bytes → objects and findings, in file order, in batches: read, map and make in one chain. Nothing
// is stored here, so a preview, a dry run and an import see the same.

import { checkStix } from '../check/verdict.ts';
import { type Entry, type Fatal, type Finding, fatalOf, unreadable } from '../entry.ts';
import { scaleOf } from '../make/confidence.ts';
import { type Made, makeObject } from '../make/indicator.ts';
import { type Making, startMaking } from '../make/making.ts';
import { demandSource } from '../make/source.ts';
import { type KeptStix, keepStix } from '../make/stix-object.ts';
import { textOf } from '../map/draft.ts';
import { type Mapper, startMapper } from '../map/mapper.ts';
import type { FileBytes } from '../read/bytes.ts';
import { openRecords } from '../read/open.ts';
import type { Records } from '../read/records.ts';
import type { ImportSettings } from '../settings.ts';

/** What became of a record: made into an object, kept as the STIX object it is, or neither. */
export type Converted = Made | KeptStix;

/** A file on its way to objects. */
export interface Conversion {
  readonly records: Records;
  readonly mapper: Mapper;
  readonly making: Making;
  /** Each record is made when it is asked for. */
  readonly batches: AsyncGenerator<Iterable<Converted>>;
}

const SCALE_SAMPLE = 100;

/**
 * Starts to turn a file into objects. `passOver` records are read and left out: they were settled
 * before a crash.
 * @throws an error with a `fatal` if the file cannot be read; so may its batches
 */
export async function convert(
  file: FileBytes,
  settings: ImportSettings,
  namespace: Buffer,
  maxBytes: number,
): Promise<Conversion> {
  const records = await openRecords(file, settings, maxBytes);
  const columns = { ...records.fields, ...settings.columns };
  const mapper = startMapper(records.header, columns, records.feed);
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
  file: FileBytes,
  settings: ImportSettings,
  maxBytes: number,
): Promise<Fatal | null> {
  try {
    const records = await openRecords(file, settings, maxBytes);
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

// Records that are made before anything else gets its turn, the queries of the batch under way
// among it: 2 ms. With 500 of them a whole import took a tenth longer.
const PORTION = 100;

async function* makeBatches(
  records: Records,
  mapper: Mapper,
  making: Making,
): AsyncGenerator<Iterable<Converted>> {
  let isFirst = true;
  for await (const entries of records.batches) {
    if (isFirst && entries.length > 0) {
      isFirst = false;
      demandSource(entries, making.sources);
      settleScale(entries, mapper, making);
      records.detected.feed = mapper.feed();
    }
    for (let start = 0; start < entries.length; start += PORTION) {
      yield makeEach(entries.slice(start, start + PORTION), mapper, making);
    }
  }
}

// One after the other: a record is garbage before the next one is made, and the collector, which takes
// as long as what lives on is large, finds little.
function* makeEach(
  entries: readonly Entry[],
  mapper: Mapper,
  making: Making,
): Generator<Converted> {
  for (const entry of entries) {
    const made = makeOne(entry, mapper, making);
    if (made !== null) yield made;
  }
}

function makeOne(entry: Entry, mapper: Mapper, making: Making): Converted | null {
  if (entry.fault !== undefined) {
    return rejected(entry.fault);
  }
  if (entry.stix !== undefined) {
    const { value, text } = entry.stix;
    const kept = keepStix(entry.line, value, text);
    const { lists } = making.settings;
    return lists === null ? kept : checkStix(kept, value, lists);
  }
  const draft = mapper.map(entry);
  if (draft === null) {
    return null;
  }
  return 'code' in draft ? rejected(draft) : makeObject(draft, making);
}

function rejected(finding: Finding): Made {
  return { kind: 'rejected', line: finding.line, findings: [finding] };
}

function settleScale(entries: readonly Entry[], mapper: Mapper, making: Making): void {
  const drafts = entries.slice(0, SCALE_SAMPLE).flatMap((entry) => {
    const isRow = entry.fault === undefined && entry.stix === undefined;
    const draft = isRow ? mapper.map(entry) : null;
    return draft === null || 'code' in draft ? [] : [draft];
  });
  if (making.settings.confidence_scale === 'auto') {
    making.scale = scaleOf(drafts.flatMap((draft) => textOf(draft, 'confidence') ?? []));
  }
}
