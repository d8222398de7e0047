// Objects inside objects: which of their properties go together (STIX 2.1 §2.5, §6, §7.2.3).

import type { Properties, Rule } from '../finding.ts';
import { predefinedExtensions, structures } from '../model/model.ts';
import { checkKnownHashNames } from './hashes.ts';
import { type Check, type Place, tell } from './place.ts';

const REFERENCE_EMPTY: Rule = {
  code: 'REFERENCE_EMPTY',
  level: 'error',
  section: '2.5',
  title:
    'An external reference has a description, a url or an external_id besides its source_name.',
  hint: 'Add one of description, url and external_id.',
};

const MARKING_EITHER: Rule = {
  code: 'MARKING_EITHER',
  level: 'error',
  section: '7.2.3.1',
  title: 'A granular marking has either marking_ref or lang.',
  hint: 'Give one of marking_ref and lang; make two granular markings where both are meant.',
};

const MIME_PART_EMPTY: Rule = {
  code: 'MIME_PART_EMPTY',
  level: 'error',
  section: '6.6.2',
  title: 'A part of a multipart message has body or body_raw_ref.',
  hint: 'Add the text as body, or refer to an artifact or a file with body_raw_ref.',
};

const PART_EMPTY: Rule = {
  code: 'PART_EMPTY',
  level: 'error',
  section: '6',
  title: 'An extension or structure has at least one of the properties that are defined for it.',
  hint: 'Add one of its properties, or leave it out as a whole.',
};

// These need one property of their own; required ones say so themselves.
const NOT_EMPTY = [
  'ntfs-ext',
  'pdf-ext',
  'raster-image-ext',
  'tcp-ext',
  'windows-process-ext',
  'windows-service-ext',
  'unix-account-ext',
  'x509-v3-extensions-type',
  'windows-pe-optional-header-type',
  'windows-registry-value-type',
  'windows-pebinary-ext',
];
// One besides this is wanted (§6.7.6).
const NOT_COUNTED = 'pe_type';

/** Checks of structures and of predefined extensions, by name. */
export const STRUCTURE_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['external-reference', checkExternalReference],
  ['granular-marking', checkGranularMarking],
  ['email-mime-part-type', checkMimePart],
  ...NOT_EMPTY.map((name): [string, Check] => [name, notEmpty(name)]),
]);

function checkExternalReference(reference: Properties, place: Place): void {
  const { description, url, external_id: id, hashes } = reference;
  if (description === undefined && url === undefined && id === undefined)
    tell(place, REFERENCE_EMPTY, 'none of description, url and external_id is given');
  if (hashes !== undefined) checkKnownHashNames(hashes, place);
}

function checkGranularMarking({ marking_ref: ref, lang }: Properties, place: Place): void {
  if ((ref === undefined) !== (lang === undefined)) return;
  const given =
    ref === undefined ? 'neither marking_ref nor lang is' : 'both marking_ref and lang are';
  tell(place, MARKING_EITHER, `${given} given`);
}

function checkMimePart({ body, body_raw_ref: ref }: Properties, place: Place): void {
  if (body === undefined && ref === undefined)
    tell(place, MIME_PART_EMPTY, 'neither body nor body_raw_ref is given');
}

// Of a part without any property the shape tells.
function notEmpty(name: string): Check {
  const { own } = structures.get(name) ?? predefinedExtensions.get(name) ?? { own: {} };
  const names = Object.keys(own).filter((property) => property !== NOT_COUNTED);
  return (part, place) => {
    for (const property of names) if (part[property] !== undefined) return;
    for (const _ in part) {
      tell(place, PART_EMPTY, `none of ${names.join(', ')} is given`);
      return;
    }
  };
}

/** The rules of this file. */
export const STRUCTURE_RULES: readonly Rule[] = [
  REFERENCE_EMPTY,
  MARKING_EITHER,
  MIME_PART_EMPTY,
  PART_EMPTY,
];
