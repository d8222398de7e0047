// Who holds given values: look-ups in observable_value, and of what holds them by primary key. The inner
// queries have `offset 0`, so that no planner without statistics makes joins of whole tables of them.
import type { Database } from './database.ts';
import { INTEL_COLUMNS, type IntelRow } from './intel-page.ts';

/** A value that is looked up. */
export interface WantedValue {
  /** Null: whatever it is of. */
  readonly kind: string | null;
  readonly value: string;
}

/** An object that holds a value. */
export interface HolderRow extends IntelRow {
  /** Which of the wanted values. */
  readonly wanted: number;
  /** How many objects hold it. */
  readonly holders: number;
}

/** The first letters of a value, as observable_value has them: of `w.value` and of `v.value`. */
export const SAME_VALUE = `"left"(v.value, 64) = "left"(w.value, 64) and v.value = w.value`;

/** The current objects in these collections that hold the values: the `most` newest of each. */
export async function selectHolders(
  db: Database,
  collections: readonly string[],
  wanted: readonly WantedValue[],
  most: number,
): Promise<HolderRow[]> {
  const { rows } = await db.searches.query<HolderRow>(
    `select f.wanted, f.holders, f.collection_id, f.date_added, null as key, ${INTEL_COLUMNS} from (
        select h.*, count(*) over (partition by h.wanted) as holders,
          row_number() over (partition by h.wanted order by h.date_added desc, h.collection_id) as place
        from (
          select distinct w.n::int - 1 as wanted, o.collection_id, o.date_added
          from unnest($2::text[], $3::text[]) with ordinality as w (kind, value, n)
          cross join lateral (
            select v.collection_id, v.date_added from observable v
              where ${SAME_VALUE} and (w.kind is null or v.kind = w.kind)
                and v.collection_id = any($1::uuid[]) offset 0) o
          cross join lateral (
            select n.is_superseded from intel n
              where n.collection_id = o.collection_id and n.date_added = o.date_added offset 0) c
          where not c.is_superseded
        ) h
      ) f
      cross join lateral (
        select * from intel n
          where n.collection_id = f.collection_id and n.date_added = f.date_added offset 0) i
      where f.place <= $4
      order by f.wanted, f.place`,
    [collections, wanted.map(({ kind }) => kind), wanted.map(({ value }) => value), most],
  );
  return rows;
}
