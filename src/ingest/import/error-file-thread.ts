// The thread that reads a kept upload once more, for its error file, for one of its records or for its first
// ones, and gives a piece whenever one is asked for.
import { parentPort, workerData } from 'node:worker_threads';
import {
  type Connection,
  type Database,
  openDatabase,
  type Queryable,
} from '../../store/database.ts';
import { type FindingRow, selectFindings } from '../../store/findings.ts';
import { openUpload } from '../../store/import-bytes.ts';
import { selectImport } from '../../store/imports.ts';
import { fatalOf } from '../entry.ts';
import { openRecords } from '../read/open.ts';
import { readImportSettings } from '../settings.ts';
import { writeErrorFile } from './error-file.ts';
import { type PreviewAsk, readPreview } from './preview.ts';
import { readRecord } from './record.ts';

/** What is read: the rejected records, the record on a line, or what the first records make. */
export type Wanted =
  | { readonly what: 'error-file' }
  | { readonly what: 'record'; readonly line: number }
  | { readonly what: 'preview'; readonly ask: PreviewAsk };

/** What the thread is given. */
export interface ErrorFileInput {
  readonly connection: Connection;
  readonly importId: string;
  readonly maxBytes: number;
  /** All but the error file come as JSON. */
  readonly wanted: Wanted;
}

/** A piece of the file; null after the last one. */
export type ErrorFilePiece = string | null;

const PAGE = 1000;

if (parentPort !== null) await main(workerData as ErrorFileInput);

async function main(input: ErrorFileInput): Promise<void> {
  const db = openDatabase({
    connection: input.connection,
    poolSize: 2,
    pollPoolSize: 1,
    statementTimeoutMs: 300_000,
  });
  const { wanted } = input;
  const pieces = wanted.what === 'error-file' ? writePieces(db.work, input) : writeOne(db, input);
  await new Promise<void>((resolve, reject) => {
    parentPort?.on('message', () => {
      pieces.next().then(({ done, value }) => {
        parentPort?.postMessage(done === true ? null : value);
        if (done === true) resolve();
      }, reject);
    });
  });
  parentPort?.close();
  await db.close();
}

async function* writePieces(
  db: Queryable,
  { importId, maxBytes }: ErrorFileInput,
): AsyncGenerator<string> {
  const row = await selectImport(db, importId);
  if (row === null) return;
  const file = openUpload(db, row.upload_id, row.bytes_total, () => undefined);
  try {
    const records = await openRecords(file, readImportSettings(row), maxBytes);
    yield* writeErrorFile(records, readRejections(db, importId));
  } catch (error) {
    // The import came no further either.
    if (fatalOf(error) === null) throw error;
  }
}

async function* writeOne(
  db: Database,
  { importId, maxBytes, wanted }: ErrorFileInput,
): AsyncGenerator<string> {
  const row = await selectImport(db.work, importId);
  if (row === null || wanted.what === 'error-file') return;
  try {
    const one =
      wanted.what === 'record'
        ? await readRecord(db, row, wanted.line, maxBytes)
        : await readPreview(db, row, wanted.ask, maxBytes);
    if (one !== null) yield JSON.stringify(one);
  } catch (error) {
    if (fatalOf(error) === null) throw error;
  }
}

// The rejections of one record after the other, in file order.
async function* readRejections(
  db: Queryable,
  importId: string,
): AsyncGenerator<readonly FindingRow[]> {
  let record: FindingRow[] = [];
  let after: number | null = null;
  for (;;) {
    const page = await selectFindings(db, importId, 'rejection', after, PAGE);
    for (const finding of page) {
      if (record.length > 0 && record[0]?.line !== finding.line) {
        yield record;
        record = [];
      }
      record.push(finding);
      after = finding.ordinal;
    }
    if (page.length < PAGE) break;
  }
  if (record.length > 0) yield record;
}
