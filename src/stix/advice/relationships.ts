// Which relationships the specification names between which types (STIX 2.1 §3.7, §4 to §6).

import { add, type Properties, type Report, type Rule } from '../finding.ts';
import { objectTypes, type TypeModel } from '../model/model.ts';
import { commonRelationshipTypes, relationshipTypes } from '../model/relationships.ts';
import { quote } from '../quote.ts';

const RELATIONSHIP_LISTED: Rule = {
  code: 'RELATIONSHIP_LISTED',
  level: 'warning',
  section: '5.1',
  title: 'A relationship is one that the specification names between its two types.',
  hint: 'Where no other fits, `related-to` joins any two objects.',
};
const RELATIONSHIP_SAME_TYPE: Rule = {
  code: 'RELATIONSHIP_SAME_TYPE',
  level: 'warning',
  section: '3.7',
  title: '`derived-from` and `duplicate-of` join two objects of one type.',
  hint: 'Use another relationship, such as `related-to`, between objects of different types.',
};

/** The rules of this file. */
export const RELATIONSHIP_ADVICE: readonly Rule[] = [RELATIONSHIP_LISTED, RELATIONSHIP_SAME_TYPE];

/** Checks a relationship against the tables (§5.1). Types of a producer's own may join as they like. */
export function adviseRelationship(object: Properties, model: TypeModel, report: Report): void {
  if (model.name !== 'relationship') return;
  const { relationship_type: type } = object;
  const source = typeOfId(object.source_ref);
  const target = typeOfId(object.target_ref);
  if (typeof type !== 'string' || !objectTypes.has(source) || !objectTypes.has(target)) return;
  const common = commonRelationshipTypes.get(type);
  if (common === undefined) adviseListed(source, type, target, report);
  else if (common === 'same-type' && source !== target)
    add(
      report,
      RELATIONSHIP_SAME_TYPE,
      ['relationship_type'],
      `${type} joins ${source} and ${target}`,
    );
}

function adviseListed(source: string, type: string, target: string, report: Report): void {
  if (relationshipTypes.get(source)?.get(type)?.has(target) === true) return;
  const message = `${quote(type)} is not a relationship that ${source} has to ${target}`;
  const listed = listBetween(source, target);
  const hint =
    listed.length === 0
      ? undefined
      : `From ${source} to ${target} go ${listed.join(', ')} and related-to.`;
  add(report, RELATIONSHIP_LISTED, ['relationship_type'], message, hint);
}

function listBetween(source: string, target: string): string[] {
  const types = [...(relationshipTypes.get(source) ?? [])];
  return types.filter(([, targets]) => targets.has(target)).map(([type]) => type);
}

function typeOfId(id: unknown): string {
  return typeof id === 'string' ? id.slice(0, Math.max(0, id.indexOf('--'))) : '';
}
