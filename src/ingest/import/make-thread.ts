// The thread that reads the file of one import and makes its records, for the import's own thread to
// store. It is a few parcels ahead, and no more.
import { parentPort, workerData } from 'node:worker_threads';
import { type Connection, openDatabase, readFault } from '../../store/database.ts';
import { openUpload } from '../../store/import-bytes.ts';
import { openLists } from '../check/open.ts';
import { type Detected, type Fatal, type Finding, fatalOf } from '../entry.ts';
import type { Source } from '../make/source.ts';
import type { ImportSettings } from '../settings.ts';
import { startWriting } from './batch.ts';
import { type Conversion, convert, findFatal } from './convert.ts';
import { closeParcel, type Packing, type Parcel, pack, startPacking } from './parcel.ts';

/** What the thread is given. */
export interface MakingInput {
  readonly connection: Connection;
  readonly uploadId: string;
  readonly size: number;
  /** Without the lists, which are opened here. */
  readonly settings: ImportSettings;
  readonly namespace: Uint8Array;
  readonly maxBytes: number;
  readonly startedAt: string;
  /** Nothing of the file is stored yet. */
  readonly isFirst: boolean;
}

/** How far the file was read, and what was found out. */
export interface Reading {
  readonly bytesRead: number;
  readonly detected: Detected;
  /** All that have made an object so far. */
  readonly sources: readonly Source[];
}

/** What it is told: that there is room for one more parcel, or the bytes of one to fill once more. */
export type Request = 'next' | ArrayBuffer;

/** What it tells. */
export type MakingMessage =
  | ({ readonly kind: 'opened' } & Reading)
  | ({ readonly kind: 'parcel'; readonly parcel: Parcel } & Reading)
  | ({ readonly kind: 'ended'; readonly findings: readonly Finding[] } & Reading)
  | { readonly kind: 'fatal'; readonly fatal: Fatal };

// Larger ones are no faster; memory peaks higher, and the collection's clock is held longer.
const RECORDS = 2000;
// Objects that come as they are may be large: a few of them fill a parcel.
const CHARS = 8 * 1024 * 1024;

// Bytes that a few large objects took are not kept for small ones.
const LARGEST_SPARE = 16 * 1024 * 1024;

if (parentPort !== null) await main(workerData as MakingInput);

async function main(input: MakingInput): Promise<void> {
  const { connection } = input;
  const settings = { poolSize: 1, pollPoolSize: 1, statementTimeoutMs: 300_000 };
  const db = openDatabase({ connection, ...settings });
  try {
    const read = { bytes: 0 };
    const onRead = (count: number) => {
      read.bytes = count;
    };
    const file = openUpload(db.work, input.uploadId, input.size, onRead);
    const lists = await openLists(db.work, input.settings.warning_lists);
    const conversion = await open(file, input, { ...input.settings, lists });
    const reading = () => ({
      bytesRead: read.bytes,
      detected: conversion.records.detected,
      sources: [...conversion.making.sources.used.values()],
    });
    tell({ kind: 'opened', ...reading() });
    await makeAll(conversion, input.startedAt, reading);
    tell({ kind: 'ended', findings: conversion.records.findings, ...reading() });
  } catch (error) {
    const fatal = fatalOf(error);
    if (fatal === null) throw readFault(error);
    tell({ kind: 'fatal', fatal });
  } finally {
    parentPort?.close();
    await db.close();
  }
}

async function open(
  file: ReturnType<typeof openUpload>,
  { namespace, maxBytes, isFirst }: MakingInput,
  settings: ImportSettings,
): Promise<Conversion> {
  const conversion = await convert(file, settings, Buffer.from(namespace), maxBytes);
  const { detected } = conversion.records;
  // A cut-off download must not look like a short feed: it is read to its end first. JSON was.
  const isPacked = detected.compression !== undefined || detected.format === 'xlsx';
  const mayBeCut = detected.format !== 'json' && isPacked;
  const fatal = mayBeCut && isFirst ? await findFatal(file, settings, maxBytes) : null;
  if (fatal !== null) throw Object.assign(new Error(fatal.message), { fatal });
  return conversion;
}

async function makeAll(
  { batches }: Conversion,
  startedAt: string,
  reading: () => Reading,
): Promise<void> {
  const write = startWriting({ started_at: startedAt });
  const { room, spares } = openRequests();
  let packing = startPacking();
  const send = async (full: Packing) => {
    await room();
    const { parcel, transfer } = closeParcel(full);
    parentPort?.postMessage({ kind: 'parcel', parcel, ...reading() }, transfer);
    packing = startPacking(spares.pop());
  };
  for await (const made of batches) {
    for (const one of made) pack(packing, write(one));
    const isFull = packing.codes.length >= RECORDS || packing.chars + packing.used >= CHARS;
    if (isFull) await send(packing);
  }
  if (packing.codes.length > 0) await send(packing);
}

/** `room` waits until one more parcel was asked for. */
function openRequests(): {
  readonly room: () => Promise<void>;
  readonly spares: ArrayBuffer[];
} {
  let asked = 0;
  let wake: (() => void) | null = null;
  const spares: ArrayBuffer[] = [];
  parentPort?.on('message', (request: Request) => {
    if (request === 'next') asked += 1;
    else if (request.byteLength <= LARGEST_SPARE) spares.push(request);
    wake?.();
  });
  const room = async () => {
    while (asked === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    asked -= 1;
  };
  return { room, spares };
}

function tell(message: MakingMessage): void {
  parentPort?.postMessage(message);
}
