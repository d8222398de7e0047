// Objects that wait for a person's decision: the writes and the look-ups of those who set aside and
// release. Which of them somebody sees is in set-aside-list.ts.
import type { Queryable } from './database.ts';
import { storable } from './findings.ts';
import type { Undo } from './imports.ts';

/** Members of an object that no cell of its row said. */
interface Defaults {
  readonly name: boolean;
  readonly valid_from: boolean;
  readonly indicator_types: boolean;
}

/** An object that is to wait. */
export interface NewWaiting {
  readonly stix_type: string;
  readonly stix_uuid: string;
  /** The version of what was sent; empty for what an import made of a row. */
  readonly version_key: string;
  readonly version: string | null;
  readonly version_as_sent: string | null;
  readonly spec_version: string;
  /** Hexadecimal. */
  readonly content_hash: string;
  readonly body: string;
  readonly defaults: Defaults | null;
  readonly reason_code: string;
  readonly reason_message: string;
  readonly import_line: number | null;
}

/** An object that waits. */
export interface WaitingRow extends NewWaiting {
  readonly id: number;
  readonly collection_id: string;
  readonly account_id: string | null;
  readonly import_id: string | null;
}

const WAITING = `s.id, s.collection_id, s.stix_type, s.stix_uuid, s.version_key, s.version,
  s.version_as_sent, s.spec_version, encode(s.content_hash, 'hex') as content_hash, s.body, s.defaults,
  s.reason_code, s.reason_message, s.account_id, s.import_id, s.import_line`;

/** What waits of some objects. */
export async function selectWaiting(
  db: Queryable,
  collectionId: string,
  uuids: readonly string[],
): Promise<WaitingRow[]> {
  const { rows } = await db.query<WaitingRow>(
    `select ${WAITING} from set_aside s where s.collection_id = $1 and s.stix_uuid = any($2::uuid[])`,
    [collectionId, uuids],
  );
  return rows;
}

/** Sets objects aside; what waits already under the same key is replaced. */
export async function upsertWaiting(
  db: Queryable,
  where: Pick<WaitingRow, 'collection_id' | 'account_id' | 'import_id'>,
  waiting: readonly NewWaiting[],
): Promise<void> {
  if (waiting.length === 0) return;
  await db.query(
    `insert into set_aside (collection_id, account_id, import_id, stix_type, stix_uuid, version_key, version,
        version_as_sent, spec_version, content_hash, body, defaults, reason_code, reason_message, import_line)
      select $1, $2, $3, n.stix_type, n.stix_uuid, n.version_key, n.version, n.version_as_sent, n.spec_version,
          decode(n.content_hash, 'hex'), n.body, n.defaults, n.reason_code, n.reason_message, n.import_line
        from unnest($4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
          $11::text[], $12::jsonb[], $13::text[], $14::text[], $15::bigint[]) with ordinality
          as n(stix_type, stix_uuid, version_key, version, version_as_sent, spec_version, content_hash, body,
            defaults, reason_code, reason_message, import_line, place)
        order by n.place
      on conflict (collection_id, stix_uuid, stix_type, version_key) do update set
        account_id = excluded.account_id, import_id = excluded.import_id, version = excluded.version,
        version_as_sent = excluded.version_as_sent, spec_version = excluded.spec_version,
        content_hash = excluded.content_hash, body = excluded.body, defaults = excluded.defaults,
        reason_code = excluded.reason_code, reason_message = excluded.reason_message,
        import_line = excluded.import_line, at = now()`,
    [
      where.collection_id,
      where.account_id,
      where.import_id,
      waiting.map((one) => one.stix_type),
      waiting.map((one) => one.stix_uuid),
      waiting.map((one) => one.version_key),
      waiting.map((one) => one.version),
      waiting.map((one) => one.version_as_sent),
      waiting.map((one) => one.spec_version),
      waiting.map((one) => one.content_hash),
      waiting.map((one) => one.body),
      waiting.map((one) => (one.defaults === null ? null : JSON.stringify(one.defaults))),
      waiting.map((one) => one.reason_code),
      waiting.map((one) => storable(one.reason_message)),
      waiting.map((one) => one.import_line),
    ],
  );
}

/** Those of some objects that still wait; nobody else decides on them until the transaction ends. */
export async function lockWaiting(db: Queryable, ids: readonly number[]): Promise<WaitingRow[]> {
  const { rows } = await db.query<WaitingRow>(
    `select ${WAITING} from set_aside s where s.id = any($1::bigint[]) order by s.id for update`,
    [ids],
  );
  return rows;
}

/** Takes objects out of the queue. @returns how many of them were still there */
export async function deleteWaiting(db: Queryable, ids: readonly number[]): Promise<number> {
  const { rowCount } = await db.query('delete from set_aside where id = any($1::bigint[])', [ids]);
  return rowCount ?? 0;
}

/** Keeps an import from being taken back until the transaction ends; false when that is under way. */
export async function lockReleasing(db: Queryable, importId: string): Promise<boolean> {
  const { rows } = await db.query(
    `select from import i where i.id = $1 and i.state not in ('undoing', 'undone') for update`,
    [importId],
  );
  return rows.length === 1;
}

/**
 * Notes that an import has stored something after its end, so that its undo finds it. Call it with the
 * clock of the collection locked.
 */
export async function updateReleased(db: Queryable, importId: string): Promise<void> {
  await db.query(
    `update import set clock_to = (
        select c.last_date_added from collection_clock c where c.collection_id = import.collection_id)
      where id = $1`,
    [importId],
  );
}

/** Drops what an import has set aside, and counts it in its undo. @returns the undo as it is then */
export async function discardWaiting(db: Queryable, importId: string, undo: Undo): Promise<Undo> {
  const { rows } = await db.query<{ undo: Undo }>(
    `with gone as (delete from set_aside s where s.import_id = $1 returning 1)
     update import set undo = undo || jsonb_build_object('discarded',
        coalesce((undo->>'discarded')::bigint, 0) + (select count(*) from gone))
      where id = $1 and state = 'undoing' returning undo`,
    [importId],
  );
  return rows[0]?.undo ?? undo;
}
