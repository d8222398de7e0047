// The objects of a change, one by one: what became of each, and what it was before.
import type { AnnotationRow } from './annotations.ts';
import type { Queryable } from './database.ts';

/** What an object was before a change. */
export type Before =
  | { readonly kind: 'version'; readonly date_added: number }
  | { readonly kind: 'annotation'; readonly annotation: AnnotationRow | null }
  | { readonly kind: 'deleted'; readonly bodies: readonly string[] };

export type ItemOutcome = 'changed' | 'unchanged' | 'refused' | 'undone' | 'kept';

/** An object of a change. */
export interface ItemRow {
  readonly position: number;
  readonly collection_id: string;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly before: Before | null;
  readonly after_at: number | null;
}

/** What became of an object. */
export interface ItemEnd {
  readonly position: number;
  readonly outcome: ItemOutcome;
  readonly message: string | null;
  readonly before: Before | null;
  readonly after_at: number | null;
}

/** The next objects of one collection: those that are still to be changed, or to be taken back. */
export async function selectItems(
  db: Queryable,
  changeId: string,
  outcome: 'changed' | null,
  part: { readonly after: number; readonly limit: number },
): Promise<ItemRow[]> {
  const { rows } = await db.query<ItemRow>(
    `select n.position, n.collection_id, n.stix_type, n.stix_uuid, n.before, n.after_at from change_item n
      where n.change_id = $1 and n.outcome is not distinct from $2 and n.position > $3
      order by n.position limit $4`,
    [changeId, outcome, part.after, part.limit],
  );
  return rows.filter((row) => row.collection_id === rows[0]?.collection_id);
}

/**
 * Notes what became of some objects, in the transaction that changes them.
 * @returns false when the change is no longer in the state, because it was cancelled, or another process
 * has noted some of them already: then the transaction must be rolled back
 */
export async function updateItems(
  db: Queryable,
  change: { readonly id: string; readonly state: 'running' | 'undoing' },
  ends: readonly ItemEnd[],
): Promise<boolean> {
  const noted = await db.query(
    `update change_item n set outcome = e.outcome, message = e.message,
        before = coalesce(e.before, n.before), after_at = coalesce(e.after_at, n.after_at)
      from unnest($2::bigint[], $3::text[], $4::text[], $5::json[], $6::bigint[])
        as e (position, outcome, message, before, after_at)
      where n.change_id = $1 and n.position = e.position and n.outcome is not distinct from $7`,
    [
      change.id,
      ends.map((end) => end.position),
      ends.map((end) => end.outcome),
      ends.map((end) => end.message),
      ends.map((end) => (end.before === null ? null : JSON.stringify(end.before))),
      ends.map((end) => end.after_at),
      change.state === 'undoing' ? 'changed' : null,
    ],
  );
  const count = (outcome: ItemOutcome) => ends.filter((end) => end.outcome === outcome).length;
  const { rowCount } = await db.query(
    `update change set changed = changed + $3, unchanged = unchanged + $4, refused = refused + $5,
        undone = undone + $6, kept = kept + $7 where id = $1 and state = $2`,
    [
      change.id,
      change.state,
      ...(['changed', 'unchanged', 'refused', 'undone', 'kept'] as const).map(count),
    ],
  );
  return rowCount === 1 && noted.rowCount === ends.length;
}

/** An object that was left as it is, and why. */
export interface Refusal {
  readonly collection_id: string;
  readonly stix_type: string;
  readonly stix_uuid: string;
  readonly message: string;
}

/** The first objects that a change left as they are. */
export async function selectRefusals(
  db: Queryable,
  changeId: string,
  limit: number,
): Promise<Refusal[]> {
  const { rows } = await db.query<Refusal>(
    `select n.collection_id, n.stix_type, n.stix_uuid, n.message from change_item n
      where n.change_id = $1 and n.outcome = 'refused' order by n.position limit $2`,
    [changeId, limit],
  );
  return rows;
}
