// Which imports somebody sees: one of them, or all, newest first.
import type { Queryable } from './database.ts';
import { IMPORT, type ImportRow } from './imports.ts';

/** Who may see an import: its uploader, administrators, whoever may write to its collection. */
export interface ImportViewer {
  readonly account_id: string;
  readonly role: 'admin' | 'member';
}

// $1 the account, $2 whether an administrator.
const VISIBLE = `($2 or i.account_id = $1 or exists (select from collection_grant g
  where g.collection_id = i.collection_id and g.account_id = $1 and g.can_write))`;

/** An import that the viewer may see. */
export async function selectVisibleImport(
  db: Queryable,
  viewer: ImportViewer,
  importId: string,
): Promise<ImportRow | null> {
  const { rows } = await db.query<ImportRow>(
    `select ${IMPORT} from import i where i.id = $3 and i.state <> 'uploading' and ${VISIBLE}`,
    [viewer.account_id, viewer.role === 'admin', importId],
  );
  return rows[0] ?? null;
}

/** The imports that the viewer may see, newest first. */
export async function selectVisibleImports(
  db: Queryable,
  viewer: ImportViewer,
  filter: {
    readonly collectionId: string | null;
    readonly state: string | null;
    /** Part of its name, whatever the case. */
    readonly source: string | null;
    readonly isDryRun: boolean | null;
    readonly after: { readonly micros: string; readonly id: string } | null;
  },
  limit: number,
): Promise<(ImportRow & { readonly created_micros: string })[]> {
  const { rows } = await db.query<ImportRow & { created_micros: string }>(
    `select ${IMPORT}, (extract(epoch from i.created_at) * 1000000)::bigint::text as created_micros from import i
      where i.state <> 'uploading' and ${VISIBLE}
        and ($3::uuid is null or i.collection_id = $3) and ($4::text is null or i.state = $4)
        and ($5::bigint is null
          or (i.created_at, i.id) < (timestamptz 'epoch' + $5 * interval '1 microsecond', $6::uuid))
        and ($8::text is null or strpos(lower(i.source), lower($8)) > 0)
        and ($9::boolean is null or coalesce((i.settings ->> 'dry_run')::boolean, false) = $9)
      order by i.created_at desc, i.id desc limit $7`,
    [
      viewer.account_id,
      viewer.role === 'admin',
      filter.collectionId,
      filter.state,
      filter.after?.micros ?? null,
      filter.after?.id ?? null,
      limit,
      filter.source,
      filter.isDryRun,
    ],
  );
  return rows;
}
