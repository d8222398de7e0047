// What a search finds, by value: each value once, at the place of the first object that holds it, with
// what all objects say that hold it. Objects are gone through a batch at a time.
import type { Database } from './database.ts';
import { SAME_VALUE } from './intel-lookup.ts';
import { orderSql, type Position, type Sort } from './intel-order.ts';
import { selectIntelPage } from './intel-page.ts';
import type { Search } from './intel-search.ts';
import { conditionSql } from './intel-search.ts';
import type { Bind } from './page-statement.ts';

/** Where a page of values ended: after so many values of the object behind `after`. */
export interface ValuePosition {
  readonly after: Position | null;
  readonly ordinal: number;
}

/** A value with what is known of it. */
export interface ValueRow {
  readonly kind: string;
  readonly value: string;
  readonly objects: number;
  readonly confidence: number | null;
  readonly first_added: number;
  readonly last_added: number;
  readonly valid_until: number | null;
  readonly revoked: boolean;
  readonly types: readonly string[];
  /** collection_id and creator, with a blank between. */
  readonly makers: readonly string[];
}

/** A page of values; `next` is null at the end. A page may be short, and still not the last. */
export interface ValuePage {
  readonly rows: readonly ValueRow[];
  readonly next: ValuePosition | null;
}

interface Place {
  readonly object: Position;
  readonly ordinal: number;
  readonly kind: string;
  readonly value: string;
}

const OBJECTS = 200;
const VALUES = 1000;
// Where thousands of objects hold the same few values, a page ends before it is full.
const BATCHES = 10;

/** A page of up to `limit` values. */
export async function selectValues(
  db: Database,
  search: Search,
  sort: Sort,
  from: ValuePosition,
  limit: number,
): Promise<ValuePage> {
  const rows: ValueRow[] = [];
  let at = from;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const objects = await selectIntelPage(db, search, sort, at.after, OBJECTS);
    const places = await selectPlaces(db, objects, at.ordinal);
    const known = await selectKnown(db, search, sort, places);
    const firsts = places.flatMap((place) => {
      const row = known.get(keyOf(place));
      return row?.first === objectKey(place.object) ? [{ place, row }] : [];
    });
    const cut = firsts[limit - rows.length];
    rows.push(...firsts.slice(0, limit - rows.length).map(({ row }) => row));
    if (cut !== undefined) return { rows, next: beforeThis(objects, cut.place, at) };
    const end = endOf(objects, places, at);
    if (end === null) return { rows, next: null };
    at = end;
  }
  return { rows, next: at };
}

// Where the next batch begins; null when there is none.
function endOf(
  objects: readonly Position[],
  places: readonly Place[],
  at: ValuePosition,
): ValuePosition | null {
  const last = places.length === VALUES ? places.at(-1) : undefined;
  if (last !== undefined) return afterThis(objects, last, at);
  return objects.length < OBJECTS ? null : { after: objects.at(-1) ?? null, ordinal: -1 };
}

function beforeThis(objects: readonly Position[], place: Place, at: ValuePosition): ValuePosition {
  return { ...afterThis(objects, place, at), ordinal: place.ordinal - 1 };
}

// The object itself is read again, without its first values.
function afterThis(objects: readonly Position[], place: Place, at: ValuePosition): ValuePosition {
  const index = objects.indexOf(place.object);
  const before = index > 0 ? (objects[index - 1] ?? null) : at.after;
  return { after: before, ordinal: place.ordinal };
}

// The values of objects in their order; of the first one those behind an ordinal.
async function selectPlaces(
  db: Database,
  objects: readonly Position[],
  ordinal: number,
): Promise<Place[]> {
  const { rows } = await db.searches.query<{
    n: number;
    ordinal: number;
    kind: string;
    value: string;
  }>(
    `select k.n::int - 1 as n, v.ordinal, v.kind, v.value
      from unnest($1::uuid[], $2::bigint[]) with ordinality as k (collection_id, date_added, n)
      cross join lateral (
        select * from observable v
          where v.collection_id = k.collection_id and v.date_added = k.date_added
            and (k.n > 1 or v.ordinal > $3)
          order by v.ordinal offset 0) v
      order by k.n, v.ordinal limit ${VALUES}`,
    [objects.map((one) => one.collection_id), objects.map((one) => one.date_added), ordinal],
  );
  return rows.flatMap(({ n, ...value }) => {
    const object = objects[n];
    return object === undefined ? [] : [{ object, ...value }];
  });
}

type Known = ValueRow & { readonly first: string };

// All that hold the values, and which of those that the search finds comes first.
async function selectKnown(
  db: Database,
  { scope, condition }: Search,
  sort: Sort,
  places: readonly Place[],
): Promise<ReadonlyMap<string, Known>> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const wanted = [...new Map(places.map((place) => [keyOf(place), place])).values()];
  const kinds = bind(wanted.map(({ kind }) => kind));
  const texts = bind(wanted.map(({ value }) => value));
  const collections = bind(scope.collections.map(({ id }) => id));
  const holds = conditionSql(condition, { scope, manner: 'walk', bind });
  const { rows } = await db.searches.query<Known>(
    `select w.kind, w.value, count(*) as objects, max(i.confidence) as confidence,
        min(i.date_added) as first_added, max(i.date_added) as last_added,
        case when count(i.valid_until) = count(*) then max(i.valid_until) end as valid_until,
        bool_and(i.revoked) as revoked, array_agg(distinct i.stix_type) as types,
        array_agg(distinct i.collection_id || ' ' || i.creator)
          filter (where i.creator is not null) as makers,
        (array_agg(i.collection_id || ' ' || i.date_added order by ${orderSql(sort)})
          filter (where ${holds}))[1] as first
      from unnest(${kinds}::text[], ${texts}::text[]) as w (kind, value)
      cross join lateral (
        select v.collection_id, v.date_added from observable v
          where ${SAME_VALUE} and v.kind = w.kind offset 0) h
      cross join lateral (
        select * from intel n
          where n.collection_id = h.collection_id and n.date_added = h.date_added offset 0) i
      where i.collection_id = any(${collections}::uuid[]) and not i.is_superseded
      group by w.kind, w.value`,
    values,
  );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function keyOf({ kind, value }: { readonly kind: string; readonly value: string }): string {
  return `${kind} ${value}`;
}

function objectKey({ collection_id, date_added }: Position): string {
  return `${collection_id} ${date_added}`;
}
