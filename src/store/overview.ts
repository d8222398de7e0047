// The figures of the overview: one scan of the narrow table, folded here; overlap from a sample of values.
import type { TlpLevel } from '../stix/tlp.ts';
import type { Database } from './database.ts';

/** How many current objects of one kind came in on one day. */
export interface ContentRow {
  readonly collection_id: string;
  /** Day of arrival, as days since 1970; null: before the days that are asked for. */
  readonly day: number | null;
  readonly creator: string | null;
  readonly stix_type: string;
  readonly tlp: TlpLevel | null;
  readonly count: number;
  readonly revoked: number;
  readonly expired: number;
  /** valid_until within 7 and within 30 days from now, not revoked. */
  readonly expiring_7: number;
  readonly expiring_30: number;
  readonly last_added: number;
}

const DAY = 86_400_000_000;

/** What is current in these collections, by day, maker, type and TLP. */
export async function selectContent(
  db: Database,
  collections: readonly string[],
  now: number,
  firstDay: number,
): Promise<ContentRow[]> {
  const { rows } = await db.searches.query<ContentRow>(
    // By each day first, as the statistics intel_day know it; then those before the first together.
    `select d.collection_id, case when d.day >= $3 then d.day end as day, d.creator, d.stix_type, d.tlp,
        sum(d.count)::bigint as count, sum(d.revoked)::bigint as revoked, sum(d.expired)::bigint as expired,
        sum(d.expiring_7)::bigint as expiring_7, sum(d.expiring_30)::bigint as expiring_30,
        max(d.last_added) as last_added
      from (
        select i.collection_id, i.date_added / ${DAY} as day, i.creator,
          i.stix_type, i.tlp, count(*) as count, count(*) filter (where i.revoked) as revoked,
          count(*) filter (where i.valid_until <= $2) as expired,
          count(*) filter (where i.valid_until > $2 and i.valid_until <= $2 + 7 * ${DAY} and not i.revoked) as expiring_7,
          count(*) filter (where i.valid_until > $2 and i.valid_until <= $2 + 30 * ${DAY} and not i.revoked) as expiring_30,
          max(i.date_added) as last_added
        from intel i where i.collection_id = any($1::uuid[]) and not i.is_superseded
        group by 1, 2, 3, 4, 5
      ) d
      group by 1, 2, 3, 4, 5`,
    [collections, now, firstDay],
  );
  return rows;
}

/** How many values are held by exactly these makers. */
export interface OverlapRow {
  /** collection_id and creator, with a blank between. */
  readonly makers: readonly string[];
  readonly count: number;
}

/** Values that more than one maker holds, by who holds them; of every `share`-th value only. */
export async function selectOverlap(
  db: Database,
  collections: readonly string[],
  share: number,
): Promise<OverlapRow[]> {
  const { rows } = await db.searches.query<OverlapRow>(
    `select h.makers, count(*) as count from (
        select array_agg(distinct i.collection_id || ' ' || i.creator) as makers
        from observable v
        join intel i on i.collection_id = v.collection_id and i.date_added = v.date_added
        where v.collection_id = any($1::uuid[]) and hashtext(v.value) % $2 = 0
          and not i.is_superseded and i.creator is not null
        group by v.value having count(distinct i.creator) > 1
      ) h
      group by h.makers order by count desc limit 1000`,
    [collections, share],
  );
  return rows;
}

/** What imports into a collection came to on a day. */
export interface ImportDayRow {
  readonly day: string;
  readonly imports: number;
  readonly failed: number;
  readonly created: number;
  readonly updated: number;
  readonly rejected: number;
  readonly set_aside: number;
}

/** Imports by the day they began. Dry runs brought nothing. */
export async function selectImportDays(
  db: Database,
  collections: readonly string[],
  firstDay: number,
): Promise<ImportDayRow[]> {
  const { rows } = await db.searches.query<ImportDayRow>(
    `select to_char(i.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) as imports,
        count(*) filter (where i.state in ('failed', 'rejected')) as failed,
        sum(i.created)::bigint as created, sum(i.updated)::bigint as updated,
        sum(i.rejected)::bigint as rejected, sum(i.set_aside)::bigint as set_aside
      from import i
      where i.collection_id = any($1::uuid[]) and i.state <> 'uploading'
        and (i.settings ->> 'dry_run')::boolean is not true
        and i.created_at >= to_timestamp($2::bigint * 86400)
      group by 1 order by 1`,
    [collections, firstDay],
  );
  return rows;
}
