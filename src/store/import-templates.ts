// Settings of imports that somebody has saved by name.
import type { Queryable } from './database.ts';

/** A template as stored. */
export interface TemplateRow {
  readonly name: string;
  readonly account_id: string | null;
  readonly description: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly updated_at: string;
}

const TEMPLATE = 't.name, t.account_id, t.description, t.settings, t.created_at, t.updated_at';

export async function selectTemplate(db: Queryable, name: string): Promise<TemplateRow | null> {
  const { rows } = await db.query<TemplateRow>(
    `select ${TEMPLATE} from import_template t where t.name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

/** A page of templates by name. */
export async function selectTemplates(
  db: Queryable,
  after: string | null,
  limit: number,
): Promise<TemplateRow[]> {
  const { rows } = await db.query<TemplateRow>(
    `select ${TEMPLATE} from import_template t where $1::text is null or t.name collate "C" > $1
      order by t.name collate "C" limit $2`,
    [after, limit],
  );
  return rows;
}

/** Saves a template; null when one of that name is somebody else's. */
export async function upsertTemplate(
  db: Queryable,
  template: Pick<TemplateRow, 'name' | 'account_id' | 'description' | 'settings'>,
  isAdmin: boolean,
): Promise<(TemplateRow & { readonly is_new: boolean }) | null> {
  const { name, account_id, description, settings } = template;
  const { rows } = await db.query<TemplateRow & { is_new: boolean }>(
    `insert into import_template as t (name, account_id, description, settings) values ($1, $2, $3, $4)
      on conflict (name) do update set description = $3, settings = $4, updated_at = now()
        where t.account_id = $2 or $5
      returning ${TEMPLATE}, t.xmax = 0 as is_new`,
    [name, account_id, description, JSON.stringify(settings), isAdmin],
  );
  return rows[0] ?? null;
}

export async function deleteTemplate(db: Queryable, name: string): Promise<void> {
  await db.query('delete from import_template where name = $1', [name]);
}
