// The writes of the objects table: the clock, the look-up of what is stored, COPY, and deletion.
// Only ingest/save.ts and ingest/remove.ts may use it, and ingest/backlog.ts: there is one road in.
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Copying } from './copy-piece.ts';
import {
  copyIntelRows,
  copyObservableRows,
  copyRows,
  type ObjectRow,
  type SummaryRow,
} from './copy-rows.ts';
import type { Queryable, Transaction } from './database.ts';
import { copyReferenceRows } from './references.ts';

/** What is already stored of an object: one version, without its body. */
export interface StoredVersion {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly version: string;
  readonly spec_version: string;
  readonly superseded_at: number | null;
  /** Hexadecimal. */
  readonly content_hash: string;
  readonly import_id: string | null;
  readonly import_line: number | null;
}

/**
 * Locks the collection's clock until the transaction ends: writers of one collection queue here. A
 * plain row lock and a plain statement, so that it also holds through a pooler and when sharded.
 * @returns the last date_added and the database's time; null when there is no such collection
 */
export async function lockClock(
  client: Transaction,
  collectionId: string,
): Promise<{ last: number; now: number } | null> {
  // The settings hold until the transaction ends: selectStored says why. The inner query comes to its
  // row when it has the lock, so the time is read after that.
  await client.query(BY_INDEX);
  const { rows } = await client.query<{ last: number; now: number }>({
    name: 'lock-clock',
    text: `with clock as materialized (
        select c.last_date_added from collection_clock c where c.collection_id = $1 for update)
      select clock.last_date_added as last,
        (extract(epoch from clock_timestamp()) * 1000000)::bigint as now from clock`,
    values: [collectionId],
  });
  return rows[0] ?? null;
}

/** The last date_added of a collection, without its lock: 0 where there is no such collection. */
export async function selectClock(client: Queryable, collectionId: string): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    'select c.last_date_added as last from collection_clock c where c.collection_id = $1',
    [collectionId],
  );
  return rows[0]?.last ?? 0;
}

/** Sets the clock to the last date_added given out. Call it with the clock locked. */
export async function updateClock(
  client: Transaction,
  collectionId: string,
  last: number,
): Promise<void> {
  await client.query('update collection_clock set last_date_added = $2 where collection_id = $1', [
    collectionId,
    last,
  ]);
}

// Only the index that has the order asked for will do.
const BY_INDEX =
  'set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off';

/**
 * All stored versions of the objects with these UUIDs: one look-up in object_version a UUID. The
 * order is there for the planner alone: without statistics it would take the primary key, or a scan
 * of the whole table, for as good.
 */
export async function selectStored(
  client: Transaction,
  collectionId: string,
  uuids: readonly string[],
): Promise<StoredVersion[]> {
  const { rows } = await client.query(
    `select stored.* from unnest($2::uuid[]) as wanted (stix_uuid)
     cross join lateral (
       select o.date_added, o.stix_type, o.stix_uuid, o.version, o.spec_version, o.superseded_at,
         encode(o.content_hash, 'hex') as content_hash, o.import_id, o.import_line
       from object o where o.collection_id = $1 and o.stix_uuid = wanted.stix_uuid
       order by o.stix_type, o.version
     ) stored`,
    [collectionId, uuids],
  );
  return rows;
}

/** The UUIDs of what was stored after a date_added, as many as `limit`. */
export async function selectUuidsAfter(
  client: Transaction,
  collectionId: string,
  after: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ stix_uuid: string }>(
    `select o.stix_uuid from object o where o.collection_id = $1 and o.date_added > $2
      order by o.date_added limit $3`,
    [collectionId, after, limit],
  );
  return rows.map((row) => row.stix_uuid);
}

/** The bodies of stored versions, by date_added: a look-up in the primary key each (see selectStored). */
export async function selectBodies(
  client: Transaction,
  collectionId: string,
  dates: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await client.query(
    `select found.* from unnest($2::bigint[]) as wanted (date_added)
     cross join lateral (
       select o.date_added, o.body from object o
       where o.collection_id = $1 and o.date_added >= wanted.date_added and o.date_added <= wanted.date_added
       order by o.date_added
     ) found`,
    [collectionId, dates],
  );
  return new Map(rows.map((row) => [row.date_added, row.body]));
}

