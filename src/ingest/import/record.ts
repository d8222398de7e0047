// One record of a kept upload, read once more: what it makes, and what became of it.
import type { Database } from '../../store/database.ts';
import { selectFindingsAt } from '../../store/findings.ts';
import { openUpload } from '../../store/import-bytes.ts';
import type { SampleRow } from '../../store/import-samples.ts';
import type { ImportRow } from '../../store/imports.ts';
import { selectInstallation } from '../../store/installation.ts';
import { selectTouched, selectTouchedBodies } from '../../store/undos.ts';
import { readBody } from '../candidate.ts';
import { openLists } from '../check/open.ts';
import { namespaceBytes } from '../make/identity.ts';
import { readImportSettings } from '../settings.ts';
import { lastOf } from '../settle.ts';
import { prepare, type Settling, startWriting } from './batch.ts';
import { convert } from './convert.ts';
import { differencesOf } from './differences.ts';

/** What there is to say of the record on a line; null where no record begins on it. */
export async function readRecord(
  db: Database,
  row: ImportRow,
  line: number,
  maxBytes: number,
): Promise<SampleRow | null> {
  const one = await findRecord(db, row, line, maxBytes);
  if (one === null) return null;
  const { candidate } = one;
  const told = await selectFindingsAt(db.work, row.id, line);
  const findings = told.length > 0 ? told : one.findings;
  const bare = { line, object: null, differences: null, findings };
  const isBad = one.kind === 'rejected' || findings.some(({ kind }) => kind === 'rejection');
  if (isBad) return { ...bare, kind: 'rejected' };
  if (one.kind === 'skipped') return { ...bare, kind: 'skipped' };
  if (candidate === null) return { ...bare, kind: 'unchanged' };
  const object = JSON.parse(readBody(candidate.body));
  const isRepeated = findings.some(({ kind }) => kind === 'duplicate');
  if (isRepeated) return { ...bare, kind: 'duplicate', object };
  return { ...bare, ...(await compare(db, row, row.id, one, candidate)) };
}

async function findRecord(
  db: Database,
  row: ImportRow,
  line: number,
  maxBytes: number,
): Promise<Settling | null> {
  const { id_namespace } = await selectInstallation(db.work);
  const file = openUpload(db.work, row.upload_id, row.bytes_total, () => undefined);
  const asked = readImportSettings(row);
  const settings = { ...asked, lists: await openLists(db.work, asked.warning_lists) };
  const conversion = await convert(file, settings, namespaceBytes(id_namespace), maxBytes);
  const write = startWriting(row);
  for await (const made of conversion.batches) {
    for (const one of made) {
      if (one.line === line) return write(one);
      if (one.line > line) return null;
    }
  }
  return null;
}

type Compared = Pick<SampleRow, 'kind' | 'object' | 'differences'>;

/** What the import has stored, against what was there before; what it would store, against what is there. */
export async function compare(
  db: Database,
  row: Pick<ImportRow, 'collection_id' | 'source' | 'settings'>,
  importId: string | null,
  one: Settling,
  candidate: NonNullable<Settling['candidate']>,
): Promise<Compared> {
  const versions = await selectTouched(db, row.collection_id, [candidate]);
  const stored = versions.find(
    (v) => importId !== null && v.import_id === importId && v.import_line === one.line,
  );
  const before = lastOf(
    versions.filter((v) => stored === undefined || v.date_added < stored.date_added),
  );
  const dates = [stored, before].flatMap((version) => version?.date_added ?? []);
  const bodies = await selectTouchedBodies(db, row.collection_id, dates);
  const old = bodies.get(before?.date_added ?? 0);
  const isSame = versions.some((v) => v.version === candidate.version) && stored === undefined;
  const { revise, aside } = prepare([one], readImportSettings(row).mode);
  const revised = old === undefined || isSame ? null : revise(candidate, old, false);
  const after = bodies.get(stored?.date_added ?? 0) ?? readBody((revised ?? candidate).body);
  const object = JSON.parse(after);
  const kinds = stored === undefined && aside(candidate) !== null ? WAITING : STORED;
  if (old === undefined) return { kind: kinds.created, object, differences: null };
  const isChanged = stored !== undefined || (!isSame && (revised !== null || candidate.is_sent));
  if (isChanged !== true) return { kind: 'unchanged', object: JSON.parse(old), differences: null };
  return { kind: kinds.updated, object, differences: differencesOf(old, after) };
}

const STORED = { created: 'new', updated: 'changed' } as const;
const WAITING = { created: 'set_aside', updated: 'set_aside' } as const;
