// Runs a sample file through the importer's pure rooms and puts the result into the shape of the
// expected files, so that both can be compared.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, readBody } from '../../src/ingest/candidate.ts';
import { type Finding, fatalOf } from '../../src/ingest/entry.ts';
import { type Converted, convert } from '../../src/ingest/import/convert.ts';
import { EXTENSION_ID, namespaceBytes } from '../../src/ingest/make/identity.ts';
import type { Made } from '../../src/ingest/make/indicator.ts';
import { writeObject } from '../../src/ingest/make/write.ts';
import type { FileBytes } from '../../src/ingest/read/bytes.ts';
import { DEFAULT_SETTINGS, type ImportSettings } from '../../src/ingest/settings.ts';

const SAMPLES = join(import.meta.dirname, '..', 'samples');
const NAMESPACE = namespaceBytes('3f2c1b9e-8a47-4d0e-9c55-0d6f3b7a2e11');
const NOTHING = {
  format: null,
  delimiter: null,
  encoding: null,
  feed: null,
  header_line: null,
};
const NOW = Date.UTC(2026, 10, 1);

export function sampleNames(): readonly string[] {
  const names = new Set(readdirSync(SAMPLES));
  return [...names].filter((name) => names.has(`${name}.expected.json`));
}

export function settingsFor(options: Record<string, unknown> = {}): ImportSettings {
  return { ...DEFAULT_SETTINGS, source: 'Test Source', now: NOW, ...options };
}

/** Bytes as a file that comes in chunks of a size. */
function fileOf(bytes: Uint8Array, chunkSize = Math.max(1, bytes.length)): FileBytes {
  return {
    size: () => Promise.resolve(bytes.length),
    read: (start = 0, end = bytes.length) => chunksOf(bytes.subarray(start, end), chunkSize),
  };
}

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield Buffer.from(bytes.subarray(at, at + size));
  }
}

export async function runFile(
  bytes: Uint8Array,
  settings: ImportSettings,
  chunkSize?: number,
  maxBytes = 2 ** 30,
): Promise<{ made: Converted[]; detected: unknown; findings: Finding[]; fatal: string | null }> {
  const made: Converted[] = [];
  const file = fileOf(bytes, chunkSize);
  try {
    const conversion = await convert(file, settings, NAMESPACE, maxBytes);
    for await (const batch of conversion.batches) made.push(...batch);
    const { detected, findings } = conversion.records;
    return { made, detected, findings, fatal: null };
  } catch (error) {
    const fatal = fatalOf(error);
    if (fatal === null) throw error;
    return { made: [], detected: null, findings: [], fatal: fatal.code };
  }
}

export function readSample(name: string): { bytes: Buffer; expected: Record<string, unknown> } {
  return {
    bytes: readFileSync(join(SAMPLES, name)),
    expected: JSON.parse(readFileSync(join(SAMPLES, `${name}.expected.json`), 'utf8')),
  };
}

/** The parts of an expected file. */
export interface Result {
  readonly detected: unknown;
  readonly fatal: string | null;
  readonly counts: Record<string, number>;
  readonly objects: Record<string, unknown>[];
  readonly rejections: unknown[];
  readonly warnings: unknown[];
  readonly skipped: unknown[];
  readonly duplicates: unknown[];
}

/** The result in the shape of an expected file. */
export async function runSample(name: string, chunkSize?: number): Promise<Result> {
  const { bytes, expected } = readSample(name);
  const options = expected.options as Record<string, unknown>;
  return runObjects(bytes, settingsFor(options), {
    chunkSize,
    isAllOrNothing: options.mode === 'all-or-nothing',
  });
}

/** Any file's result in the shape of an expected file. */
export async function runObjects(
  bytes: Uint8Array,
  settings: ImportSettings,
  options: { chunkSize?: number | undefined; isAllOrNothing?: boolean } = {},
): Promise<Result> {
  const result = await runFile(bytes, settings, options.chunkSize);
  const firstLines = new Map<string, number>();
  const duplicates: unknown[] = [];
  const objects: Record<string, unknown>[] = [];
  for (const one of result.made) {
    if (one.kind !== 'object' && one.kind !== 'stix') continue;
    const key = one.kind === 'object' ? one.uuid : one.candidate && versionOf(one.candidate);
    const first = key === null ? undefined : firstLines.get(key);
    if (first !== undefined) {
      duplicates.push({ line: one.line, first_line: first });
    } else if (key !== null) {
      firstLines.set(key, one.line);
      objects.push(
        one.kind === 'object' ? plainObject(one) : JSON.parse(readBody(one.candidate?.body ?? '')),
      );
    }
  }
  const findings = result.made.flatMap((one) => [...one.findings]);
  const of = (kind: string) => findings.filter((finding) => finding.kind === kind);
  const warnings = [...result.findings, ...of('warning')];
  const rejected = result.made.filter((one) => one.kind === 'rejected').length;
  const skipped = result.made.filter((one) => one.kind === 'skipped').length;
  const total = result.made.length;
  const allOrNothing = options.isAllOrNothing === true && rejected > 0;
  return {
    // The expected files say so where nothing was found out.
    detected: result.detected ?? NOTHING,
    fatal: result.fatal,
    counts: {
      total,
      valid: total - rejected - skipped,
      created: allOrNothing ? 0 : objects.length,
      updated: 0,
      unchanged: result.made.filter((one) => one.kind === 'stix' && one.candidate === null).length,
      duplicate: duplicates.length,
      rejected,
      skipped,
      warned: result.made.filter(
        (one) => one.kind !== 'rejected' && one.findings.some((f) => f.kind === 'warning'),
      ).length,
    },
    objects: allOrNothing ? [] : objects,
    rejections: of('rejection').map(({ line, code, column }) => ({ line, code, column })),
    warnings: warnings
      .map(({ line, code }) => ({ line, code }))
      .sort((a, b) => a.line - b.line || (a.code < b.code ? -1 : 1)),
    skipped: of('skipped').map(({ line, code }) => ({ line, code })),
    duplicates,
  };
}

function versionOf({ stix_uuid, version, content_hash }: Candidate): string {
  return `${stix_uuid} ${version} ${content_hash}`;
}

function plainObject(made: Extract<Made, { kind: 'object' }>): Record<string, unknown> {
  const at = new Date(NOW).toISOString();
  const object = JSON.parse(writeObject(made.members, at, at).body);
  const { id, spec_version, created, modified, created_by_ref, extensions, ...rest } = object;
  for (const list of ['labels', 'indicator_types']) {
    if (rest[list] !== undefined) rest[list].sort();
  }
  const columns: { name: string; value: unknown }[] = extensions?.[EXTENSION_ID]?.columns ?? [];
  if (columns.length > 0) {
    rest.extra = Object.fromEntries(columns.map(({ name, value }) => [name, value]));
  }
  return rest;
}
