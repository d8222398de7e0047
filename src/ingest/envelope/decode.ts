// The bytes of a body → its text.

import { isUtf8 } from 'node:buffer';

/** The text of UTF-8 bytes, without a byte order mark; null for bytes that are none. */
export function decode(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasMark = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
  return whole.toString('utf8', hasMark ? 3 : 0);
}
