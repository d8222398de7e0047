// Annotations are laid over what objects are looked for by, whichever way they came in, in the
// transaction that stores them. The objects keep their bytes.
import { type Summary, summarise } from '../intel/summary.ts';
import {
  type AnnotationRow,
  overlayIntel,
  selectIsAnnotated,
  selectSummarised,
} from '../store/annotations.ts';
import type { ObjectRow } from '../store/copy-rows.ts';
import type { Transaction } from '../store/database.ts';
import type { ObjectKey } from '../store/object-versions.ts';
import { copySummaries, deleteSummaries } from '../store/objects.ts';
import { packSummary } from '../store/packed-summary.ts';
import { readBody } from './candidate.ts';
import { tlpLevel } from './edit/annotation.ts';

/**
 * Lays annotations that are known over rows before they are written, as `overlayIntel` does afterwards: a
 * row that is written and then updated costs twice as much, and rules may speak of all of them.
 */
export function laidOver(
  rows: readonly ObjectRow[],
  annotations: ReadonlyMap<string, AnnotationRow>,
): readonly ObjectRow[] {
  if (annotations.size === 0) return rows;
  return rows.map((row) => {
    const annotation = annotations.get(nameOf(row));
    if (annotation === undefined) return row;
    const summary = summarise(JSON.parse(readBody(row.body)));
    return { ...row, summary: packSummary(layOver(summary, annotation)) };
  });
}

const LONGEST_CONTENT = 8000;

function layOver(summary: Summary, annotation: AnnotationRow): Summary {
  const { labels_added, labels_removed, confidence, tlp, valid_until } = annotation;
  const own = summary.labels.filter(
    (label) => !labels_removed.includes(label) && !labels_added.includes(label),
  );
  const content = `${annotation.content}\n${summary.content}`;
  return {
    ...summary,
    confidence: confidence ?? summary.confidence,
    tlp: tlpLevel(tlp) ?? summary.tlp,
    valid_until: valid_until ?? summary.valid_until,
    labels: [...own, ...labels_added],
    content: content.slice(0, LONGEST_CONTENT).toWellFormed(),
  };
}

/** The id of a row's object. */
export function nameOf({
  stix_type,
  stix_uuid,
}: Pick<ObjectRow, 'stix_type' | 'stix_uuid'>): string {
  return `${stix_type}--${stix_uuid}`;
}

/**
 * Lays them over versions that were just stored. Costs next to nothing where nothing is annotated.
 * @returns whether anything of the collection is
 */
export async function overlay(
  client: Transaction,
  collectionId: string,
  rows: readonly { readonly date_added: number }[],
): Promise<boolean> {
  if (rows.length === 0 || !(await selectIsAnnotated(client, collectionId))) return false;
  await overlayIntel(
    client,
    collectionId,
    rows.map(({ date_added }) => date_added),
  );
  return true;
}

/** Says afresh what objects are looked for by: their annotations have changed. */
export async function renewSummaries(
  client: Transaction,
  collectionId: string,
  objects: readonly ObjectKey[],
): Promise<void> {
  const versions = await selectSummarised(client, collectionId, objects);
  const rows = versions.map(({ body, ...version }) => ({
    ...version,
    summary: packSummary(summarise(JSON.parse(body))),
  }));
  const dates = rows.map(({ date_added }) => date_added);
  await deleteSummaries(client, collectionId, dates);
  await copySummaries(client, collectionId, rows);
  await overlay(client, collectionId, rows);
}
