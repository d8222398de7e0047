// The binary format of COPY: each field its length in four octets, then its octets; numbers from the
// highest octet down (https://www.postgresql.org/docs/current/sql-copy.html). Written by hand, because
// this runs for every row of a bulk load.

/** Some bytes between two places: a body or a summary that another thread wrote. */
export interface Slice {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Bytes that are being written. */
export interface Piece {
  readonly bytes: Buffer;
  end: number;
}

// Rows are written into pieces of this size; a larger row has one of its own.
const PIECE = 524_288;
// What one save of an import takes. Bytes outside of V8's heap make it collect garbage all over: with
// new pieces for each batch an import's thread did so twice a batch.
const MOST_SPARES = 8;
const spares: Buffer[] = [];
const NULL = -1;
const DASH = 0x2d;
const LAST_OF_ASCII = 0x7f;
// Up to here a call into Buffer.write costs more than to go through the characters.
const SHORT = 48;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);

/** A stream of COPY. */
export interface Copying {
  /** Signature, rows, end. */
  readonly stream: Generator<Uint8Array>;
  /** Gives its pieces back for others to write to. To be called when PostgreSQL has taken all in. */
  readonly release: () => void;
}

/** Writes rows for COPY. `most` is what a row takes at most. */
export function copyAll<Row>(
  rows: readonly Row[],
  most: (row: Row) => number,
  put: (piece: Piece, row: Row) => void,
): Copying {
  const taken: Buffer[] = [];
  return {
    stream: writeAll(rows, most, put, taken),
    release: () => spares.push(...taken.splice(0, MOST_SPARES - spares.length)),
  };
}

function* writeAll<Row>(
  rows: readonly Row[],
  most: (row: Row) => number,
  put: (piece: Piece, row: Row) => void,
  taken: Buffer[],
): Generator<Uint8Array> {
  yield SIGNATURE;
  let piece = startPiece(taken);
  for (const row of rows) {
    const size = most(row);
    if (piece.end + size > piece.bytes.length) {
      if (piece.end > 0) yield piece.bytes.subarray(0, piece.end);
      piece = size > PIECE ? { bytes: Buffer.allocUnsafe(size), end: 0 } : startPiece(taken);
    }
    put(piece, row);
  }
  yield piece.bytes.subarray(0, piece.end);
  yield END;
}

function startPiece(taken: Buffer[]): Piece {
  const bytes = spares.pop() ?? Buffer.allocUnsafeSlow(PIECE);
  taken.push(bytes);
  return { bytes, end: 0 };
}

/** How many fields a row has: what it begins with. */
export function putFieldCount(piece: Piece, count: number): void {
  piece.bytes[piece.end] = 0;
  piece.bytes[piece.end + 1] = count;
  piece.end += 2;
}

/** The length of a field, or that it is null. */
export function putLength(piece: Piece, length: number | null): void {
  piece.end = piece.bytes.writeInt32BE(length ?? NULL, piece.end);
}

/** A bigint. */
export function putNumber(piece: Piece, value: number | null): void {
  putLength(piece, value === null ? null : 8);
  if (value === null) return;
  const high = Math.floor(value / 0x1_0000_0000);
  piece.end = piece.bytes.writeInt32BE(high, piece.end);
  piece.end = piece.bytes.writeUInt32BE(value - high * 0x1_0000_0000, piece.end);
}

/** An integer. */
export function putInteger(piece: Piece, value: number): void {
  putLength(piece, 4);
  piece.end = piece.bytes.writeInt32BE(value, piece.end);
}

/** A smallint. */
export function putSmall(piece: Piece, value: number | null): void {
  putLength(piece, value === null ? null : 2);
  if (value !== null) piece.end = piece.bytes.writeInt16BE(value, piece.end);
}

/** A boolean. */
export function putBoolean(piece: Piece, value: boolean): void {
  putLength(piece, 1);
  piece.bytes[piece.end] = value ? 1 : 0;
  piece.end += 1;
}

/**
 * A text of letters, digits and marks of ASCII. Written one by one: a call into Buffer.write costs
 * more than these few.
 */
export function putAscii(piece: Piece, text: string | null): void {
  putLength(piece, text === null ? null : text.length);
  if (text === null) return;
  const { bytes, end } = piece;
  for (let at = 0; at < text.length; at += 1) bytes[end + at] = text.charCodeAt(at);
  piece.end = end + text.length;
}

/** A text of any characters. */
export function putText(piece: Piece, text: string | null): void {
  if (text === null) {
    putLength(piece, null);
    return;
  }
  const start = piece.end + 4;
  const isShort = text.length <= SHORT && writeAscii(piece.bytes, start, text);
  const length = isShort ? text.length : piece.bytes.write(text, start, 'utf8');
  putLength(piece, length);
  piece.end += length;
}

// Whether it is of ASCII, and so written.
function writeAscii(bytes: Buffer, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > LAST_OF_ASCII) return false;
    bytes[start + at] = code;
  }
  return true;
}

/** A UUID or a hash: hexadecimal digits, with or without dashes between pairs of them. */
export function putHex(piece: Piece, text: string | null): void {
  if (text === null) {
    putLength(piece, null);
    return;
  }
  const { bytes } = piece;
  const start = piece.end + 4;
  let end = start;
  for (let at = 0; at < text.length; at += 2) {
    if (text.charCodeAt(at) === DASH) at += 1;
    bytes[end] = (digit(text.charCodeAt(at)) << 4) | digit(text.charCodeAt(at + 1));
    end += 1;
  }
  putLength(piece, end - start);
  piece.end = end;
}

/** A text that is bytes already. */
export function putBytes(piece: Piece, slice: Slice): void {
  putLength(piece, slice.end - slice.start);
  putFields(piece, slice);
}

/**
 * Fields that were written before, with their lengths.
 * @throws RangeError when the bytes have been given away meanwhile: better no row than a wrong one
 */
export function putFields(piece: Piece, { bytes, start, end }: Slice): void {
  if (end > bytes.length) throw new RangeError('The bytes of a row are not there any more.');
  piece.bytes.set(bytes.subarray(start, end), piece.end);
  piece.end += end - start;
}

function digit(code: number): number {
  return (code & 0xf) + (code > 0x39 ? 9 : 0);
}