/**
 * Writes rows, and what they are looked for by. By COPY, three to four times as fast as INSERT of
 * arrays; in binary, because then neither we nor PostgreSQL look at each character for escapes.
 */
export async function copyObjects(
  client: Transaction,
  collectionId: string,
  rows: readonly ObjectRow[],
): Promise<void> {
  await copy(client, OBJECT, copyRows(collectionId, rows));
  await copySummaries(client, collectionId, rows);
  const references = rows.flatMap(({ date_added, references = [] }) =>
    references.map((reference, ordinal) => ({ date_added, ordinal, ...reference })),
  );
  if (references.length > 0)
    await copy(client, REFERENCE, copyReferenceRows(collectionId, references));
}

/** Writes what rows are looked for by. */
export async function copySummaries(
  client: Transaction,
  collectionId: string,
  rows: readonly SummaryRow[],
): Promise<void> {
  await copy(client, INTEL, copyIntelRows(collectionId, rows));
  await copy(client, OBSERVABLE, copyObservableRows(collectionId, rows));
}

async function copy(
  client: Transaction,
  table: string,
  { stream, release }: Copying,
): Promise<void> {
  await pipeline(stream, client.query(copyFrom(`copy ${table} from stdin with (format binary)`)));
  release();
}

const OBJECT = `object (collection_id, date_added, stix_type, stix_uuid, version, version_as_sent,
  spec_version, superseded_at, content_hash, account_id, import_id, import_line, body)`;
const INTEL = `intel (collection_id, date_added, is_superseded, stix_type, stix_uuid, import_id,
  import_line, creator, name, created, modified, valid_from, valid_until, confidence, tlp, revoked,
  labels, kinds, content)`;
const REFERENCE = 'reference (collection_id, date_added, ordinal, property, stix_type, stix_uuid)';
const OBSERVABLE = 'observable (collection_id, date_added, ordinal, kind, value, ip)';

/** Notes that newer versions have come: date_added of the older one → of the newest newer one. */
export async function updateSuperseded(
  client: Transaction,
  collectionId: string,
  superseded: ReadonlyMap<number, number | null>,
): Promise<void> {
  if (superseded.size === 0) return;
  const values = [collectionId, [...superseded.keys()], [...superseded.values()]];
  await client.query(
    `update object o set superseded_at = s.superseded_at
     from unnest($2::bigint[], $3::bigint[]) as s (date_added, superseded_at)
     where o.collection_id = $1 and o.date_added = s.date_added`,
    values,
  );
  await client.query(
    `update intel i set is_superseded = s.superseded_at is not null
     from unnest($2::bigint[], $3::bigint[]) as s (date_added, superseded_at)
     where i.collection_id = $1 and i.date_added = s.date_added`,
    values,
  );
}

/** Forgets what versions are looked for by. */
export async function deleteSummaries(
  client: Transaction,
  collectionId: string,
  dates: readonly number[],
): Promise<void> {
  await deleteRows(client, ['intel', 'observable'], collectionId, dates);
}

/** Removes stored versions. Call it with the clock locked. */
export async function deleteVersions(
  client: Transaction,
  collectionId: string,
  dates: readonly number[],
): Promise<void> {
  const tables = ['object', 'intel', 'observable', 'reference'] as const;
  await deleteRows(client, tables, collectionId, dates);
}

async function deleteRows(
  client: Transaction,
  tables: readonly ('object' | 'intel' | 'observable' | 'reference')[],
  collectionId: string,
  dates: readonly number[],
): Promise<void> {
  for (const table of tables)
    await client.query(
      `delete from ${table} o where o.collection_id = $1 and o.date_added = any($2::bigint[])`,
      [collectionId, dates],
    );
}
