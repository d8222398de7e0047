// Goes through an object along the model: every value that the model knows, and every property that
// it does not, at any depth of structures and predefined extensions.

import { isProperties, type Path, type Properties, type Report } from '../finding.ts';
import { objectTypes, type PartModel, predefinedExtensions, structures } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';

/** A value where it stands: its model, or undefined for a property that the model does not know. */
export type Visit = (
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
) => void;

interface Walk {
  readonly visits: readonly Visit[];
  readonly report: Report;
  /** Grows and shrinks on the way, so that no path is built where nothing is found. */
  readonly path: (string | number)[];
  /** Values that are looked at yet. */
  left: number;
}

// Advice is a help and no verdict: it is not worth a tenth of a second for one object.
const MOST_VALUES = 20_000;

/** Whether no more warnings fit into the report. */
export function isFull(report: Report): boolean {
  return report.warnings.length >= report.limits.warnings;
}

/** Shows each value of the object, up to so many, to each visit. Lists are shown item by item. */
export function walk(
  object: Properties,
  model: PartModel,
  visits: readonly Visit[],
  report: Report,
): void {
  walkPart(object, model, { visits, report, path: [], left: MOST_VALUES });
}

function walkPart(part: Properties, model: PartModel, walking: Walk): void {
  for (const name in part) {
    if (isDone(walking)) return;
    walking.path.push(name);
    walkProperty(part[name], model.properties[name], walking);
    walking.path.pop();
  }
}

function walkProperty(value: unknown, property: PropertyModel | undefined, walking: Walk): void {
  if (property?.list !== true || !Array.isArray(value)) {
    walkValue(value, property, walking);
    return;
  }
  for (let index = 0; index < value.length && !isDone(walking); index += 1) {
    walking.path.push(index);
    walkValue(value[index], property, walking);
    walking.path.pop();
  }
}

function isDone({ report, left }: Walk): boolean {
  return left <= 0 || isFull(report);
}

function walkValue(value: unknown, property: PropertyModel | undefined, walking: Walk): void {
  walking.left -= 1;
  for (const visit of walking.visits) visit(value, property, walking.path, walking.report);
  if (property === undefined || !isProperties(value)) return;
  if (property.kind === 'extensions') walkMembers(value, extensionModel, walking);
  else if (property.kind === 'observable-container') walkMembers(value, observableModel, walking);
  else {
    const structure = structures.get(property.kind);
    if (structure !== undefined) walkPart(value, structure, walking);
  }
}

function walkMembers(
  members: Properties,
  modelOfMember: (name: string, member: Properties) => PartModel | undefined,
  walking: Walk,
): void {
  for (const name in members) {
    if (isDone(walking)) return;
    const member = members[name];
    const model = isProperties(member) ? modelOfMember(name, member) : undefined;
    if (!isProperties(member) || model === undefined) continue;
    walking.path.push(name);
    walkPart(member, model, walking);
    walking.path.pop();
  }
}

function extensionModel(name: string): PartModel | undefined {
  return predefinedExtensions.get(name);
}

function observableModel(_key: string, { type }: Properties): PartModel | undefined {
  return typeof type === 'string' ? objectTypes.get(type) : undefined;
}
