// Annotations are laid over what objects are looked for by, whichever way they came in, in the
// transaction that stores them. The objects keep their bytes.
import { summarise } from '../intel/summary.ts';
import { overlayIntel, selectIsAnnotated, selectSummarised } from '../store/annotations.ts';
import type { Transaction } from '../store/database.ts';
import type { ObjectKey } from '../store/object-versions.ts';
import { copySummaries, deleteSummaries } from '../store/objects.ts';
import { packSummary } from '../store/packed-summary.ts';

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
