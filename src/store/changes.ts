// Changes of many objects at once: what was asked, which objects it takes, and how far it is.

import type { Viewer } from './collections.ts';
import type { Database, Queryable } from './database.ts';
import { inTransaction } from './database.ts';
import { foundSql, whereSql } from './intel-page.ts';
import type { Search } from './intel-search.ts';

/** Where a change stands. */
export type ChangeState =
  | 'waiting'
  | 'running'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

/** A change as stored. */
export interface ChangeRow {
  readonly id: string;
  readonly account_id: string | null;
  readonly account_name: string;
  readonly action: Readonly<Record<string, unknown>>;
  /** What was asked as a search; null for a long list. */
  readonly asked: Readonly<Record<string, unknown>> | null;
  readonly state: ChangeState;
  readonly count: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly undone: number;
  readonly kept: number;
  readonly created_at: string;
  readonly created_micros: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** Which objects a change takes: those that a search finds, or those of a list; writable ones alone. */
export interface Selection {
  readonly search: Search;
  /** Null: all that the search finds. */
  readonly ids:
    | readonly { readonly collection: string; readonly type: string; readonly uuid: string }[]
    | null;
}

/** How many objects a change would take. */
export interface SelectionCount {
  readonly count: number;
  /** Made here: they get new versions; the others are annotated. */
  readonly own: number;
}

const CHANGE = `c.id, c.account_id, c.account_name, c.action, c.asked, c.state, c.count, c.changed, c.unchanged,
  c.refused, c.undone, c.kept, c.created_at,
  (extract(epoch from c.created_at) * 1000000)::bigint::text as created_micros, c.started_at, c.finished_at`;

/** Counts what a selection takes. `manual` is the UUID of the identity that stands for us. */
export async function selectSelectionCount(
  db: Database,
  selection: Selection,
  manual: string,
): Promise<SelectionCount> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const from = selectionSql(selection, bind);
  const { rows } = await db.searches.query<SelectionCount>(
    `select count(*) as count, count(*) filter (where i.modified is not null
        and (i.creator = ${bind(manual)}::uuid or exists (select from source s
          where s.collection_id = i.collection_id and right(s.identity_id, 36)::uuid = i.creator))) as own
      ${from}`,
    values,
  );
  return rows[0] ?? { count: 0, own: 0 };
}

/** Keeps a change with its objects, one more than `most` at most; `also` is told how many, and committed with it. */
export async function insertChange(
  db: Database,
  change: {
    readonly id: string;
    readonly account: { readonly id: string; readonly name: string };
    readonly action: object;
    readonly asked: object | null;
    readonly selection: Selection;
    readonly most: number;
  },
  also: (db: Queryable, count: number) => Promise<void>,
): Promise<void> {
  const { id, account, action, asked, selection } = change;
  await inTransaction(db, async (client) => {
    await client.query(
      `insert into change (id, account_id, account_name, action, asked, state, count)
        values ($1, $2, $3, $4, $5, 'waiting', 0)`,
      [id, account.id, account.name, JSON.stringify(action), asked && JSON.stringify(asked)],
    );
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const from = selectionSql(selection, bind);
    const { rowCount } = await client.query(
      `insert into change_item (change_id, position, collection_id, stix_type, stix_uuid)
        select ${bind(id)}::uuid, row_number() over (order by i.collection_id, i.date_added),
          i.collection_id, i.stix_type, i.stix_uuid
        from (select i.collection_id, i.date_added, i.stix_type, i.stix_uuid ${from}
          limit ${bind(change.most + 1)}) i`,
      values,
    );
    const count = rowCount ?? 0;
    await client.query('update change set count = $2 where id = $1', [id, count]);
    await also(client, count);
  });
}

function selectionSql({ search, ids }: Selection, bind: (value: unknown) => string): string {
  if (ids === null) return foundSql(search, bind);
  const collections = bind(ids.map(({ collection }) => collection));
  const types = bind(ids.map(({ type }) => type));
  const uuids = bind(ids.map(({ uuid }) => uuid));
  return `from (select distinct * from unnest(${collections}::uuid[], ${types}::text[], ${uuids}::uuid[])
        as w (collection_id, stix_type, stix_uuid)) w
      join object o on o.collection_id = w.collection_id and o.stix_uuid = w.stix_uuid
        and o.stix_type = w.stix_type and o.superseded_at is null
      join intel i on i.collection_id = o.collection_id and i.date_added = o.date_added
      where ${whereSql(search, 'walk', bind)}`;
}

/** A change that the viewer sees: its own, or any for administrators. */
export async function selectVisibleChange(
  db: Queryable,
  viewer: Viewer,
  id: string,
): Promise<ChangeRow | null> {
  const { rows } = await db.query<ChangeRow>(
    `select ${CHANGE} from change c where c.id = $1 and ($2 or c.account_id = $3)`,
    [id, viewer.role === 'admin', viewer.account_id],
  );
  return rows[0] ?? null;
}

/** The changes that the viewer sees, newest first. */
export async function selectVisibleChanges(
  db: Queryable,
  viewer: Viewer,
  after: { readonly micros: string; readonly id: string } | null,
  limit: number,
): Promise<ChangeRow[]> {
  const { rows } = await db.query<ChangeRow>(
    `select ${CHANGE} from change c where ($1 or c.account_id = $2)
        and ($3::bigint is null
          or (c.created_at, c.id) < (timestamptz 'epoch' + $3 * interval '1 microsecond', $4::uuid))
      order by c.created_at desc, c.id desc limit $5`,
    [viewer.role === 'admin', viewer.account_id, after?.micros ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** The collections that a change has touched. */
export async function selectChangeCollections(db: Queryable, id: string): Promise<string[]> {
  const { rows } = await db.query<{ collection_id: string }>(
    'select distinct n.collection_id from change_item n where n.change_id = $1',
    [id],
  );
  return rows.map((row) => row.collection_id);
}

/** Moves a change from one of some states to another; null when it is in none of them. */
export async function updateChangeState(
  db: Queryable,
  id: string,
  from: readonly ChangeState[],
  to: ChangeState,
): Promise<ChangeRow | null> {
  const { rows } = await db.query<ChangeRow>(
    `update change c set state = $3, started_at = coalesce(c.started_at, now()),
        finished_at = case when $3 in ('running', 'undoing') then null else now() end
      where c.id = $1 and c.state = any ($2::text[]) returning ${CHANGE}`,
    [id, from, to],
  );
  return rows[0] ?? null;
}

/** Changes that are under way though no worker holds their job or will take it now. */
export async function selectAbandonedChanges(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select c.id from change c where c.state in ('waiting', 'running', 'undoing')
        and not exists (select from graphile_worker.jobs j where j.key = c.id::text
          and (j.locked_at is not null or j.run_at <= now() and j.attempts < j.max_attempts))`,
  );
  return rows.map((row) => row.id);
}

/** Forgets what ended so many days ago: it can no longer be undone. */
export async function deleteOldChanges(db: Queryable, days: number): Promise<void> {
  await db.query(`delete from change c where c.finished_at < now() - make_interval(days => $1)`, [
    days,
  ]);
}
