// What is right but could say more: texts, times, references to the outside.

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
import { placeOf } from './names.ts';

const STRING_EMPTY: Rule = {
  code: 'STRING_EMPTY',
  level: 'info',
  section: '2.15',
  title: 'Strings are not empty.',
  hint: 'Leave the property out where there is nothing to say.',
};
const LANGUAGE_STATED: Rule = {
  code: 'LANGUAGE_STATED',
  level: 'info',
  section: '3.2',
  title: 'An object with text says in which language it is.',
  hint: 'Add `lang`; without it the text is English.',
};
const TIME_LEAP_SECOND: Rule = {
  code: 'TIME_LEAP_SECOND',
  level: 'info',
  section: '2.16',
  title: 'Timestamps are not within a leap second.',
  hint: 'Check the time; most programs cannot read second 60.',
};
const REFERENCE_HASHES: Rule = {
  code: 'REFERENCE_HASHES',
  level: 'info',
  section: '2.5.1',
  title: 'An external reference with a URL has hashes of what is there.',
  hint: 'Add the SHA-256 hash of the document, so that a changed one is noticed.',
};

/** The rules of this file. */
export const TEXT_ADVICE: readonly Rule[] = [
  STRING_EMPTY,
  LANGUAGE_STATED,
  TIME_LEAP_SECOND,
  REFERENCE_HASHES,
];

const OFFSET_OF_SECONDS = '2016-12-31T23:59:'.length;
// Properties of text that a person reads, which the specification names for example.
const TRANSLATABLE = ['name', 'description'];

/** Checks that a language is stated where there is text (§3.2). */
export function adviseLanguage(object: Properties, model: TypeModel, report: Report): void {
  const lang = model.properties.lang;
  if (lang === undefined || lang.notApplicable === true || Object.hasOwn(object, 'lang')) return;
  if (TRANSLATABLE.some((name) => typeof object[name] === 'string'))
    add(report, LANGUAGE_STATED, [], `${model.name} has text, but no lang`);
}

/** Checks strings, timestamps and external references wherever they stand (§2.5, §2.15, §2.16). */
export function adviseText(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (value === '') add(report, STRING_EMPTY, path, `${placeOf(path)} is empty`);
  if (property?.kind === 'timestamp' && isLeapSecond(value))
    add(report, TIME_LEAP_SECOND, path, `${placeOf(path)} is within a leap second`);
  if (property?.kind === 'external-reference' && isProperties(value))
    adviseReference(value, path, report);
}

function isLeapSecond(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('60', OFFSET_OF_SECONDS);
}

function adviseReference(reference: Properties, path: Path, report: Report): void {
  if (Object.hasOwn(reference, 'url') && !Object.hasOwn(reference, 'hashes'))
    add(report, REFERENCE_HASHES, path, 'external reference has a url, but no hashes');
}
