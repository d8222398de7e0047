// What an export writes of an object besides its summary: its bytes, or all of its values.
import type { Database } from './database.ts';
import type { Position } from './intel-order.ts';

const MOST_VALUES = 1000;

/** The bodies of stored versions, in the order of their places. What has just gone is left out. */
export async function selectIntelBodies(
  db: Database,
  places: readonly Position[],
): Promise<string[]> {
  const { rows } = await db.polls.query<{ body: string }>(
    `select o.body from unnest($1::uuid[], $2::bigint[]) with ordinality as k (collection_id, date_added, n)
      cross join lateral (
        select o.body from object o
          where o.collection_id = k.collection_id and o.date_added = k.date_added offset 0) o
      order by k.n`,
    [places.map((one) => one.collection_id), places.map((one) => one.date_added)],
  );
  return rows.map(({ body }) => body);
}

/** The values of stored versions, a thousand of each at most, in the order of their places. */
export async function selectAllValues(
  db: Database,
  places: readonly Position[],
): Promise<(readonly { readonly kind: string; readonly value: string }[])[]> {
  const { rows } = await db.searches.query(
    `select coalesce(json_agg(json_build_object('kind', v.kind, 'value', v.value) order by v.ordinal)
          filter (where v.kind is not null), '[]') as "values"
      from unnest($1::uuid[], $2::bigint[]) with ordinality as k (collection_id, date_added, n)
      left join lateral (
        select v.ordinal, v.kind, v.value from observable v
          where v.collection_id = k.collection_id and v.date_added = k.date_added
          order by v.ordinal limit ${MOST_VALUES}) v on true
      group by k.n order by k.n`,
    [places.map((one) => one.collection_id), places.map((one) => one.date_added)],
  );
  return rows.map((row) => row.values);
}
