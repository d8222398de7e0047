// Files, artifacts, processes and products: names that other registries or systems define.

import { add, isProperties, type Properties, type Report, type Rule } from '../finding.ts';
import { hasRegisteredTopLevel, isMediaType } from '../format/media-type.ts';
import type { TypeModel } from '../model/model.ts';
import { quote } from '../quote.ts';
import { nearest } from '../vocabulary.ts';
import { hyphenated, isHyphenated } from './names.ts';
import { isFull } from './walk.ts';

const MEDIA_TYPE: Rule = {
  code: 'MEDIA_TYPE',
  level: 'warning',
  section: '6.7.1',
  title: '`mime_type` is a media type of the IANA registry.',
  hint: 'Write type and subtype, such as "application/pdf", without parameters.',
};
const PDF_KEY: Rule = {
  code: 'PDF_KEY',
  level: 'warning',
  section: '6.7.4',
  title: 'Keys of `document_info_dict` are those that PDF defines.',
  hint: 'PDF defines Title, Author, Subject, Keywords, Creator, Producer, CreationDate, ModDate and Trapped.',
};
const PRIORITY_CLASS: Rule = {
  code: 'PRIORITY_CLASS',
  level: 'warning',
  section: '6.13.2',
  title: 'The priority of a Windows process ends in `_CLASS`.',
  hint: 'Take the name that Windows has for it, such as "HIGH_PRIORITY_CLASS".',
};
const PRODUCT_NAME: Rule = {
  code: 'PRODUCT_NAME',
  level: 'warning',
  section: '4.12.1',
  title: 'The product of a malware analysis is in lower case, with hyphens between words.',
  hint: 'Write it in lower case, with hyphens for spaces and underscores.',
};

/** The rules of this file. */
export const FILE_ADVICE: readonly Rule[] = [MEDIA_TYPE, PDF_KEY, PRIORITY_CLASS, PRODUCT_NAME];

const PDF_KEYS: ReadonlySet<string> = new Set([
  'Title',
  'Author',
  'Subject',
  'Keywords',
  'Creator',
  'Producer',
  'CreationDate',
  'ModDate',
  'Trapped',
]);

/** Checks the names in files (§6.7), artifacts (§6.1), processes (§6.13) and analyses (§4.12). */
export function adviseFile(object: Properties, model: TypeModel, report: Report): void {
  if (model.name === 'file') {
    adviseMediaType(object.mime_type, report);
    advisePdf(extensionOf(object, 'pdf-ext')?.document_info_dict, report);
  } else if (model.name === 'artifact') adviseMediaType(object.mime_type, report);
  else if (model.name === 'process')
    advisePriority(extensionOf(object, 'windows-process-ext')?.priority, report);
  else if (model.name === 'malware-analysis') adviseProduct(object.product, report);
}

function adviseMediaType(type: unknown, report: Report): void {
  if (typeof type !== 'string' || (isMediaType(type) && hasRegisteredTopLevel(type))) return;
  add(report, MEDIA_TYPE, ['mime_type'], `mime_type ${quote(type)} is not a registered media type`);
}

function advisePdf(dictionary: unknown, report: Report): void {
  if (!isProperties(dictionary)) return;
  for (const key in dictionary) {
    if (isFull(report)) return;
    if (PDF_KEYS.has(key)) continue;
    const path = ['extensions', 'pdf-ext', 'document_info_dict', key];
    const meant = nearest(key, PDF_KEYS);
    const hint = meant === null ? undefined : `Did you mean "${meant}"?`;
    add(report, PDF_KEY, path, `key ${quote(key)} is not one that PDF defines`, hint);
  }
}

function advisePriority(priority: unknown, report: Report): void {
  if (typeof priority !== 'string' || priority.endsWith('_CLASS')) return;
  const path = ['extensions', 'windows-process-ext', 'priority'];
  add(report, PRIORITY_CLASS, path, `priority ${quote(priority)} does not end in _CLASS`);
}

function adviseProduct(product: unknown, report: Report): void {
  if (typeof product !== 'string' || isHyphenated(product)) return;
  const message = `product ${quote(product)} has capitals, spaces or underscores`;
  add(report, PRODUCT_NAME, ['product'], message, `Write ${quote(hyphenated(product))}.`);
}

function extensionOf(object: Properties, name: string): Properties | undefined {
  const { extensions } = object;
  const extension = isProperties(extensions) ? extensions[name] : undefined;
  return isProperties(extension) ? extension : undefined;
}
