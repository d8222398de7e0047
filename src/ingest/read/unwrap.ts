// What a file is wrapped in, told by its first bytes: gzip, a zip archive around one file, or the
// archive that a workbook is. Each at most once, so that no file unpacks for ever.
import { unreadable } from '../entry.ts';
import { type FileBytes, gunzipped, peekBytes } from './bytes.ts';
import { type Archive, openZip, unsupported } from './zip.ts';

/** A file without its wrapping. */
export interface Unwrapped {
  readonly file: FileBytes;
  /** The parts of a workbook, where the file is one. */
  readonly workbook: Archive | null;
  /** The outermost wrapping. */
  readonly compression: Wrapping | null;
}

const GZIP = [0x1f, 0x8b];
// A file, an empty archive, an archive in pieces. Two letters alone may begin a text.
const ZIPS = [
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
  [0x50, 0x4b, 7, 8],
];
const UNSUPPORTED: readonly (readonly [readonly number[], string])[] = [
  [[0x42, 0x5a, 0x68], 'a bzip2 file'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard file'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a workbook in the old format, or an encrypted one'],
  [GZIP, 'gzip inside gzip'],
  ...ZIPS.map((magic) => [magic, 'a zip archive inside another'] as const),
];

type Wrapping = 'gzip' | 'zip';

/** Takes the wrapping off a file. `maxBytes` counts its bytes unpacked. */
export function unwrap(file: FileBytes, maxBytes: number): Promise<Unwrapped> {
  return unwrapFurther(file, maxBytes, []);
}

async function unwrapFurther(
  file: FileBytes,
  maxBytes: number,
  taken: readonly Wrapping[],
): Promise<Unwrapped> {
  const compression = taken[0] ?? null;
  const { head } = await peekBytes(file.read(0, 8), 8);
  if (begins(head, GZIP) && !taken.includes('gzip')) {
    return unwrapFurther(gunzipped(file, maxBytes), maxBytes, [...taken, 'gzip']);
  }
  const isZip = ZIPS.some((magic) => begins(head, magic));
  const archive = isZip ? await openZip(file, maxBytes) : null;
  if (archive?.has('xl/workbook.xml') === true) {
    return { file, workbook: archive, compression };
  }
  if (archive !== null && !taken.includes('zip')) {
    return unwrapFurther(onlyFile(archive), maxBytes, [...taken, 'zip']);
  }
  refuseUnsupported(head);
  return { file, workbook: null, compression };
}

function begins(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => head[at] === byte);
}

function refuseUnsupported(head: Uint8Array): void {
  const found = UNSUPPORTED.find(([magic]) => begins(head, magic));
  if (found !== undefined) {
    const hint = 'Upload CSV, JSON or XLSX, plain, gzipped, or as the only file in a zip archive.';
    throw unreadable('FILE_UNSUPPORTED', `The file is ${found[1]}.`, hint);
  }
}

function onlyFile(archive: Archive): FileBytes {
  const [file, ...others] = archive.values();
  if (file === undefined || others.length > 0) {
    throw unsupported(`The zip archive holds ${archive.size} files; it may hold one.`);
  }
  return file;
}
