// The deprecated `objects` of observed-data (STIX 2.1 §4.14): SCOs under keys of the sender's choice,
// which refer to each other by these keys.

import { isProperties, type Properties, type Rule } from '../finding.ts';
import {
  classOf,
  customTypes,
  objectTypes,
  type PartModel,
  predefinedExtensions,
  structures,
} from '../model/model.ts';
import type { PropertyModel, Targets } from '../model/property.ts';
import { quote } from '../quote.ts';
import { explainContained } from '../shape/explain.ts';
import { checkObject } from './object.ts';
import { isFull, nameOf, type Place, tell } from './place.ts';
import { OBJECT_PLANS } from './plan.ts';
import { walk, wasTooLarge } from './walk.ts';

const CONTAINER_REFERENCE: Rule = {
  code: 'CONTAINER_REFERENCE',
  level: 'error',
  section: '4.14',
  title:
    'In the deprecated objects, references are keys of the same container, of an allowed type.',
  hint: 'Use SCOs with ids and object_refs; or correct the key.',
};

const CONTAINER_TYPE: Rule = {
  code: 'CONTAINER_TYPE',
  level: 'error',
  section: '4.14',
  title: 'The deprecated objects of observed-data hold SCOs only.',
  hint: 'Send objects of other types by themselves.',
};

/** A container, and what is looked at in it. */
interface Container {
  readonly objects: Properties;
  readonly place: Place;
}

/** Checks the members of `objects` of observed-data. */
export function checkContainer({ objects }: Properties, place: Place): void {
  if (!isProperties(objects)) return;
  place.path.push('objects');
  for (const key in objects) {
    const member = objects[key];
    place.path.push(key);
    if (isProperties(member)) checkMember(member, objects, place);
    place.path.pop();
    if (isFull(place.report)) break;
  }
  place.path.pop();
}

function checkMember(member: Properties, objects: Properties, outer: Place): void {
  const type = typeof member.type === 'string' ? member.type : '';
  const place = { ...outer, type };
  explainContained(member, type, place.path, place.report);
  if (type === '' || wasTooLarge(place.report)) return;
  const model = objectTypes.get(type) ?? customTypes.sco;
  if (model.class !== 'sco') {
    tell(place, CONTAINER_TYPE, `type ${quote(type)} is no SCO`, 'type');
    return;
  }
  const plan = OBJECT_PLANS.get(model.name);
  if (plan !== undefined) walk(member, plan, place);
  checkObject(member, model, place);
  checkReferences(member, model, { objects, place });
}

// References stand in structures and predefined extensions too.
function checkReferences(part: Properties, model: PartModel, container: Container): void {
  const { path, report } = container.place;
  for (const name in part) {
    if (isFull(report)) return;
    const property = model.properties[name];
    const value = part[name];
    if (property === undefined) continue;
    path.push(name);
    if (property.list === true && Array.isArray(value)) checkItems(value, property, container);
    else if (property.kind === 'extensions') checkExtensions(value, container);
    else checkValue(value, property, container);
    path.pop();
  }
}

function checkItems(
  items: readonly unknown[],
  property: PropertyModel,
  container: Container,
): void {
  const { path, report } = container.place;
  for (let index = 0; index < items.length && !isFull(report); index += 1) {
    path.push(index);
    checkValue(items[index], property, container);
    path.pop();
  }
}

function checkValue(value: unknown, property: PropertyModel, container: Container): void {
  if (property.targets !== undefined) {
    if (typeof value === 'string') checkReference(value, property.targets, container);
    return;
  }
  const structure = structures.get(property.kind);
  if (structure !== undefined && isProperties(value)) checkReferences(value, structure, container);
}

function checkExtensions(extensions: unknown, container: Container): void {
  if (!isProperties(extensions)) return;
  const { path } = container.place;
  for (const key in extensions) {
    const model = predefinedExtensions.get(key);
    const extension = extensions[key];
    if (model === undefined || !isProperties(extension)) continue;
    path.push(key);
    checkReferences(extension, model, container);
    path.pop();
  }
}

function checkReference(key: string, targets: Targets, { objects, place }: Container): void {
  const target = Object.hasOwn(objects, key) ? objects[key] : undefined;
  if (!isProperties(target))
    tell(place, CONTAINER_REFERENCE, `${nameOf(place)} ${quote(key)} is no key of the container`);
  else if (typeof target.type === 'string' && !isTarget(target.type, targets))
    tell(
      place,
      CONTAINER_REFERENCE,
      `${nameOf(place)} ${quote(key)} names ${quote(target.type)}, which is not allowed there`,
    );
}

function isTarget(type: string, targets: Targets): boolean {
  if (typeof targets !== 'string') return targets.includes(type);
  return !objectTypes.has(type) || classOf(type) === 'sco';
}

/** The rules of this file. */
export const CONTAINER_RULES: readonly Rule[] = [CONTAINER_REFERENCE, CONTAINER_TYPE];
