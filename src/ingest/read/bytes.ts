// Bytes → text: gunzips by magic number, finds the encoding, decodes piece by piece.
import { isAscii } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from '../entry.ts';

/** Text of a file as it comes, and what was found out about its bytes. */
export interface TextStream {
  /** Final only once all pieces were read. */
  encoding: string;
  hasFallenBack: boolean;
  readonly compression: 'gzip' | null;
  readonly pieces: AsyncIterable<string>;
}

const UNSUPPORTED: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b], 'a zip archive or workbook'],
  [[0x42, 0x5a, 0x68], 'a bzip2 file'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
];

// 0x80–0x9F as the encoding standard has them; TextDecoder of some Node 20 gives C1 controls.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Opens a file's bytes as text. `maxBytes` counts them decompressed. */
export async function openText(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<TextStream> {
  const outer = await peek(chunks[Symbol.asyncIterator](), 8);
  const isGzip = outer.head[0] === 0x1f && outer.head[1] === 0x8b;
  const bytes = isGzip ? gunzip(outer.rest) : outer.rest;
  const inner = await peek(bounded(bytes, maxBytes)[Symbol.asyncIterator](), 8);
  const found = UNSUPPORTED.find(([magic]) => magic.every((byte, at) => inner.head[at] === byte));
  if (found !== undefined) {
    const hint = 'Upload CSV or JSON, plain or gzipped.';
    throw unreadable('FILE_UNSUPPORTED', `The file is ${found[1]}.`, hint);
  }
  const [encoding, bom] = bomOf(inner.head);
  const stream: TextStream = {
    encoding,
    hasFallenBack: false,
    compression: isGzip ? 'gzip' : null,
    pieces: { [Symbol.asyncIterator]: () => decode(inner.rest, bom, stream) },
  };
  return stream;
}

interface Peeked {
  readonly head: Uint8Array;
  readonly rest: AsyncGenerator<Uint8Array>;
}

async function peek(chunks: AsyncIterator<Uint8Array>, length: number): Promise<Peeked> {
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

function bomOf(head: Uint8Array): readonly [string, number] {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    return ['utf-8', 3];
  }
  if (head[0] === 0xff && head[1] === 0xfe) {
    return ['utf-16le', 2];
  }
  return head[0] === 0xfe && head[1] === 0xff ? ['utf-16be', 2] : ['utf-8', 0];
}

async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  bom: number,
  stream: TextStream,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(stream.encoding, { fatal: stream.encoding === 'utf-8' });
  let skipped = bom;
  // Bytes of a character that was cut between chunks; kept so that the fallback can read them.
  let pending = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const bare = skipped === 0 ? chunk : chunk.subarray(skipped);
    skipped = Math.max(0, skipped - chunk.length);
    if (stream.encoding !== 'utf-8') {
      yield stream.hasFallenBack ? decodeWindows(bare) : decoder.decode(bare, { stream: true });
      continue;
    }
    const joined = pending.length === 0 ? Buffer.from(bare) : Buffer.concat([pending, bare]);
    const whole = joined.length - cutTail(joined);
    const text = decodeUtf8(joined.subarray(0, whole), stream);
    pending = joined.subarray(whole);
    yield text;
    if (stream.hasFallenBack && pending.length > 0) {
      yield decodeWindows(pending);
      pending = Buffer.alloc(0);
    }
  }
  if (pending.length > 0) {
    fallBack(stream);
    yield decodeWindows(pending);
  }
}

function decodeUtf8(bytes: Buffer, stream: TextStream): string {
  if (isAscii(bytes)) {
    return bytes.toString('latin1');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    fallBack(stream);
    return decodeWindows(bytes);
  }
}

function fallBack(stream: TextStream): void {
  stream.encoding = 'windows-1252';
  stream.hasFallenBack = true;
}

// How many bytes at the end begin a character that is not complete.
function cutTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isFollower = byte >= 0x80 && byte < 0xc0;
    if (!isFollower) {
      return lengthOf(byte) > back ? back : 0;
    }
  }
  return 0;
}

// The number of bytes of the UTF-8 character that begins so.
function lengthOf(byte: number): number {
  if (byte < 0xc0) {
    return 1;
  }
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
}

function decodeWindows(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, (character) => {
    return WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80);
  });
}
