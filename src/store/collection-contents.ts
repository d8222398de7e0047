// How much a collection holds. Versions are counted in the primary key alone: bodies are not read.
import type { Queryable } from './database.ts';

export interface ContentsRow {
  readonly versions: number;
  readonly sources: number;
  readonly imports: number;
  readonly accounts: number;
  /** Microseconds since 1970; null while nothing is there. */
  readonly last_added: number | null;
}

/** The figures of one collection. */
export async function selectContents(db: Queryable, id: string): Promise<ContentsRow> {
  const { rows } = await db.query<ContentsRow>(
    `select (select count(*) from object o where o.collection_id = $1) as versions,
        (select max(o.date_added) from object o where o.collection_id = $1) as last_added,
        (select count(*) from source s where s.collection_id = $1) as sources,
        (select count(*) from import i where i.collection_id = $1) as imports,
        (select count(*) from collection_grant g where g.collection_id = $1) as accounts`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a from has one row.');
  return row;
}
