// Collections: what they are, who sees them, and with which rights. OASIS TAXII 2.1 section 5.2.
import type { Queryable } from './database.ts';

/** Who looks. Administrators see and may everything; members what their grants say. */
export interface Viewer {
  readonly account_id: string;
  readonly role: 'admin' | 'member';
}

/** A collection as its viewer sees it. */
export interface CollectionRow {
  readonly id: string;
  readonly api_root: string;
  readonly title: string;
  readonly description: string | null;
  readonly alias: string | null;
  /** Whether pollers get annotations, as notes and opinions. */
  readonly publish_annotations: boolean;
  readonly created_at: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
}

/** Settles what a caller's name for a collection means; aliases may occur in several API roots. */
export type ResolvedCollection = CollectionRow | 'ambiguous' | null;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const COLLECTION =
  'c.id, c.api_root, c.title, c.description, c.alias, c.publish_annotations, c.created_at';

// $1 the account, $2 whether an administrator. A grant makes a collection visible, even one without
// any right; no grant hides it. Plans: collection_pkey or collection_api_root_alias_key, then
// collection_grant_pkey.
const VISIBLE = `select ${COLLECTION},
    $2 or coalesce(g.can_read, false) as can_read, $2 or coalesce(g.can_write, false) as can_write
  from collection c
  left join collection_grant g on g.collection_id = c.id and g.account_id = $1
  where ($2 or g.account_id is not null)`;

/**
 * The collections that the viewer sees in ascending order of id (section 3.3): in one API root, or
 * everywhere when `apiRoot` is null; after the id `after`, up to `limit`.
 */
export async function selectVisibleCollections(
  db: Queryable,
  viewer: Viewer,
  apiRoot: string | null,
  after: string | null = null,
  limit: number | null = null,
): Promise<CollectionRow[]> {
  const { rows } = await db.query<CollectionRow>(
    `${VISIBLE} and ($3::text is null or c.api_root = $3) and ($4::uuid is null or c.id > $4)
      order by c.id limit $5`,
    [...viewed(viewer), apiRoot, after, limit],
  );
  return rows;
}

/** A collection of an API root by id (any case) or alias (exactly); null when not visible. Hot. */
export async function selectCollection(
  db: Queryable,
  viewer: Viewer,
  apiRoot: string,
  idOrAlias: string,
): Promise<CollectionRow | null> {
  const isId = UUID.test(idOrAlias);
  const { rows } = await db.query<CollectionRow>({
    name: isId ? 'collection-by-id' : 'collection-by-alias',
    text: `${VISIBLE} and c.api_root = $3 and ${isId ? 'c.id = $4::uuid' : 'c.alias = $4'}`,
    values: [...viewed(viewer), apiRoot, idOrAlias],
  });
  return rows[0] ?? null;
}

/**
 * The collection that `/api/v1` means by an id, by `root/alias`, or by an alias that only one of
 * the visible API roots uses; null when there is none that the viewer sees.
 */
export async function resolveCollection(
  db: Queryable,
  viewer: Viewer,
  name: string,
): Promise<ResolvedCollection> {
  if (name.includes('\0')) return null;
  const slash = name.indexOf('/');
  if (slash >= 0) return selectCollection(db, viewer, name.slice(0, slash), name.slice(slash + 1));
  const where = UUID.test(name) ? 'c.id = $3::uuid' : 'c.alias = $3';
  const { rows } = await db.query<CollectionRow>(`${VISIBLE} and ${where} limit 2`, [
    ...viewed(viewer),
    name,
  ]);
  return rows.length > 1 ? 'ambiguous' : (rows[0] ?? null);
}

/** Makes a collection with its clock, in one statement; false when the alias is taken. */
export async function insertCollection(
  db: Queryable,
  collection: {
    /** A UUIDv4. */
    readonly id: string;
    readonly api_root: string;
    readonly title: string;
    readonly alias?: string | null | undefined;
    readonly description?: string | null | undefined;
    readonly publish_annotations?: boolean | undefined;
  },
): Promise<boolean> {
  const { rows } = await db.query(
    `with made as (
        insert into collection (id, api_root, title, alias, description, publish_annotations)
        values ($1, $2, $3, $4, $5, $6) on conflict (api_root, alias) do nothing returning id)
      insert into collection_clock (collection_id) select made.id from made returning collection_id`,
    [
      collection.id,
      collection.api_root,
      collection.title,
      collection.alias ?? null,
      collection.description ?? null,
      collection.publish_annotations ?? false,
    ],
  );
  return rows.length === 1;
}

/** Changes what is given; null takes a value away. False: the alias is taken. */
export async function updateCollection(
  db: Queryable,
  id: string,
  change: {
    readonly title?: string | undefined;
    readonly alias?: string | null | undefined;
    readonly description?: string | null | undefined;
    readonly publish_annotations?: boolean | undefined;
  },
): Promise<boolean> {
  try {
    await db.query(
      `update collection c set title = coalesce($2, c.title),
          alias = case when $3 then $4 else c.alias end,
          description = case when $5 then $6 else c.description end,
          publish_annotations = coalesce($7, c.publish_annotations)
        where c.id = $1`,
      [
        id,
        change.title ?? null,
        change.alias !== undefined,
        change.alias ?? null,
        change.description !== undefined,
        change.description ?? null,
        change.publish_annotations ?? null,
      ],
    );
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

const UNIQUE_VIOLATION = '23505';

/** Whether another collection of the API root has the same title. */
export async function selectIsTitleUsed(
  db: Queryable,
  collection: { readonly id: string; readonly api_root: string; readonly title: string },
): Promise<boolean> {
  const { rows } = await db.query(
    'select from collection c where c.api_root = $1 and c.title = $2 and c.id <> $3 limit 1',
    [collection.api_root, collection.title, collection.id],
  );
  return rows.length > 0;
}

function viewed(viewer: Viewer): [string, boolean] {
  return [viewer.account_id, viewer.role === 'admin'];
}
