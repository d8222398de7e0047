// The value of `next` (TAXII 2.1 §3.5): a signed position, so that no node keeps anything for it.
// Bound to the collection only. Rights and filters are checked anew by each request.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where a page goes on. */
export interface Cursor {
  readonly collection: string;
  /** The date_added (microseconds) after which to go on. */
  readonly after: number;
  /** The added_after that the first page was asked with. */
  readonly added_after: number | null;
}

const MAC_LENGTH = 16;
const POSITION_LENGTH = 8;
const LENGTHS = [POSITION_LENGTH + MAC_LENGTH, 2 * POSITION_LENGTH + MAC_LENGTH];
const PURPOSE = 'taxiway next 1\n';

/** Writes a cursor: 32 or 43 letters of base64url. */
export function signCursor(cursor: Cursor, key: Buffer): string {
  const positions =
    cursor.added_after === null ? [cursor.after] : [cursor.after, cursor.added_after];
  const payload = Buffer.alloc(positions.length * POSITION_LENGTH);
  positions.forEach((position, index) => {
    payload.writeBigInt64BE(BigInt(position), index * POSITION_LENGTH);
  });
  return Buffer.concat([payload, macOf(payload, cursor.collection, key)]).toString('base64url');
}

/** Reads a cursor of this collection, or null when it is not one that this key signed. */
export function readCursor(text: string, collection: string, key: Buffer): Cursor | null {
  const bytes = Buffer.from(text, 'base64url');
  // Node reads base64 leniently; a cursor has one spelling.
  if (!LENGTHS.includes(bytes.length) || bytes.toString('base64url') !== text) return null;
  const payload = bytes.subarray(0, -MAC_LENGTH);
  if (!timingSafeEqual(bytes.subarray(-MAC_LENGTH), macOf(payload, collection, key))) return null;
  const second = payload.length > POSITION_LENGTH ? readPosition(payload, POSITION_LENGTH) : null;
  return { collection, after: readPosition(payload, 0), added_after: second };
}

function macOf(payload: Buffer, collection: string, key: Buffer): Buffer {
  const mac = createHmac('sha256', key).update(PURPOSE).update(collection).update('\n');
  return mac.update(payload).digest().subarray(0, MAC_LENGTH);
}

function readPosition(payload: Buffer, at: number): number {
  return Number(payload.readBigInt64BE(at));
}
