// What an import has met in its file so far, in a temporary table of a session of its own: it is not
// written ahead, goes with the session, and takes no memory of the server however long the file is.
import type { Database } from './database.ts';

/** One record that was met; the columns stand beside each other. */
export interface SeenColumns {
  /** What the record is told by: 32 hexadecimal digits, or a UUID. */
  readonly keys: readonly string[];
  /** What it says, in as many digits. */
  readonly contents: readonly string[];
}

/** An earlier record of the same key. */
export interface SeenEarlier {
  /** The place among those that were asked for. */
  readonly place: number;
  readonly line: number;
  readonly says_other: boolean;
}

export interface Seen {
  readonly find: (columns: SeenColumns) => Promise<readonly SeenEarlier[]>;
  /** The first record of a key stays. */
  readonly add: (columns: SeenColumns, lines: readonly number[]) => Promise<void>;
  readonly close: () => void;
}

// The table has no statistics: without this it would be read whole for each batch.
const SETTINGS = `set temp_buffers = '64MB'; set enable_seqscan = off; set enable_hashjoin = off;
  set enable_mergejoin = off; set enable_bitmapscan = off; set jit = off`;
const TABLE =
  'create temporary table seen (key uuid primary key, content uuid not null, line bigint not null)';

/** Opens an empty table. It takes a connection until it is closed. */
export async function openSeen(db: Database): Promise<Seen> {
  const client = await db.work.connect();
  // A connection that breaks is told by the statement that fails.
  client.on('error', () => undefined);
  try {
    await client.query(SETTINGS);
    await client.query(TABLE);
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    find: async ({ keys, contents }) => {
      const { rows } = await client.query<SeenEarlier>({
        name: 'select-seen',
        text: `select (w.place - 1)::int as place, s.line, s.content <> w.content as says_other
            from unnest($1::uuid[], $2::uuid[]) with ordinality as w (key, content, place)
            join seen s on s.key = w.key`,
        values: [keys, contents],
      });
      return rows;
    },
    add: async ({ keys, contents }, lines) => {
      await client.query({
        name: 'insert-seen',
        text: `insert into seen (key, content, line)
          select * from unnest($1::uuid[], $2::uuid[], $3::bigint[]) on conflict do nothing`,
        values: [keys, contents, lines],
      });
    },
    // The table belongs to the session, which ends here.
    close: () => client.release(true),
  };
}
