// What one installation owns: made once by the migration, shared by all nodes.
import type { Queryable } from './database.ts';

export interface InstallationRow {
  /** Namespace of the UUIDv5 ids that imports make. */
  readonly id_namespace: string;
  /** Signs `next`. */
  readonly cursor_key: Buffer;
  /** Keys the memory of verified passwords. */
  readonly credential_key: Buffer;
}

/** The keys of this installation. The migration has made them. */
export async function selectInstallation(db: Queryable): Promise<InstallationRow> {
  const { rows } = await db.query<InstallationRow>(
    'select i.id_namespace, i.cursor_key, i.credential_key from installation i',
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The database is not migrated: run `taxiway migrate`.');
  return row;
}
