// Says what is wrong with the shape of an object, by walking the model. Only objects that the
// compiled shapes have refused come here, so it may take its time, within the limits of the report.

import { isProperties, type Path, type Properties, type Report } from '../finding.ts';
import {
  customTypes,
  modelOf,
  objectTypes,
  type PartModel,
  predefinedExtensions,
  structures,
} from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { entriesOf, MOST_PROPERTIES, TOO_WIDE } from './entries.ts';
import { brokenKeyword, fits } from './fragment.ts';
import { INTEGER_INVALID, type Leaf, leafOf } from './kinds.ts';
import { LIST_EMPTY, PROPERTY_MISSING, tell, tellEmpty, tellType, type Walk } from './tell.ts';
import { show } from './words.ts';

// Inside a container a reference is a key (§2.13).
const KEY: PropertyModel = { kind: 'string' };

interface Member {
  readonly name: string;
  readonly property: PropertyModel;
  readonly section: string;
}

const members = new WeakMap<PartModel, readonly Member[]>();

/** Adds every error of an object's shape. Adds nothing exactly when `isShaped` holds. */
export function explainShape(object: Properties, type: string, report: Report): void {
  const model = modelOf(type, object);
  explainMembers(object, model, startOf(model, [], report));
}

/** Adds every error of the shape of a structure or a predefined extension, by its name in the model. */
export function explainStructure(value: unknown, name: string, path: Path, report: Report): void {
  const model = structures.get(name) ?? predefinedExtensions.get(name);
  if (model === undefined) return;
  const walk = startOf(model, path, report);
  if (isProperties(value)) explainPart(value, model, walk);
  else tellType(value, 'an object', walk);
}

/**
 * Adds every error of the shape of an object inside `objects` of observed-data (§2.13), where `id` is
 * optional and a reference is the key of another object.
 */
export function explainContained(
  object: Properties,
  type: string,
  path: Path,
  report: Report,
): void {
  const known = objectTypes.get(type);
  const model = known?.class === 'sco' ? known : customTypes.sco;
  explainMembers(object, model, { ...startOf(model, path, report), contained: true });
}

function startOf({ name, section }: PartModel, path: Path, report: Report): Walk {
  return { report, path: [...path], section, host: name, contained: false };
}

function explainMembers(object: Properties, model: PartModel, walk: Walk): void {
  const outer = walk.section;
  for (const { name, property, section } of membersOf(model)) {
    if (isFull(walk)) break;
    walk.path.push(name);
    walk.section = section;
    const value = object[name];
    if (value !== undefined) explainProperty(value, property, walk);
    else if (property.required && !(walk.contained && name === 'id'))
      tell(walk, PROPERTY_MISSING, `is missing; it must be ${wantedOf(property)}`);
    walk.path.pop();
  }
  walk.section = outer;
}

// Made once for each model: 1 MiB of granular markings took 360 ms without, 30 with.
function membersOf(model: PartModel): readonly Member[] {
  const known = members.get(model);
  if (known !== undefined) return known;
  const made = Object.entries(model.properties).map(([name, property]) => ({
    name,
    property,
    section: Object.hasOwn(model.own, name) ? model.section : '3.2',
  }));
  members.set(model, made);
  return made;
}

// A hostile list must not cost more than the report has room for.
function isFull({ report }: Walk): boolean {
  return report.omitted > 0;
}

function explainProperty(value: unknown, property: PropertyModel, walk: Walk): void {
  if (property.list) explainList(value, property, walk);
  else explainValue(value, property, walk);
}

function explainList(value: unknown, property: PropertyModel, walk: Walk): void {
  if (!Array.isArray(value)) {
    tellType(value, wantedOf(property), walk, 'Put it into a list, even when it is the only one.');
    return;
  }
  if (value.length === 0)
    tell(walk, LIST_EMPTY, `is an empty list; it must be ${wantedOf(property)}`);
  for (let index = 0; index < value.length && !isFull(walk); index += 1) {
    walk.path.push(index);
    explainValue(value[index], property, walk);
    walk.path.pop();
  }
}

function explainValue(value: unknown, property: PropertyModel, walk: Walk): void {
  const leaf = leafOf(walk.contained && property.kind === 'identifier' ? KEY : property);
  if (leaf !== null) explainLeaf(value, leaf, walk);
  else if (!isProperties(value)) tellType(value, 'an object', walk);
  else explainObject(value, property, walk);
}

function explainLeaf(value: unknown, leaf: Leaf, walk: Walk): void {
  const keyword = brokenKeyword(value, leaf.fragment);
  if (keyword === null) return;
  const { coarser, rule, wanted } = leaf;
  const isFraction = typeof value === 'number' && rule === INTEGER_INVALID;
  if (coarser !== undefined && brokenKeyword(value, coarser.fragment) !== null)
    explainLeaf(value, coarser, walk);
  else if (keyword !== 'type' || isFraction)
    tell(walk, rule, `is ${show(value)}; it must be ${wanted}`);
  else if (typeof value === 'string')
    tellType(value, wanted, walk, 'Send it without quotation marks.');
  else tellType(value, wanted, walk);
}

function explainObject(value: Properties, property: PropertyModel, walk: Walk): void {
  const structure = structures.get(property.kind);
  if (structure !== undefined) explainPart(value, structure, walk);
  else if (property.kind !== 'stix-object') explainEntries(value, property, walk);
}

function explainPart(value: Properties, model: PartModel, walk: Walk): void {
  if (isEmpty(value) && !membersOf(model).some(({ property }) => property.required))
    tellEmpty(walk);
  else explainMembers(value, model, walk);
}

function explainEntries(object: Properties, property: PropertyModel, walk: Walk): void {
  const { names, value } = entriesOf(property);
  let count = 0;
  for (const name in object) {
    if (isFull(walk)) return;
    count += 1;
    if (count > MOST_PROPERTIES) {
      tell(walk, TOO_WIDE, `has more than ${MOST_PROPERTIES} properties`);
      return;
    }
    walk.path.push(name);
    if (names !== undefined && !fits(name, names.pattern))
      tell(walk, names.rule, `is named ${quote(name)}, which cannot be a name there`);
    if (property.kind === 'extensions') explainExtension(name, object[name], walk);
    else if (value !== undefined) explainProperty(object[name], value, walk);
    walk.path.pop();
  }
  if (count === 0) tellEmpty(walk);
}

function explainExtension(name: string, value: unknown, walk: Walk): void {
  const model = predefinedExtensions.get(name);
  if (!isProperties(value)) tellType(value, 'an object', walk);
  else if (model?.hosts?.includes(walk.host)) explainPart(value, model, walk);
  else if (isEmpty(value)) tellEmpty(walk);
}

function isEmpty(object: Properties): boolean {
  for (const _ in object) return false;
  return true;
}

function wantedOf(property: PropertyModel): string {
  const wanted = leafOf(property)?.wanted ?? 'an object';
  return property.list ? `a list, each element ${wanted}` : wanted;
}
