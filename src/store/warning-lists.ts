// Warning lists that somebody has stored; the shipped ones are files.
import type { Queryable } from './database.ts';

/** A warning list as stored. */
export interface WarningListRow {
  readonly name: string;
  readonly description: string | null;
  readonly licence: string | null;
  readonly origin: string | null;
  readonly version: string | null;
  readonly type: 'cidr' | 'hostname' | 'hash' | 'string';
  readonly action: 'refuse' | 'set_aside' | 'tag' | 'ignore';
  readonly values: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

const LIST = `l.name, l.description, l.licence, l.origin, l.version, l.type, l.action, l."values",
  l.created_at, l.updated_at`;

/** All stored lists, by name: there are a few dozen at most. */
export async function selectWarningLists(db: Queryable): Promise<WarningListRow[]> {
  const { rows } = await db.query<WarningListRow>(
    `select ${LIST} from warning_list l order by l.name collate "C"`,
  );
  return rows;
}

/** Stores a list, in the place of the one that has its name. */
export async function upsertWarningList(
  db: Queryable,
  list: Omit<WarningListRow, 'created_at' | 'updated_at'>,
): Promise<WarningListRow & { readonly is_new: boolean }> {
  const { name, description, licence, origin, version, type, action, values } = list;
  const { rows } = await db.query<WarningListRow & { is_new: boolean }>(
    `insert into warning_list as l (name, description, licence, origin, version, type, action, "values")
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (name) do update set description = $2, licence = $3, origin = $4, version = $5,
        type = $6, action = $7, "values" = $8, updated_at = now()
      returning ${LIST}, l.xmax = 0 as is_new`,
    [name, description, licence, origin, version, type, action, values],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a list was stored and did not come back');
  return row;
}

/** @returns whether there was such a list */
export async function deleteWarningList(db: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from warning_list where name = $1', [name]);
  return rowCount === 1;
}
