// The undo of an import: what it brought, walked in the order of the clock, and how far the undo is.
import type { Database, Queryable } from './database.ts';
import { IMPORT, type ImportRow, type Undo } from './imports.ts';

/** A version that an import brought. */
export interface Brought {
  readonly date_added: number;
  readonly stix_type: string;
  readonly stix_uuid: string;
}

/** One of all versions of an object that an import touched. */
export interface TouchedVersion extends Brought {
  readonly version: string;
  readonly spec_version: string;
  readonly import_id: string | null;
  /** Null on what an undo stored. */
  readonly import_line: number | null;
}

/** Asks for an undo; null when the import has not ended, or is undone already. */
export async function updateUndoing(
  db: Queryable,
  importId: string,
  remove: boolean,
): Promise<ImportRow | null> {
  const begun = { position: 0, revoked: 0, restored: 0, removed: 0, kept: 0, finished_at: null };
  // An undo that was given up is carried on where it stopped.
  const { rows } = await db.query<ImportRow>(
    `update import i set state = 'undoing', undo = coalesce(i.undo,
        $2::jsonb || jsonb_build_object('before', i.state, 'requested_at', now()))
      where i.id = $1 and i.state in ('completed', 'completed_with_errors', 'rejected', 'failed', 'cancelled')
      returning ${IMPORT}`,
    [importId, JSON.stringify({ remove, ...begun })],
  );
  return rows[0] ?? null;
}

/** An import whose undo is under way. */
export async function selectUndoing(db: Queryable, importId: string): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `select ${IMPORT} from import i where i.id = $1 and i.state = 'undoing'`,
    [importId],
  );
  return rows[0] ?? null;
}

/** Says how far the undo is. */
export async function updateUndo(db: Queryable, importId: string, undo: Undo): Promise<void> {
  await db.query('update import set undo = $2 where id = $1', [importId, JSON.stringify(undo)]);
}

/** The undo is done, or (with a fault) given up: then the import is as it was before. */
export async function updateUndone(
  db: Queryable,
  importId: string,
  isGivenUp = false,
): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `update import i set state = case when $2 then i.undo->>'before' else 'undone' end,
        undo = case when $2 then i.undo else i.undo || jsonb_build_object('finished_at', now()) end
      where i.id = $1 and i.state = 'undoing' returning ${IMPORT}`,
    [importId, isGivenUp],
  );
  return rows[0] ?? null;
}

/** The next versions that an import brought, after an instant of the clock. */
export async function selectBrought(
  db: Database,
  { id, collection_id, clock_from, clock_to }: ImportRow,
  position: number,
  limit: number,
): Promise<Brought[]> {
  const { rows } = await db.polls.query<Brought>(
    `select o.date_added, o.stix_type, o.stix_uuid from object o
      where o.collection_id = $1 and o.date_added > $2 and o.date_added <= $3
        and o.import_id = $4 and o.import_line is not null
      order by o.date_added limit $5`,
    [collection_id, Math.max(position, clock_from ?? 0), clock_to ?? 0, id, limit],
  );
  return rows;
}

/** All versions of some objects: one look-up in object_version an object. */
export async function selectTouched(
  db: Database,
  collectionId: string,
  objects: readonly Pick<Brought, 'stix_type' | 'stix_uuid'>[],
): Promise<TouchedVersion[]> {
  const { rows } = await db.polls.query<TouchedVersion>(
    `select v.* from unnest($2::text[], $3::uuid[]) as wanted (stix_type, stix_uuid)
     cross join lateral (
       select o.date_added, o.stix_type, o.stix_uuid, o.version, o.spec_version, o.import_id, o.import_line
         from object o where o.collection_id = $1 and o.stix_uuid = wanted.stix_uuid and o.stix_type = wanted.stix_type
        order by o.version
     ) v`,
    [collectionId, objects.map((one) => one.stix_type), objects.map((one) => one.stix_uuid)],
  );
  return rows;
}

/** The bodies of versions, by date_added. */
export async function selectTouchedBodies(
  db: Database,
  collectionId: string,
  dates: readonly number[],
): Promise<Map<number, string>> {
  const { rows } = await db.polls.query<{ date_added: number; body: string }>(
    `select o.date_added, o.body from object o
      where o.collection_id = $1 and o.date_added = any($2::bigint[])`,
    [collectionId, dates],
  );
  return new Map(rows.map((row) => [row.date_added, row.body]));
}

/** The identities of all sources that imports have brought objects of into a collection. */
export async function selectSourceIdentities(
  db: Queryable,
  collectionId: string,
): Promise<string[]> {
  const { rows } = await db.query<{ identity_id: string }>(
    'select s.identity_id from source s where s.collection_id = $1',
    [collectionId],
  );
  return rows.map((row) => row.identity_id);
}

/**
 * What stands for sources in a collection and is needed by nobody else: the identity of one where no
 * other import that may speak for it has left anything, our extension-definition where none at all has.
 */
export async function selectUnneededFrame(
  db: Queryable,
  { id, collection_id }: ImportRow,
  frame: { readonly identities: readonly string[]; readonly extension: string },
): Promise<Brought[]> {
  const { rows } = await db.query<Brought>(
    `with others as (
       select i.source, (i.settings->>'row_source')::boolean is true as is_by_row from import i where i.collection_id = $1 and i.id <> $2 and i.created + i.updated + i.set_aside > 0
          and (i.settings->>'dry_run')::boolean is not true
          and not (i.state = 'undone' and (i.undo->>'remove')::boolean and (i.undo->>'kept')::bigint = 0))
     select o.date_added, o.stix_type, o.stix_uuid from object o
      where o.collection_id = $1 and o.import_id is not null and o.import_line is null
        and (o.stix_uuid = any($3::uuid[]) and o.stix_type = 'identity' and not exists (
            select from others where others.is_by_row or others.source = (
              select s.name from source s where s.collection_id = $1 and s.identity_id = 'identity--' || o.stix_uuid::text))
          or o.stix_uuid = $4 and o.stix_type = 'extension-definition' and not exists (select from others))`,
    [collection_id, id, frame.identities, frame.extension],
  );
  return rows;
}
