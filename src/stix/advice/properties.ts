// Properties that should not be where they are (STIX 2.1 §3.2), or not any more.

import {
  add,
  isProperties,
  type Path,
  type Properties,
  type Report,
  type Rule,
} from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { definesTopLevel } from './extensions.ts';
import { isFull } from './walk.ts';

const PROPERTY_NOT_APPLICABLE: Rule = {
  code: 'PROPERTY_NOT_APPLICABLE',
  level: 'warning',
  section: '3.2',
  title: 'An object has no common property that its class has no use for.',
  hint: 'Remove it; a note or an opinion can say it of the object.',
};
const PROPERTY_DEPRECATED: Rule = {
  code: 'PROPERTY_DEPRECATED',
  level: 'warning',
  section: '4.14.1',
  title: 'Observed data refers to its objects by `object_refs`, not by the deprecated `objects`.',
  hint: 'Make each observable an object with an id, and list the ids in `object_refs`.',
};
const CONTAINER_KEY: Rule = {
  code: 'CONTAINER_KEY',
  level: 'warning',
  section: '2.9',
  title: 'Keys of the deprecated `objects` count from "0".',
  hint: 'Use numbers as keys, or better `object_refs`.',
};
const CREDENTIAL_KEPT: Rule = {
  code: 'CREDENTIAL_KEPT',
  level: 'info',
  section: '6.16.1',
  title: 'A user account has no cleartext credential, unless malware had it built in.',
  hint: 'Remove the credential if it is a person’s.',
};

/** The rules of this file. */
export const PROPERTY_ADVICE: readonly Rule[] = [
  PROPERTY_NOT_APPLICABLE,
  PROPERTY_DEPRECATED,
  CONTAINER_KEY,
  CREDENTIAL_KEPT,
];

const DIGITS = /^\d\d*$/;

/** Checks for common properties without a meaning here (§3.2). `defanged` in the wrong place is an error. */
export function adviseApplicable(object: Properties, model: TypeModel, report: Report): void {
  if (definesTopLevel(object.extensions)) return;
  for (const name in object) {
    if (model.properties[name]?.notApplicable !== true || name === 'defanged') continue;
    add(report, PROPERTY_NOT_APPLICABLE, [name], `${name} means nothing in ${model.name}`);
  }
}

/** Checks for the deprecated container of observed data (§2.13, §4.14). */
export function adviseContainerUse(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property?.kind !== 'observable-container') return;
  add(report, PROPERTY_DEPRECATED, path, 'objects is deprecated');
  if (!isProperties(value)) return;
  for (const key in value) {
    if (isFull(report)) return;
    if (!DIGITS.test(key))
      add(report, CONTAINER_KEY, [...path, key], `key ${quote(key)} is no number`);
  }
}

/** Checks for cleartext credentials (§6.16.1). */
export function adviseCredential(object: Properties, model: TypeModel, report: Report): void {
  if (model.name === 'user-account' && typeof object.credential === 'string')
    add(report, CREDENTIAL_KEPT, ['credential'], 'credential is present');
}
