// Some records of an import, kept while it runs: what they make, and what that changes.
import type { Queryable } from './database.ts';
import type { FindingRow } from './findings.ts';

export type SampleKind =
  | 'new'
  | 'changed'
  | 'unchanged'
  | 'duplicate'
  | 'set_aside'
  | 'warned'
  | 'rejected'
  | 'skipped';

/** A property that a record changes; null where it is not there. */
export interface Difference {
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A sample as stored. */
export interface SampleRow {
  readonly kind: SampleKind;
  readonly line: number;
  readonly object: Readonly<Record<string, unknown>> | null;
  readonly differences: readonly Difference[] | null;
  readonly findings: readonly FindingRow[];
}

/** A sample to be stored; its object is JSON text. */
export type NewSample = Omit<SampleRow, 'object'> & { readonly object: string | null };

/** Adds samples. */
export async function insertSamples(
  db: Queryable,
  importId: string,
  samples: readonly NewSample[],
): Promise<void> {
  if (samples.length === 0) return;
  await db.query(
    `insert into import_sample (import_id, kind, line, object, differences, findings)
      select $1, * from unnest($2::text[], $3::bigint[], $4::json[], $5::json[], $6::json[])
      on conflict do nothing`,
    [
      importId,
      samples.map(({ kind }) => kind),
      samples.map(({ line }) => line),
      samples.map(({ object }) => object),
      samples.map(({ differences }) => (differences === null ? null : JSON.stringify(differences))),
      samples.map(({ findings }) => JSON.stringify(findings)),
    ],
  );
}

/** How many samples of each kind there are. */
export async function selectSampleCounts(
  db: Queryable,
  importId: string,
): Promise<ReadonlyMap<SampleKind, number>> {
  const { rows } = await db.query<{ kind: SampleKind; n: number }>(
    'select s.kind, count(*) as n from import_sample s where s.import_id = $1 group by s.kind',
    [importId],
  );
  return new Map(rows.map(({ kind, n }) => [kind, n]));
}

/** The samples of an import, or those of one kind. */
export async function selectSamples(
  db: Queryable,
  importId: string,
  kind: string | null,
): Promise<SampleRow[]> {
  const { rows } = await db.query<SampleRow>(
    `select s.kind, s.line, s.object, s.differences, s.findings from import_sample s
      where s.import_id = $1 and ($2::text is null or s.kind = $2) order by s.kind, s.line`,
    [importId, kind],
  );
  return rows;
}
