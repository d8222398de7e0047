// The bytes of an uploaded file: gunzipped by magic number, counted, and what is no text refused.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from '../entry.ts';

/** A file that can be read as often as it takes. */
export interface FileBytes {
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** A file without its wrapping. */
export interface Unwrapped {
  readonly file: FileBytes;
  readonly compression: 'gzip' | null;
}

const UNSUPPORTED: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b], 'a zip archive or workbook'],
  [[0x42, 0x5a, 0x68], 'a bzip2 file'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
];

/** Takes the wrapping off a file. `maxBytes` counts its bytes decompressed. */
export async function unwrap(file: FileBytes, maxBytes: number): Promise<Unwrapped> {
  const { head } = await peekBytes(file.read(), 8);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const bare = { read: () => bounded(isGzip ? gunzip(file.read()) : file.read(), maxBytes) };
  const inner = isGzip ? (await peekBytes(bare.read(), 8)).head : head;
  const found = UNSUPPORTED.find(([magic]) => magic.every((byte, at) => inner[at] === byte));
  if (found !== undefined) {
    const hint = 'Upload CSV or JSON, plain or gzipped.';
    throw unreadable('FILE_UNSUPPORTED', `The file is ${found[1]}.`, hint);
  }
  return { file: bare, compression: isGzip ? 'gzip' : null };
}

interface Peeked {
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
    const isOurs =
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      String(error.code).startsWith('Z_');
    if (!isOurs) {
      throw error;
    }
    throw unreadable(
      'FILE_TRUNCATED',
      'The gzip file is cut off or damaged.',
      'Compress the file again and upload it once more.',
    );
  } finally {
    source.destroy();
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
      throw unreadable(
        'FILE_TOO_LARGE',
        `The file has more than ${maxBytes} bytes.`,
        'Split the file, or raise IMPORT_MAX_BYTES.',
      );
    }
    yield chunk;
  }
}
