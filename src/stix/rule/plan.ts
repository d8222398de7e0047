// What the walk does at each property, worked out once from the model for types, structures and
// predefined extensions.

import {
  customTypes,
  objectTypes,
  type PartModel,
  predefinedExtensions,
  structures,
} from '../model/model.ts';
import type { Kind, PropertyModel } from '../model/property.ts';
import { FORMATS } from './formats.ts';
import { checkHashes } from './hashes.ts';
import { checkHex } from './hex.ts';
import { checkUuid } from './identifiers.ts';
import type { Check, ValueCheck } from './place.ts';
import { checkCreatedBy, referenceTo } from './references.ts';
import { STRUCTURE_CHECKS } from './structures.ts';
import { checkTime } from './times.ts';

/** What to do with the value of a property; with each item of it, where it is a list. */
export type Step =
  | { readonly does: 'nothing' }
  | { readonly does: 'check'; readonly list: boolean; readonly check: ValueCheck }
  | { readonly does: 'walk'; readonly list: boolean; readonly plan: Plan }
  | { readonly does: 'walk-dictionary' }
  | { readonly does: 'walk-extensions' };

/** The steps of an object, a structure or an extension. */
export interface Plan {
  readonly steps: ReadonlyMap<string, Step>;
  /** What is to be checked of the whole, besides its properties. */
  readonly check: Check | null;
  /** Whether properties without a step, custom ones, may hold empty lists and objects. */
  readonly mayBeEmpty: boolean;
}

const NOTHING: Step = { does: 'nothing' };

const KIND_CHECKS: ReadonlyMap<Kind, ValueCheck> = new Map<Kind, ValueCheck>([
  ['timestamp', checkTime],
  ['identifier', checkUuid],
  ['hex', checkHex],
  ['hashes', checkHashes],
]);

const STRUCTURE_PLANS = plansOf(structures);

/** The plans of predefined extensions by name. */
export const EXTENSION_PLANS: ReadonlyMap<string, Plan> = plansOf(predefinedExtensions);

/** The plan of an extension that the specification does not define. */
export const OPEN_EXTENSION: Plan = {
  steps: new Map([['extension_type', NOTHING]]),
  check: null,
  mayBeEmpty: false,
};

/** The plans of objects, custom types under the names that the model gives them. */
export const OBJECT_PLANS: ReadonlyMap<string, Plan> = plansOf(
  new Map([
    ...objectTypes,
    ...Object.values(customTypes).map((model): [string, PartModel] => [model.name, model]),
  ]),
);

function plansOf(parts: ReadonlyMap<string, PartModel>): Map<string, Plan> {
  const plans = new Map<string, Plan>();
  for (const [name, part] of parts) plans.set(name, planOf(name, part, plans));
  return plans;
}

// Structures may hold structures: those of the same table are looked up when they are met.
function planOf(name: string, part: PartModel, siblings: ReadonlyMap<string, Plan>): Plan {
  const steps = Object.entries(part.properties).map(([property, model]): [string, Step] => [
    property,
    stepOf(name, property, model, siblings),
  ]);
  return { steps: new Map(steps), check: STRUCTURE_CHECKS.get(name) ?? null, mayBeEmpty: true };
}

function stepOf(
  part: string,
  name: string,
  model: PropertyModel,
  siblings: ReadonlyMap<string, Plan>,
): Step {
  const { kind, list = false, values } = model;
  // The shape knows what is in the other dictionaries, or a rule of its own does.
  if (kind === 'marking-object' || (kind === 'dictionary' && values === undefined))
    return { does: 'walk-dictionary' };
  if (kind === 'extensions') return { does: 'walk-extensions' };
  const plan = structures.has(kind) ? (siblings.get(kind) ?? STRUCTURE_PLANS.get(kind)) : undefined;
  if (plan !== undefined) return { does: 'walk', list, plan };
  const check = checkOf(part, name, model);
  return check === undefined ? NOTHING : { does: 'check', list, check };
}

function checkOf(part: string, name: string, model: PropertyModel): ValueCheck | undefined {
  if (name === 'created_by_ref') return checkCreatedBy;
  if (model.targets !== undefined) return referenceTo(model.targets);
  return FORMATS.get(`${part}.${name}`) ?? FORMATS.get(`*.${name}`) ?? KIND_CHECKS.get(model.kind);
}
