// The bytes of a file: how they are read, counted, and gunzipped.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from '../entry.ts';

/** A file that can be read as often as it takes, and from any place. */
export interface FileBytes {
  readonly size: () => Promise<number>;
  readonly read: (start?: number, end?: number) => AsyncIterable<Uint8Array>;
}

/** A file's beginning, and all of it. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly rest: AsyncGenerator<Uint8Array>;
}

/** The first bytes, and all of them once more. */
export async function peekBytes(bytes: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const chunks = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < length) {
    const next = await chunks.next();
    if (next.done === true) {
      break;
    }
    head = Buffer.concat([head, next.value]);
  }
  return { head, rest: followedBy(head, chunks) };
}

async function* followedBy(
  head: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    yield next.value;
  }
}

/** What a file of gzip holds. From a place further down it is unzipped from its beginning. */
export function gunzipped(file: FileBytes, maxBytes: number): FileBytes {
  return unpacked(() => gunzip(file.read()), maxBytes);
}

/**
 * A file that can only be unpacked from its beginning. No more than `maxBytes` of it are: a small
 * archive may hold any number of zeros.
 */
export function unpacked(open: () => AsyncIterable<Uint8Array>, maxBytes: number): FileBytes {
  const all = () => bounded(open(), maxBytes);
  return {
    size: async () => {
      let size = 0;
      for await (const chunk of all()) {
        size += chunk.length;
      }
      return size;
    },
    read: (start = 0, end = Number.POSITIVE_INFINITY) =>
      start === 0 && end === Number.POSITIVE_INFINITY ? all() : between(all(), start, end),
  };
}

async function* between(
  bytes: AsyncIterable<Uint8Array>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let place = 0;
  for await (const chunk of bytes) {
    const piece = chunk.subarray(Math.max(0, start - place), Math.max(0, end - place));
    place += chunk.length;
    if (piece.length > 0) {
      yield piece;
    }
    if (place >= end) {
      return;
    }
  }
}

async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) {
      const message = `The file has more than ${maxBytes} bytes.`;
      throw unreadable('FILE_TOO_LARGE', message, 'Split the file, or raise IMPORT_MAX_BYTES.');
    }
    yield chunk;
  }
}

async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes, { objectMode: true });
  const unzipped = createGunzip({ chunkSize: 256 * 1024 });
  source.on('error', (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  try {
    for await (const chunk of unzipped) {
      yield chunk;
    }
  } catch (error) {
    if (!isOfZlib(error)) {
      throw error;
    }
    const hint = 'Compress the file again and upload it once more.';
    throw unreadable('FILE_TRUNCATED', 'The gzip file is cut off or damaged.', hint);
  } finally {
    source.destroy();
  }
}

function isOfZlib(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return String(code).startsWith('Z_');
}
