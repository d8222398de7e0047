// A summary as the bytes that COPY wants, all but what is known only when it is stored. It is made where
// its object is made or read, on whatever thread that is, and changes threads as bytes.
//
// Layout: the fields of `intel` behind their length; then, each behind its length, those of every
// `observable`.
import type { Address } from '../intel/address.ts';
import type { Observable } from '../intel/observables.ts';
import type { Summary } from '../intel/summary.ts';
import {
  type Piece,
  putAscii,
  putBoolean,
  putHex,
  putLength,
  putNumber,
  putSmall,
  putText,
  type Slice,
} from './copy-piece.ts';

/** How many columns of `intel`, and of `observable`, are packed. */
export const PACKED_INTEL = 12;
export const PACKED_OBSERVABLE = 3;

const ARENA = 65_536;
// More than the numbers, and the lengths of the texts.
const HEAD = 256;
// What a text takes besides its characters: its length, and a word of a list no more.
const TEXT_OID = 25;
const FAMILY = { ipv4: 2, ipv6: 3 };

let arena: Piece = { bytes: Buffer.alloc(0), end: 0 };

/** Packs a summary. Many share their bytes with others that were packed before and after. */
export function packSummary(summary: Summary): Slice {
  const most = sizeAtMost(summary);
  if (arena.end + most > arena.bytes.length)
    arena = { bytes: Buffer.allocUnsafeSlow(Math.max(ARENA, most)), end: 0 };
  const start = arena.end;
  putFramed(arena, summary, putSummary);
  for (const observable of summary.observables) putFramed(arena, observable, putObservable);
  return { bytes: arena.bytes, start, end: arena.end };
}

/** The packed fields of `intel`. */
export function intelOf(summary: Slice): Slice {
  return framed(summary, summary.start);
}

/** The packed fields of each `observable`. */
export function observablesOf(summary: Slice): Slice[] {
  const found: Slice[] = [];
  for (let at = intelOf(summary).end; at < summary.end; ) {
    const one = framed(summary, at);
    found.push(one);
    at = one.end;
  }
  return found;
}

function putFramed<T>(piece: Piece, value: T, put: (piece: Piece, value: T) => void): void {
  const at = piece.end;
  piece.end += 4;
  put(piece, value);
  piece.bytes.writeInt32BE(piece.end - at - 4, at);
}

function framed({ bytes }: Slice, at: number): Slice {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return { bytes, start: at + 4, end: at + 4 + ((a << 24) | (b << 16) | (c << 8) | d) };
}

// UTF-8 takes three octets a UTF-16 unit at most.
function sizeAtMost({ name, labels, kinds, content, observables }: Summary): number {
  let units = content.length + (name?.length ?? 0);
  for (const word of labels) units += word.length + 4;
  for (const word of kinds) units += word.length + 4;
  for (const { kind, value } of observables) units += kind.length + value.length + HEAD;
  return HEAD + 3 * units;
}

function putSummary(piece: Piece, summary: Summary): void {
  putHex(piece, summary.creator);
  putText(piece, summary.name);
  putNumber(piece, summary.created);
  putNumber(piece, summary.modified);
  putNumber(piece, summary.valid_from);
  putNumber(piece, summary.valid_until);
  putSmall(piece, summary.confidence);
  putAscii(piece, summary.tlp);
  putBoolean(piece, summary.revoked);
  putList(piece, summary.labels);
  putList(piece, summary.kinds);
  putText(piece, summary.content);
}

function putObservable(piece: Piece, { kind, value, ip }: Observable): void {
  putText(piece, kind);
  putText(piece, value);
  putAddress(piece, ip);
}

// An array: dimensions, whether it has nulls, the type of its elements, then length and first index.
function putList(piece: Piece, words: readonly string[]): void {
  const at = piece.end;
  piece.end += 4;
  for (const number of words.length === 0 ? [0, 0, TEXT_OID] : [1, 0, TEXT_OID, words.length, 1])
    piece.end = piece.bytes.writeInt32BE(number, piece.end);
  for (const word of words) putText(piece, word);
  piece.bytes.writeInt32BE(piece.end - at - 4, at);
}

// An inet: family, bits, that it is no cidr, how many octets, octets.
function putAddress(piece: Piece, address: Address | null): void {
  if (address === null) {
    putLength(piece, null);
    return;
  }
  const { octets, bits } = address;
  putLength(piece, octets.length + 4);
  const family = octets.length === 4 ? FAMILY.ipv4 : FAMILY.ipv6;
  for (const octet of [family, bits, 0, octets.length, ...octets]) {
    piece.bytes[piece.end] = octet;
    piece.end += 1;
  }
}
