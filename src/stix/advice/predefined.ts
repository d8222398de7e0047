// Predefined extensions where they are accepted, but mean nothing (STIX 2.1 §3.2, §3.10).

import { add, isProperties, type Properties, type Report, type Rule } from '../finding.ts';
import { objectTypes, predefinedExtensions, type TypeModel } from '../model/model.ts';
import { quote } from '../quote.ts';

const EXTENSION_FOREIGN: Rule = {
  code: 'EXTENSION_FOREIGN',
  level: 'warning',
  section: '3.10',
  title: 'A predefined extension stands in the cyber-observable object that it was made for.',
  hint: 'Move it to an object of that type, or define an extension of your own.',
};
const EXTENSION_TYPE_NEEDLESS: Rule = {
  code: 'EXTENSION_TYPE_NEEDLESS',
  level: 'warning',
  section: '3.2',
  title: 'A predefined extension has no `extension_type`.',
  hint: 'Leave it out: only extensions with an extension-definition have it.',
};

/** The rules of this file. */
export const PREDEFINED_ADVICE: readonly Rule[] = [EXTENSION_FOREIGN, EXTENSION_TYPE_NEEDLESS];

/** Checks the predefined extensions of an object (§3.10). In a wrong SCO they are errors. */
export function advisePredefined(object: Properties, model: TypeModel, report: Report): void {
  if (!isProperties(object.extensions)) return;
  for (const [name, { hosts = [] }] of predefinedExtensions) {
    if (!Object.hasOwn(object.extensions, name)) continue;
    const path = ['extensions', name];
    const extension = object.extensions[name];
    if (model.class !== 'sco' || !objectTypes.has(model.name))
      add(
        report,
        EXTENSION_FOREIGN,
        path,
        `${name} belongs to ${hosts.join(' and ')}, not to ${quote(String(object.type))}`,
      );
    if (isProperties(extension) && Object.hasOwn(extension, 'extension_type'))
      add(
        report,
        EXTENSION_TYPE_NEEDLESS,
        [...path, 'extension_type'],
        `${name} has an extension_type`,
      );
  }
}
