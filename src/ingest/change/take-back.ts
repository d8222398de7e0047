// How a change is taken back, object by object: a new version with the old content, the annotation as it
// was, the deleted versions stored again. What somebody has changed since is left alone.
import type { Properties } from '../../stix/finding.ts';
import type { ItemRow } from '../../store/change-items.ts';
import type { Transaction } from '../../store/database.ts';
import { selectVersionBodies } from '../../store/object-versions.ts';
import { modifiedAfter } from '../import/compare.ts';
import { candidateOf, keyOf, nameOf, readKnown, type Step } from './plan.ts';

type Known = Awaited<ReturnType<typeof readKnown>> & {
  readonly bodies: ReadonlyMap<number, string>;
};

/** Decides how each object is taken back. */
export async function planUndo(
  client: Transaction,
  items: readonly ItemRow[],
  collectionId: string,
): Promise<readonly Step[]> {
  const dates = items.flatMap(({ before }) =>
    before?.kind === 'version' ? [before.date_added] : [],
  );
  const bodies = await selectVersionBodies(client, collectionId, dates);
  const known = { ...(await readKnown(client, collectionId, items)), bodies };
  return items.map((item) => takeBack(item, known) ?? { position: item.position, outcome: 'kept' });
}

// Null: it is left as it is.
function takeBack(item: ItemRow, known: Known): Step | null {
  const { before } = item;
  if (before?.kind === 'version') return restoreVersion(item, before.date_added, known);
  if (before?.kind === 'deleted') return storeAgain(item, before.bodies, known);
  return before === null ? null : restoreAnnotation(item, known);
}

function restoreVersion(item: ItemRow, dateAdded: number, known: Known): Step | null {
  const last = known.last.get(nameOf(item));
  const old = known.bodies.get(dateAdded);
  if (last === undefined || old === undefined || last.date_added !== item.after_at) return null;
  const current: Properties = JSON.parse(last.body);
  const modified = modifiedAfter(String(current.modified), Date.now());
  const candidate = candidateOf(JSON.stringify({ ...JSON.parse(old), modified }));
  if (candidate === null) return null;
  return { position: item.position, outcome: 'undone', candidates: [candidate] };
}

function restoreAnnotation(item: ItemRow, known: Known): Step | null {
  const { before, after_at, position } = item;
  const last = known.last.get(nameOf(item));
  const now = known.annotations.get(nameOf(item));
  if (before?.kind !== 'annotation' || last === undefined) return null;
  if ((now?.revision ?? 0) !== after_at) return null;
  const annotation =
    before.annotation === null
      ? null
      : { ...before.annotation, revision: Math.max((after_at ?? 0) + 1, Date.now() * 1000) };
  const told = { key: keyOf(item), annotation, object: JSON.parse(last.body) };
  return { position, outcome: 'undone', told };
}

function storeAgain(item: ItemRow, bodies: readonly string[], known: Known): Step | null {
  if (known.last.has(nameOf(item))) return null;
  const candidates = bodies.flatMap((body) => candidateOf(body) ?? []);
  return { position: item.position, outcome: 'undone', candidates };
}
