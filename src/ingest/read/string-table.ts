// The texts that the cells of a workbook share: often one for each cell, so they are kept as bytes,
// outside the heap that a thread may fill.
import { unreadable } from '../entry.ts';

/** Texts by number. */
export interface StringTable {
  readonly add: (text: string) => void;
  readonly get: (index: number) => string | undefined;
}

const BLOCK_BYTES = 1024 * 1024;
const MAX_BYTES = 192 * 1024 * 1024;
// Each text begins with its length.
const PREFIX = 4;
const FIRST_TEXTS = 1024;

/** An empty table. */
export function makeStringTable(): StringTable {
  const blocks: Buffer[] = [];
  let starts = new Float64Array(FIRST_TEXTS);
  let count = 0;
  let end = 0;
  let total = 0;

  // A text lies in one block; what is longer than a block has one of its own.
  function reserve(size: number): { readonly block: Buffer; readonly at: number } {
    let block = blocks.at(-1);
    if (block === undefined || end + size > block.length) {
      block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, size));
      blocks.push(block);
      end = 0;
    }
    const at = end;
    end += size;
    return { block, at };
  }

  return {
    add: (text) => {
      const size = PREFIX + Buffer.byteLength(text);
      total += size + starts.BYTES_PER_ELEMENT;
      if (total > MAX_BYTES) {
        throw tooLarge();
      }
      const { block, at } = reserve(size);
      block.writeUInt32LE(size - PREFIX, at);
      block.write(text, at + PREFIX);
      if (count === starts.length) {
        const more = new Float64Array(2 * count);
        more.set(starts);
        starts = more;
      }
      starts[count] = (blocks.length - 1) * 2 ** 32 + at;
      count += 1;
    },
    get: (index) => {
      const start = index < count ? starts[index] : undefined;
      const block = start === undefined ? undefined : blocks[Math.floor(start / 2 ** 32)];
      if (start === undefined || block === undefined) {
        return undefined;
      }
      const at = start % 2 ** 32;
      const size = block.readUInt32LE(at);
      return block.toString('utf8', at + PREFIX, at + PREFIX + size);
    },
  };
}

function tooLarge(): Error {
  const message = `The workbook has more than ${MAX_BYTES} bytes of texts.`;
  return unreadable('FILE_TOO_LARGE', message, 'Save the sheet as CSV.');
}
