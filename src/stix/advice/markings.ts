// Marking definitions (STIX 2.1 §7.2.1).

import { add, type Path, type Properties, type Report, type Rule } from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { tlpOf } from '../tlp.ts';

const MARKING_TYPE: Rule = {
  code: 'MARKING_TYPE',
  level: 'warning',
  section: '7.2.1',
  title: '`definition_type` is `statement` or `tlp`.',
  hint: 'Make other kinds of marking with an extension, without `definition_type`.',
};
const MARKING_TLP_1: Rule = {
  code: 'MARKING_TLP_1',
  level: 'info',
  section: '7.2.1.4',
  title: 'Markings are those of TLP 2, which replaced TLP 1 in 2022.',
  hint: 'Mark with the definitions of TLP 2: clear for white; green, amber and red have new ids.',
};

/** The rules of this file. */
export const MARKING_ADVICE: readonly Rule[] = [MARKING_TYPE, MARKING_TLP_1];

const TYPES: ReadonlySet<unknown> = new Set(['statement', 'tlp']);

/** Checks what kind of marking is defined (§7.2.1). */
export function adviseMarking(object: Properties, model: TypeModel, report: Report): void {
  const { definition_type: type } = object;
  if (model.name !== 'marking-definition' || typeof type !== 'string' || TYPES.has(type)) return;
  add(report, MARKING_TYPE, ['definition_type'], `definition_type ${quote(type)} is not known`);
}

/** Checks a reference to a marking definition (§7.2.1.4). */
export function adviseTlp(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property?.kind !== 'identifier' || typeof value !== 'string' || path[0] === 'id') return;
  if (tlpOf(value)?.version === '1') add(report, MARKING_TLP_1, path, `${value} is of TLP 1`);
}
