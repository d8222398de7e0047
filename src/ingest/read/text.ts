// Bytes → text: finds the encoding, decodes piece by piece.
import { isAscii } from 'node:buffer';
import { type FileBytes, peekBytes } from './bytes.ts';

/** A file's text, and what was found out about its encoding. */
export interface Text extends Decoded {
  /** The beginning, enough to tell what it is. */
  readonly head: string;
  /** What follows. */
  readonly rest: AsyncIterator<string>;
}

interface Decoded {
  /** Final only once all of the text was read. */
  encoding: string;
  hasFallenBack: boolean;
}

const HEAD_CHARS = 256 * 1024;
/** Blanks do not count, but not without end: this much is held. */
export const MOST_HEAD_CHARS = 4 * 1024 * 1024;

// 0x80–0x9F as the encoding standard has them; TextDecoder of some Node 20 gives C1 controls.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Opens a file's bytes as text. */
export async function openText(file: FileBytes): Promise<Text> {
  const { head: bytes, rest } = await peekBytes(file.read(), 4);
  const [encoding, bom] = bomOf(bytes);
  const decoded: Decoded = { encoding, hasFallenBack: false };
  const pieces = decode(rest, bom, decoded);
  const head = await readHead(pieces);
  return Object.assign(decoded, { head, rest: pieces });
}

async function readHead(pieces: AsyncIterator<string>): Promise<string> {
  let head = '';
  let isBlank = true;
  while (head.length < (isBlank ? MOST_HEAD_CHARS : HEAD_CHARS)) {
    const next = await pieces.next();
    if (next.done === true) {
      break;
    }
    head += next.value;
    isBlank &&= next.value.trim() === '';
  }
  return head;
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
  text: Decoded,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(text.encoding, { fatal: text.encoding === 'utf-8' });
  let skipped = bom;
  // Bytes of a character that was cut between chunks; kept so that the fallback can read them.
  let pending = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const bare = skipped === 0 ? chunk : chunk.subarray(skipped);
    skipped = Math.max(0, skipped - chunk.length);
    if (text.encoding !== 'utf-8') {
      yield text.hasFallenBack ? decodeWindows(bare) : decoder.decode(bare, { stream: true });
      continue;
    }
    const joined = pending.length === 0 ? Buffer.from(bare) : Buffer.concat([pending, bare]);
    const whole = joined.length - cutTail(joined);
    const decoded = decodeUtf8(joined.subarray(0, whole), text);
    pending = joined.subarray(whole);
    yield decoded;
    if (text.hasFallenBack && pending.length > 0) {
      yield decodeWindows(pending);
      pending = Buffer.alloc(0);
    }
  }
  if (pending.length > 0) {
    fallBack(text);
    yield decodeWindows(pending);
  }
}

function decodeUtf8(bytes: Buffer, text: Decoded): string {
  if (isAscii(bytes)) {
    return bytes.toString('latin1');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    fallBack(text);
    return decodeWindows(bytes);
  }
}

function fallBack(text: Decoded): void {
  text.encoding = 'windows-1252';
  text.hasFallenBack = true;
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
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin.replace(/[\u0080-\u009f]/g, (character) => {
    return WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80);
  });
}
