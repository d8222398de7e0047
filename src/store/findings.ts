// What imports found: rejections, warnings, skipped records, duplicates, in file order.
import type { Queryable } from './database.ts';

/** A finding as stored. */
export interface FindingRow {
  readonly kind: 'rejection' | 'warning' | 'skipped' | 'duplicate';
  readonly line: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly first_line?: number | null;
}

/** Adds findings; they keep the order of `ordinal`, which starts at `first`. */
export async function insertFindings(
  db: Queryable,
  importId: string,
  first: number,
  findings: readonly FindingRow[],
): Promise<void> {
  if (findings.length === 0) return;
  await db.query({
    name: 'insert-findings',
    text: `insert into import_finding
        (import_id, ordinal, kind, line, "column", value, code, message, hint, first_line)
      select $1, $2 + n.ordinal - 1, n.kind, n.line, n."column", n.value, n.code, n.message, n.hint, n.first_line
        from unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
          $10::bigint[]) with ordinality
          as n(kind, line, "column", value, code, message, hint, first_line, ordinal)
      on conflict do nothing`,
    values: [
      importId,
      first,
      findings.map((finding) => finding.kind),
      findings.map((finding) => finding.line),
      findings.map((finding) => storable(finding.column)),
      findings.map((finding) => storable(finding.value)),
      findings.map((finding) => finding.code),
      findings.map((finding) => storable(finding.message)),
      findings.map((finding) => storable(finding.hint)),
      findings.map((finding) => finding.first_line ?? null),
    ],
  });
}

/** The ordinal that the next finding of an import gets. */
export async function selectNextOrdinal(db: Queryable, importId: string): Promise<number> {
  const { rows } = await db.query<{ next: number }>(
    'select coalesce(max(f.ordinal), 0) + 1 as next from import_finding f where f.import_id = $1',
    [importId],
  );
  return Math.max(1, rows[0]?.next ?? 1);
}

/** A page of findings in file order, after an ordinal. */
export async function selectFindings(
  db: Queryable,
  importId: string,
  kind: string | null,
  after: number | null,
  limit: number,
): Promise<(FindingRow & { readonly ordinal: number })[]> {
  const { rows } = await db.query<FindingRow & { ordinal: number }>(
    `select f.ordinal, f.kind, f.line, f."column", f.value, f.code, f.message, f.hint, f.first_line
       from import_finding f
      where f.import_id = $1 and ($2::text is null or f.kind = $2) and ($3::bigint is null or f.ordinal > $3)
      order by f.ordinal limit $4`,
    [importId, kind, after, limit],
  );
  return rows;
}

/** What was found on a line. */
export async function selectFindingsAt(
  db: Queryable,
  importId: string,
  line: number,
): Promise<FindingRow[]> {
  const { rows } = await db.query<FindingRow>(
    `select f.kind, f.line, f."column", f.value, f.code, f.message, f.hint, f.first_line
       from import_finding f where f.import_id = $1 and f.line = $2 order by f.ordinal`,
    [importId, line],
  );
  return rows;
}

/** Text for people as PostgreSQL can hold it: without NUL, without half of a surrogate pair, not endless. */
export function storable(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\u0000', '\\u0000').toWellFormed().slice(0, 4096);
}
