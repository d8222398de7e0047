// Zip archives (PKWARE's APPNOTE): the list of what is inside stands at the end, so the file is read
// from there and then from where an entry begins. Nothing is unpacked that was not asked for.
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { fatalOf, unreadable } from '../entry.ts';
import { type FileBytes, unpacked } from './bytes.ts';

/** The files in an archive by name; folders are left out. */
export type Archive = ReadonlyMap<string, FileBytes>;

const BLOCK_BYTES = 64 * 1024;
const MAX_ENTRIES = 10_000;

// What macOS puts beside each file: its icon, its comment.
const RESOURCE_FORK = /^__MACOSX\//;

/** Opens an archive; `maxBytes` bounds what each of its files may unpack to. */
export async function openZip(file: FileBytes, maxBytes: number): Promise<Archive> {
  const failure: Failure = {};
  const size = await file.size();
  const reader = makeReader(file, failure);
  try {
    const options = { autoClose: false, lazyEntries: true, decodeStrings: false };
    const zip = await fromRandomAccessReaderPromise(reader, size, options);
    const files = new Map<string, FileBytes>();
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8').replaceAll('\\', '/');
      if (!name.endsWith('/') && !RESOURCE_FORK.test(name)) {
        files.set(
          name,
          unpacked(() => readEntry(zip, entry, failure), maxBytes),
        );
      }
      if (files.size > MAX_ENTRIES) {
        throw unsupported(`The zip archive holds more than ${MAX_ENTRIES} files.`);
      }
    }
    return files;
  } catch (error) {
    throw told(error, failure);
  }
}

/** The archive cannot be used, though it may be sound. */
export function unsupported(message: string): Error {
  const hint = 'Upload an archive that holds one file, or the file itself.';
  return unreadable('FILE_UNSUPPORTED', message, hint);
}

// What reading the archive's own bytes threw: the archive is not to blame for that.
interface Failure {
  error?: unknown;
}

function told(error: unknown, failure: Failure): unknown {
  if (failure.error !== undefined) {
    return failure.error;
  }
  if (fatalOf(error) !== null) {
    return error;
  }
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The zip archive is cut off or damaged (${reason}).`;
  return unreadable('FILE_TRUNCATED', message, 'Zip the file again and upload it once more.');
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry,
  failure: Failure,
): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) {
    throw unsupported('The zip archive is encrypted.');
  }
  if (!entry.canDecodeFileData()) {
    throw unsupported(`The zip archive uses compression method ${entry.compressionMethod}.`);
  }
  let checksum = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    if (checksum !== entry.crc32) {
      throw new Error('a checksum is wrong');
    }
  } catch (error) {
    throw told(error, failure);
  }
}

// The library has a class for this and asks for one derived from it; an instance that is given what
// it lacks does as well. The list of entries is read a few bytes at a time, hence the block.
function makeReader(file: FileBytes, failure: Failure): RandomAccessReader {
  const reader: RandomAccessReader = Reflect.construct(RandomAccessReader, []);
  let block: { readonly start: number; readonly bytes: Buffer } | null = null;

  async function* readRange(start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* file.read(start, end);
    } catch (error) {
      failure.error = error;
      throw error;
    }
  }

  async function blockAt(start: number, length: number): Promise<Buffer> {
    const isInside =
      block !== null && start >= block.start && start + length <= block.start + block.bytes.length;
    if (block === null || !isInside) {
      const pieces: Uint8Array[] = [];
      for await (const piece of readRange(start, start + Math.max(BLOCK_BYTES, length))) {
        pieces.push(piece);
      }
      block = { start, bytes: Buffer.concat(pieces) };
    }
    return block.bytes.subarray(start - block.start, start - block.start + length);
  }

  reader._readStreamForRange = (start, end) =>
    Readable.from(readRange(start, end), { objectMode: false });
  reader.read = (buffer, offset, length, position, callback) => {
    blockAt(position, length).then((bytes) => {
      bytes.copy(buffer, offset);
      callback(bytes.length < length ? new Error('the file ends too early') : null);
    }, callback);
  };
  return reader;
}
