// The first records of a kept upload, read with any settings: what its columns mean, what stands in
// them, and what each record would make now. Nothing is stored.
import type { Database } from '../../store/database.ts';
import { openUpload } from '../../store/import-bytes.ts';
import type { SampleRow } from '../../store/import-samples.ts';
import type { ImportRow } from '../../store/imports.ts';
import { selectInstallation } from '../../store/installation.ts';
import { openLists } from '../check/open.ts';
import { type Detected, type Entry, type Fatal, type Finding, fatalOf } from '../entry.ts';
import { namespaceBytes } from '../make/identity.ts';
import { describeColumns, type Meaning } from '../map/columns.ts';
import { feedNamed } from '../map/feeds.ts';
import type { FileBytes } from '../read/bytes.ts';
import { openRecords } from '../read/open.ts';
import type { Records } from '../read/records.ts';
import { type ImportSettings, readImportSettings } from '../settings.ts';
import { keyOf, type Settling, startWriting } from './batch.ts';
import { convert } from './convert.ts';
import { compare } from './record.ts';
import { duplicateFinding } from './tally.ts';

/** How the file is to be read, and how much of it. */
export interface PreviewAsk extends Pick<ImportRow, 'source' | 'settings'> {
  readonly limit: number;
}

/** A record: what stands in its columns, and what it makes; without `kind` that is not known. */
export interface PreviewRow extends Omit<SampleRow, 'kind'> {
  readonly kind: SampleRow['kind'] | null;
  readonly cells: readonly string[];
}

/** The beginning of a file. */
export interface Preview {
  readonly detected: Detected | null;
  readonly columns: readonly (Meaning & { readonly name: string })[];
  readonly rows: readonly PreviewRow[];
  /** There are more records than these. */
  readonly more: boolean;
  /** Why an import with these settings would fail. */
  readonly error: Fatal | null;
}

interface Beginning extends Pick<Preview, 'detected' | 'columns' | 'more'> {
  readonly entries: readonly Entry[];
}

// What is shown of a cell; a STIX object is no cell.
const MAX_CELL = 300;
const NOTHING: Beginning = { detected: null, columns: [], entries: [], more: false };

/** Reads the beginning of an upload. */
export async function readPreview(
  db: Database,
  row: ImportRow,
  ask: PreviewAsk,
  maxBytes: number,
): Promise<Preview> {
  const asked = readImportSettings(ask);
  const settings = { ...asked, lists: await openLists(db.work, asked.warning_lists) };
  const file = openUpload(db.work, row.upload_id, row.bytes_total, () => undefined);
  const { entries, ...beginning } = await begin(file, settings, ask.limit, maxBytes);
  const last = entries.at(-1)?.line ?? 0;
  const { made, error, feed } = await makeUpTo(last, db, file, settings, maxBytes);
  const lines = new Map<string, number>();
  const rows: PreviewRow[] = [];
  for (const entry of entries) {
    const one = made.get(entry.line);
    const told =
      one === undefined ? unknown(entry.line) : await tell(db, { ...row, ...ask }, one, lines);
    rows.push({ ...told, cells: cellsOf(entry, beginning.columns) });
  }
  const detected = beginning.detected && { ...beginning.detected, feed };
  return { ...beginning, detected, rows, error };
}

// A file of which no column is known to hold the value can be looked at all the same: somebody has to
// say which one does.
async function begin(
  file: FileBytes,
  settings: ImportSettings,
  limit: number,
  maxBytes: number,
): Promise<Beginning> {
  const first = { '1': 'any', ...settings.columns };
  for (const columns of [settings.columns, first]) {
    try {
      const records = await openRecords(file, { ...settings, columns }, maxBytes);
      return await take(records, settings, limit);
    } catch (error) {
      const fatal = fatalOf(error);
      if (fatal === null) throw error;
      if (fatal.code !== 'FILE_NO_VALUE_COLUMN') return NOTHING;
    }
  }
  return NOTHING;
}

async function take(records: Records, { columns }: ImportSettings, limit: number) {
  const entries: Entry[] = [];
  for await (const batch of records.batches) {
    entries.push(...batch.filter(isRecord));
    if (entries.length > limit) break;
  }
  const shown = entries.slice(0, limit);
  const names = records.header ?? [...new Set(shown.flatMap((entry) => entry.names ?? []))];
  const given = records.feed === null ? null : feedNamed(records.feed);
  const meanings = describeColumns(names, columns, records.fields, given);
  return {
    detected: records.detected,
    columns: meanings.map((meaning, at) => ({ name: names[at] ?? '', ...meaning })),
    entries: shown,
    more: entries.length > limit,
  };
}

function isRecord({ cells, fault, stix, names }: Entry): boolean {
  const isNamed = fault !== undefined || stix !== undefined || names !== undefined;
  return isNamed || cells.some((cell) => typeof cell !== 'string' || cell.trim() !== '');
}

interface Makings {
  readonly made: ReadonlyMap<number, Settling>;
  readonly feed: string | null;
  readonly error: Fatal | null;
}

async function makeUpTo(
  line: number,
  db: Database,
  file: FileBytes,
  settings: ImportSettings,
  maxBytes: number,
): Promise<Makings> {
  const made = new Map<number, Settling>();
  try {
    const { id_namespace } = await selectInstallation(db.work);
    const conversion = await convert(file, settings, namespaceBytes(id_namespace), maxBytes);
    const write = startWriting({ started_at: null });
    for await (const batch of conversion.batches) {
      let last = 0;
      for (const one of batch) {
        if (one.line <= line) made.set(one.line, write(one));
        last = one.line;
      }
      if (last >= line) break;
    }
    return { made, feed: conversion.mapper.feed(), error: null };
  } catch (error) {
    const fatal = fatalOf(error);
    if (fatal === null) throw error;
    return { made, feed: null, error: fatal };
  }
}

type Told = Omit<PreviewRow, 'cells'>;

function unknown(line: number): Told {
  return { kind: null, line, object: null, differences: null, findings: [] };
}

async function tell(
  db: Database,
  row: ImportRow,
  one: Settling,
  lines: Map<string, number>,
): Promise<Told> {
  const { line, candidate, findings } = one;
  const bare = { ...unknown(line), findings };
  const isBad = findings.some(({ kind }: Finding) => kind === 'rejection');
  if (one.kind === 'rejected' || isBad) return { ...bare, kind: 'rejected' };
  if (one.kind === 'skipped') return { ...bare, kind: 'skipped' };
  if (candidate === null) return { ...bare, kind: 'unchanged' };
  const compared = await compare(db, row, null, one, candidate);
  const key = keyOf(candidate);
  const firstLine = lines.get(key);
  if (firstLine === undefined) {
    lines.set(key, line);
    return { ...bare, ...compared };
  }
  const repeated = [...findings, duplicateFinding(line, firstLine)];
  return { ...bare, ...compared, kind: 'duplicate', differences: null, findings: repeated };
}

function cellsOf(entry: Entry, columns: Preview['columns']): readonly string[] {
  const { names, raw, came, cells } = entry;
  if (entry.stix !== undefined) return [];
  if (names !== undefined && raw !== undefined) {
    const values = new Map(names.map((name, at) => [name, raw[at]]));
    return columns.map(({ name }) => cut(textOf(values.get(name))));
  }
  const found = typeof came === 'string' ? [came] : (came ?? cells);
  return found.slice(0, Math.max(columns.length, 1)).map((cell) => cut(textOf(cell)));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  const isPlain = Array.isArray(value) && value.every((item) => typeof item !== 'object');
  return isPlain ? value.join(', ') : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}
