// Members that indicators and vulnerabilities have in common.
import { checkRow } from '../check/verdict.ts';
import { type Draft, textOf } from '../map/draft.ts';
import type { Chosen } from './choose.ts';
import { labelsOf, type Reference, referencesOf } from './lists.ts';
import type { Making } from './making.ts';
import { checkLastSeen, confidenceOf, markingsOf } from './members.ts';
import type { Pattern } from './pattern.ts';
import type { Source } from './source.ts';
import { writeList, writeObjects, writeText } from './write.ts';

const NO_LABELS: readonly string[] = [];

/** The labels for the warning lists that the value is on. */
export function listedOf(
  draft: Draft,
  chosen: Chosen | null,
  pattern: Pattern | null,
  { settings: { lists } }: Making,
): readonly string[] {
  if (lists === null || chosen === null || pattern?.type !== 'stix') return NO_LABELS;
  return checkRow(draft, chosen.column, pattern.text, lists);
}

/** The members that every kind of object has. */
export function sharedMembers(
  draft: Draft,
  chosen: Chosen | null,
  source: Source,
  making: Making,
  listed = NO_LABELS,
) {
  const { settings } = making;
  const { labels: said, tlp, threats } = labelsOf(draft, chosen?.threatWord ?? null);
  const added = [...listed, ...settings.add_labels];
  const labels = added.length === 0 ? said : [...new Set([...said, ...added])];
  const description = takeText(draft, 'description');
  const confidence = confidenceOf(draft, settings, making.scale);
  const markings = markingsOf(draft, settings, tlp);
  const references = referencesOf(draft, source.name);
  checkLastSeen(draft, making.readTime);
  return {
    description: description === null ? null : writeText(description),
    labels: labels.length === 0 ? null : writeList(labels),
    confidence: confidence === null ? null : String(confidence),
    markings: markings.length === 0 ? null : writeList(markings),
    references,
    threats,
    said: { description, labels, confidence, markings },
  };
}

/** The text of a cell that becomes a member as it is. */
export function takeText(draft: Draft, attribute: 'name' | 'description'): string | null {
  const text = textOf(draft, attribute);
  const column = draft.plan.scalars[attribute];
  if (text !== null && column !== undefined) {
    draft.used[column] = true;
  }
  return text;
}

/** References as JSON; null where there are none. */
export function writeReferences(references: readonly Reference[]): string | null {
  return references.length === 0 ? null : writeObjects(references);
}
