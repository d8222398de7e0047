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
  /** Objects that have not vanished, though no record makes them. */
  readonly spare: (uuids: readonly string[]) => Promise<void>;
  /** The next objects that imports have brought of these sources, and that have not been met. */
  readonly vanished: (from: VanishedFrom) => Promise<readonly Vanished[]>;
  readonly close: () => void;
}

/** Where to look, and where to go on. */
export interface VanishedFrom {
  readonly collectionId: string;
  readonly sources: readonly string[];
  readonly position: number;
  readonly limit: number;
}

/** The last version of an object. */
export interface Vanished {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly body: string;
}

// The table has no statistics: without this it would be read whole for each batch.
const SETTINGS = `set temp_buffers = '64MB'; set enable_seqscan = off; set enable_hashjoin = off;
  set enable_mergejoin = off; set enable_bitmapscan = off; set enable_sort = off; set jit = off`;
const TABLES = `create temporary table seen (key uuid primary key, content uuid not null, line bigint not null);
  create temporary table spared (key uuid primary key)`;

/** Opens an empty table. It takes a connection until it is closed. */
export async function openSeen(db: Database): Promise<Seen> {
  const client = await db.work.connect();
  // A connection that breaks is told by the statement that fails.
  client.on('error', () => undefined);
  try {
    await client.query(SETTINGS);
    await client.query(TABLES);
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
    spare: async (uuids) => {
      const text = 'insert into spared (key) select unnest($1::uuid[]) on conflict do nothing';
      await client.query({ name: 'insert-spared', text, values: [uuids] });
    },
    vanished: async ({ collectionId, sources, position, limit }) => {
      const { rows } = await client.query<Vanished>(
        `select o.date_added, o.stix_type, o.stix_uuid, o.body from object o
          where o.collection_id = $1 and o.date_added > $3 and o.superseded_at is null
            and o.stix_type in ('indicator', 'vulnerability')
            and exists (select from import i where i.id = o.import_id
              and (i.source = any($2::text[]) or (i.settings->>'row_source')::boolean))
            and not exists (select from seen s where s.key = o.stix_uuid)
            and not exists (select from spared s where s.key = o.stix_uuid)
          order by o.date_added limit $4`,
        [collectionId, sources, position, limit],
      );
      return rows;
    },
    // The table belongs to the session, which ends here.
    close: () => client.release(true),
  };
}
