// The bytes of an uploaded file, in order or from any place: an archive is read from its end.
import type { Queryable } from './database.ts';

// Below the size of a stored chunk: a thread that parses gets to its socket in between.
const PIECE_BYTES = 128 * 1024;

/** Opens an upload of `size` bytes. `onRead` hears of the place that was read last. */
export function openUpload(
  db: Queryable,
  importId: string,
  size: number,
  onRead: (place: number) => void,
): {
  readonly size: () => Promise<number>;
  readonly read: (start?: number, end?: number) => AsyncGenerator<Buffer>;
} {
  let sizes: readonly number[] | null = null;
  async function* read(start = 0, end = size): AsyncGenerator<Buffer> {
    if (start > 0) sizes ??= await selectChunkSizes(db, importId);
    let { position, place } = placeOf(sizes ?? [], start);
    while (place < end) {
      const bytes = await selectChunk(db, importId, position);
      if (bytes === null) return;
      const last = Math.min(bytes.length, end - place);
      for (let at = Math.max(0, start - place); at < last; at += PIECE_BYTES) {
        const piece = bytes.subarray(at, Math.min(at + PIECE_BYTES, last));
        onRead(place + at + piece.length);
        yield piece;
      }
      place += bytes.length;
      position += 1;
    }
  }
  return { size: () => Promise.resolve(size), read };
}

// The chunk in which a place lies, and where in the file that chunk begins.
function placeOf(sizes: readonly number[], wanted: number): { position: number; place: number } {
  let place = 0;
  for (const [position, size] of sizes.entries()) {
    if (place + size > wanted) return { position, place };
    place += size;
  }
  return { position: wanted === 0 ? 0 : sizes.length, place };
}

async function selectChunkSizes(db: Queryable, importId: string): Promise<readonly number[]> {
  const { rows } = await db.query<{ size: number }>(
    `select octet_length(c.bytes) as size from import_chunk c where c.import_id = $1
      order by c.position`,
    [importId],
  );
  return rows.map(({ size }) => size);
}

async function selectChunk(
  db: Queryable,
  importId: string,
  position: number,
): Promise<Buffer | null> {
  const { rows } = await db.query<{ bytes: Buffer }>({
    name: 'select-import-chunk',
    text: 'select c.bytes from import_chunk c where c.import_id = $1 and c.position = $2',
    values: [importId, position],
  });
  return rows[0]?.bytes ?? null;
}
