// What polls were given, by day and collection: counted in memory, written once a minute, so that no poll
// waits for it. What was not written when a process dies is lost; these are figures to look at.
import type { Observe } from '../observation.ts';
import type { Database } from './database.ts';

/** A day of a collection. */
export interface TrafficRow {
  readonly day: string;
  readonly collection_id: string;
  /** Polls that were given something. */
  readonly requests: number;
  readonly objects: number;
}

/** Counts what goes out. */
export interface Traffic {
  readonly observe: Observe;
  /** Writes what was counted until now. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Starts to count. */
export function keepTraffic(db: Database, observe: Observe): Traffic {
  let counted = new Map<string, { requests: number; objects: number }>();
  const flush = async () => {
    const taken = counted;
    counted = new Map();
    if (taken.size === 0) return;
    await addTraffic(db, taken).catch((fault: unknown) =>
      observe({ kind: 'fault', message: 'what polls were given was not counted', fault }),
    );
  };
  const timer = setInterval(() => void flush(), MINUTE_MS).unref();
  return {
    observe: (observation) => {
      if (observation.kind !== 'objects' || observation.direction !== 'out') return;
      const key = `${new Date().toISOString().slice(0, 10)} ${observation.collection}`;
      const { requests, objects } = counted.get(key) ?? { requests: 0, objects: 0 };
      counted.set(key, { requests: requests + 1, objects: objects + observation.count });
    },
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

/** What went out of these collections since a day. */
export async function selectTraffic(
  db: Database,
  collections: readonly string[],
  firstDay: number,
): Promise<TrafficRow[]> {
  const { rows } = await db.searches.query<TrafficRow>(
    `select t.day::text as day, t.collection_id, t.requests, t.objects from traffic t
      where t.collection_id = any($1::uuid[]) and t.day >= date '1970-01-01' + $2::int
      order by t.day, t.collection_id`,
    [collections, firstDay],
  );
  return rows;
}

// A collection that went away meanwhile is left out.
async function addTraffic(
  db: Database,
  counted: ReadonlyMap<string, { readonly requests: number; readonly objects: number }>,
): Promise<void> {
  const keys = [...counted.keys()].sort();
  const ofAll = (name: 'requests' | 'objects') => keys.map((key) => counted.get(key)?.[name] ?? 0);
  await db.work.query(
    `insert into traffic as t (day, collection_id, requests, objects)
      select n.day, n.collection_id, n.requests, n.objects
        from unnest($1::date[], $2::uuid[], $3::bigint[], $4::bigint[]) as n (day, collection_id, requests, objects)
        where exists (select from collection c where c.id = n.collection_id)
      on conflict (day, collection_id) do update
        set requests = t.requests + excluded.requests, objects = t.objects + excluded.objects`,
    [
      keys.map((key) => key.slice(0, 10)),
      keys.map((key) => key.slice(11)),
      ofAll('requests'),
      ofAll('objects'),
    ],
  );
}
