// API roots: what they are, who sees them. OASIS TAXII 2.1 section 4.2.
import type { Viewer } from './collections.ts';
import type { Queryable } from './database.ts';

export interface ApiRootRow {
  /** The segment of the path: `/taxii2/{name}/`. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  /** Octets; null: the server's own limit. */
  readonly max_content_length: number | null;
  readonly created_at: string;
}

const API_ROOT = 'r.name, r.title, r.description, r.max_content_length, r.created_at';

// A root is visible to whoever has a grant in it. $1 the account, $2 whether an administrator.
const IS_VISIBLE = `($2 or exists (
  select from collection c join collection_grant g on g.collection_id = c.id
  where c.api_root = r.name and g.account_id = $1))`;

/** One API root, if the viewer sees it. */
export async function selectApiRoot(
  db: Queryable,
  viewer: Viewer,
  name: string,
): Promise<ApiRootRow | null> {
  const { rows } = await db.query<ApiRootRow>({
    name: 'visible-api-root',
    text: `select ${API_ROOT} from api_root r where r.name = $3 and ${IS_VISIBLE}`,
    values: [viewer.account_id, viewer.role === 'admin', name],
  });
  return rows[0] ?? null;
}

/** The API roots that the viewer sees by name, after the one named `after`, up to `limit`. */
export async function selectVisibleApiRoots(
  db: Queryable,
  viewer: Viewer,
  after: string | null = null,
  limit: number | null = null,
): Promise<ApiRootRow[]> {
  const { rows } = await db.query<ApiRootRow>(
    `select ${API_ROOT} from api_root r
      where ${IS_VISIBLE} and ($3::text is null or r.name collate "C" > $3)
      order by r.name collate "C" limit $4`,
    [viewer.account_id, viewer.role === 'admin', after, limit],
  );
  return rows;
}

/** Makes an API root; null when the name is taken. */
export async function insertApiRoot(
  db: Queryable,
  root: {
    readonly name: string;
    readonly title: string;
    readonly description?: string | null | undefined;
    readonly max_content_length?: number | null | undefined;
  },
): Promise<ApiRootRow | null> {
  const { rows } = await db.query<ApiRootRow>(
    `insert into api_root as r (name, title, description, max_content_length)
      values ($1, $2, $3, $4) on conflict (name) do nothing returning ${API_ROOT}`,
    [root.name, root.title, root.description ?? null, root.max_content_length ?? null],
  );
  return rows[0] ?? null;
}

/** Changes what is given; null takes a value away. Null: no such API root. */
export async function updateApiRoot(
  db: Queryable,
  name: string,
  change: {
    readonly title?: string | undefined;
    readonly description?: string | null | undefined;
    readonly max_content_length?: number | null | undefined;
  },
): Promise<ApiRootRow | null> {
  const { rows } = await db.query<ApiRootRow>(
    `update api_root r set title = coalesce($2, r.title),
        description = case when $3 then $4 else r.description end,
        max_content_length = case when $5 then $6 else r.max_content_length end
      where r.name = $1 returning ${API_ROOT}`,
    [
      name,
      change.title ?? null,
      change.description !== undefined,
      change.description ?? null,
      change.max_content_length !== undefined,
      change.max_content_length ?? null,
    ],
  );
  return rows[0] ?? null;
}

/** Locks an API root against new collections until the transaction ends. False: there is none. */
export async function selectApiRootForUpdate(db: Queryable, name: string): Promise<boolean> {
  const { rows } = await db.query('select r.name from api_root r where r.name = $1 for update', [
    name,
  ]);
  return rows.length === 1;
}

/** How many collections an API root has. */
export async function selectCollectionCount(db: Queryable, name: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from collection c where c.api_root = $1',
    [name],
  );
  return rows[0]?.count ?? 0;
}

/** Forgets the statuses of an API root; they refer to it. */
export async function deleteStatusesOfApiRoot(db: Queryable, name: string): Promise<void> {
  await db.query('delete from status s where s.api_root = $1', [name]);
}

/** Deletes an API root that has no collections and no statuses. */
export async function deleteApiRoot(db: Queryable, name: string): Promise<void> {
  await db.query('delete from api_root r where r.name = $1', [name]);
}
