// Rows of `object` in the binary format of COPY: each field its length in four octets, then its
// octets; numbers from the highest octet down (https://www.postgresql.org/docs/current/sql-copy.html).
/** A row of `object`, ready to be written. Times in microseconds since 1970 UTC. */
export interface ObjectRow {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly version: string;
  readonly version_as_sent: string | null;
  readonly spec_version: string;
  readonly superseded_at: number | null;
  /** Hexadecimal. */
  readonly content_hash: string;
  readonly account_id: string | null;
  readonly import_id: string | null;
  readonly import_line: number | null;
  readonly body: string | Utf8;
}

/** A text as UTF-8, between two places of some bytes. */
export interface Utf8 {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

// Rows are written into pieces of this size; a larger row has one of its own.
const PIECE = 524_288;
const FIELDS = 13;
// More than a row takes besides its texts.
const HEAD = 256;
const NULL = -1;
const DASH = 0x2d;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);

/** The whole stream: signature, rows, end. */
export function* copyRows(collectionId: string, rows: readonly ObjectRow[]): Generator<Uint8Array> {
  yield SIGNATURE;
  let piece: Piece = { bytes: Buffer.allocUnsafe(PIECE), end: 0 };
  for (const row of rows) {
    const most = sizeAtMost(row);
    if (piece.end + most > piece.bytes.length) {
      if (piece.end > 0) yield piece.bytes.subarray(0, piece.end);
      piece = { bytes: Buffer.allocUnsafe(Math.max(PIECE, most)), end: 0 };
    }
    putRow(piece, collectionId, row);
  }
  yield piece.bytes.subarray(0, piece.end);
  yield END;
}

interface Piece {
  readonly bytes: Buffer;
  end: number;
}

function sizeAtMost({ stix_type, version, version_as_sent, body }: ObjectRow): number {
  const names = stix_type.length + version.length + (version_as_sent?.length ?? 0);
  // UTF-8 takes three octets a UTF-16 unit at most.
  return HEAD + names + (typeof body === 'string' ? 3 * body.length : body.end - body.start);
}

function putRow(piece: Piece, collectionId: string, row: ObjectRow): void {
  piece.bytes[piece.end] = 0;
  piece.bytes[piece.end + 1] = FIELDS;
  piece.end += 2;
  putHex(piece, collectionId);
  putNumber(piece, row.date_added);
  putAscii(piece, row.stix_type);
  putHex(piece, row.stix_uuid);
  putAscii(piece, row.version);
  putAscii(piece, row.version_as_sent);
  putAscii(piece, row.spec_version);
  putNumber(piece, row.superseded_at);
  putHex(piece, row.content_hash);
  putHex(piece, row.account_id);
  putHex(piece, row.import_id);
  putNumber(piece, row.import_line);
  putBody(piece, row.body);
}

function putLength(piece: Piece, length: number): void {
  piece.end = piece.bytes.writeInt32BE(length, piece.end);
}

function putNumber(piece: Piece, value: number | null): void {
  putLength(piece, value === null ? NULL : 8);
  if (value === null) return;
  const high = Math.floor(value / 0x1_0000_0000);
  piece.end = piece.bytes.writeInt32BE(high, piece.end);
  piece.end = piece.bytes.writeUInt32BE(value - high * 0x1_0000_0000, piece.end);
}

// Types, versions and their like are letters, digits and marks. Written one by one: a call into
// Buffer.write costs more than these few.
function putAscii(piece: Piece, text: string | null): void {
  putLength(piece, text === null ? NULL : text.length);
  if (text === null) return;
  const { bytes, end } = piece;
  for (let at = 0; at < text.length; at += 1) bytes[end + at] = text.charCodeAt(at);
  piece.end = end + text.length;
}

/** A UUID or a hash: hexadecimal digits, with or without dashes between pairs of them. */
function putHex(piece: Piece, text: string | null): void {
  if (text === null) {
    putLength(piece, NULL);
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

function digit(code: number): number {
  return (code & 0xf) + (code > 0x39 ? 9 : 0);
}

function putBody(piece: Piece, body: ObjectRow['body']): void {
  const start = piece.end + 4;
  let length: number;
  if (typeof body === 'string') length = piece.bytes.write(body, start, 'utf8');
  else {
    length = body.end - body.start;
    piece.bytes.set(body.bytes.subarray(body.start, body.end), start);
  }
  putLength(piece, length);
  piece.end += length;
}
