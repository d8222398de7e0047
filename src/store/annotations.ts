// What the team says of objects, beside them; and laid over what they are looked for by.
import type { Queryable } from './database.ts';
import type { Unsummarised } from './intel-backlog.ts';
import type { ObjectKey } from './object-versions.ts';

/** One thing that somebody wrote of an object. */
export interface Comment {
  readonly text: string;
  readonly account: string | null;
  readonly at: string;
}

/** What is said of one object. */
export interface AnnotationRow {
  readonly stix_type: string;
  readonly stix_uuid: string;
  /** Differs after each change. */
  readonly revision: number;
  readonly labels_added: readonly string[];
  readonly labels_removed: readonly string[];
  readonly confidence: number | null;
  readonly tlp: string | null;
  /** Microseconds since 1970. */
  readonly valid_until: number | null;
  readonly opinion: string | null;
  readonly comments: readonly Comment[];
  /** In lower case: what words are looked for in. */
  readonly content: string;
  readonly updated_at: string;
  readonly updated_by: string | null;
}

const ANNOTATION = `a.stix_type, a.stix_uuid, a.revision, a.labels_added, a.labels_removed, a.confidence,
  a.tlp, a.valid_until, a.opinion, a.comments, a.content, a.updated_at, a.updated_by`;

/** The annotations of some objects. */
export async function selectAnnotations(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<AnnotationRow[]> {
  const { rows } = await db.query<AnnotationRow>(
    `select ${ANNOTATION} from annotation a
      join unnest($2::text[], $3::uuid[]) as wanted (stix_type, stix_uuid)
        on a.stix_uuid = wanted.stix_uuid and a.stix_type = wanted.stix_type
      where a.collection_id = $1`,
    [collectionId, objects.map((one) => one.type), objects.map((one) => one.uuid)],
  );
  return rows;
}

/** The next annotations of a collection, by UUID and type. */
export async function selectAnnotationsAfter(
  db: Queryable,
  collectionId: string,
  after: ObjectKey | null,
  limit: number,
): Promise<AnnotationRow[]> {
  const { rows } = await db.query<AnnotationRow>(
    `select ${ANNOTATION} from annotation a where a.collection_id = $1
        and ($2::uuid is null or (a.stix_uuid, a.stix_type) > ($2, $3::text))
      order by a.stix_uuid, a.stix_type limit $4`,
    [collectionId, after?.uuid ?? null, after?.type ?? '', limit],
  );
  return rows;
}

/** Keeps annotations as they are given, in the place of those that were there. */
export async function upsertAnnotations(
  db: Queryable,
  collectionId: string,
  annotations: readonly AnnotationRow[],
): Promise<void> {
  if (annotations.length === 0) return;
  await db.query(
    `insert into annotation (collection_id, stix_type, stix_uuid, revision, labels_added, labels_removed,
        confidence, tlp, valid_until, opinion, comments, content, updated_at, updated_by)
      select $1, a.* from jsonb_to_recordset($2) as a (stix_type text, stix_uuid uuid, revision bigint,
        labels_added text[], labels_removed text[], confidence smallint, tlp text, valid_until bigint,
        opinion text, comments jsonb, content text, updated_at timestamptz, updated_by text)
      on conflict (collection_id, stix_uuid, stix_type) do update set revision = excluded.revision,
        labels_added = excluded.labels_added, labels_removed = excluded.labels_removed,
        confidence = excluded.confidence, tlp = excluded.tlp, valid_until = excluded.valid_until,
        opinion = excluded.opinion, comments = excluded.comments, content = excluded.content,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
    [collectionId, JSON.stringify(annotations)],
  );
}

/** Forgets annotations. */
export async function deleteAnnotations(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<void> {
  if (objects.length === 0) return;
  await db.query(
    `delete from annotation a using unnest($2::text[], $3::uuid[]) as gone (stix_type, stix_uuid)
      where a.collection_id = $1 and a.stix_uuid = gone.stix_uuid and a.stix_type = gone.stix_type`,
    [collectionId, objects.map((one) => one.type), objects.map((one) => one.uuid)],
  );
}

/** Whether anything of a collection is annotated. */
export async function selectIsAnnotated(db: Queryable, collectionId: string): Promise<boolean> {
  const { rows } = await db.query<{ is_annotated: boolean }>({
    name: 'is-annotated',
    text: 'select exists (select from annotation a where a.collection_id = $1) as is_annotated',
    values: [collectionId],
  });
  return rows[0]?.is_annotated === true;
}

/** Whether pollers of a collection get its annotations. */
export async function selectIsPublished(db: Queryable, collectionId: string): Promise<boolean> {
  const { rows } = await db.query<{ publish_annotations: boolean }>(
    'select c.publish_annotations from collection c where c.id = $1',
    [collectionId],
  );
  return rows[0]?.publish_annotations === true;
}

/** Lays annotations over what versions are looked for by, where that says nothing of them yet. */
export async function overlayIntel(
  db: Queryable,
  collectionId: string,
  dates: readonly number[],
): Promise<void> {
  await db.query(
    `update intel i set
        confidence = coalesce(a.confidence, i.confidence), tlp = coalesce(a.tlp, i.tlp),
        valid_until = coalesce(a.valid_until, i.valid_until),
        labels = array(select l from unnest(i.labels) l where l <> all (a.labels_removed || a.labels_added))
          || a.labels_added,
        content = left(a.content || E'\\n' || i.content, 8000)
      from annotation a
      where i.collection_id = $1 and i.date_added = any ($2::bigint[])
        and a.collection_id = $1 and a.stix_uuid = i.stix_uuid and a.stix_type = i.stix_type`,
    [collectionId, dates],
  );
}

/** All versions of some objects that have a summary, with what it is made of. */
export async function selectSummarised(
  db: Queryable,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<Unsummarised[]> {
  const { rows } = await db.query<Unsummarised>(
    `select v.* from unnest($2::text[], $3::uuid[]) as wanted (stix_type, stix_uuid)
     cross join lateral (
       select o.date_added, o.stix_type, o.stix_uuid, o.superseded_at, o.import_id, o.import_line, o.body
        from object o join intel i on i.collection_id = $1 and i.date_added = o.date_added
        where o.collection_id = $1 and o.stix_uuid = wanted.stix_uuid and o.stix_type = wanted.stix_type
        order by o.version
     ) v`,
    [collectionId, objects.map((one) => one.type), objects.map((one) => one.uuid)],
  );
  return rows;
}
