// Bundles (STIX 2.1 §8): what only shows when objects stand side by side.

import { add, isProperties, type Properties, type Report, type Rule } from '../finding.ts';
import { quote } from '../quote.ts';
import { isFull } from './walk.ts';

const BUNDLE_DUPLICATE: Rule = {
  code: 'BUNDLE_DUPLICATE',
  level: 'warning',
  section: '3.6',
  title: 'A bundle has each version of an object once.',
  hint: 'Remove one of the two, or give the newer one a later `modified`.',
};
const BUNDLE_PROPERTY: Rule = {
  code: 'BUNDLE_PROPERTY',
  level: 'warning',
  section: '8',
  title: 'A bundle has no other properties than `type`, `id` and `objects`.',
  hint: 'Leave it out: a bundle is a container and means nothing itself.',
};

/** The rules of this file. */
export const BUNDLE_ADVICE: readonly Rule[] = [BUNDLE_DUPLICATE, BUNDLE_PROPERTY];

const OWN: ReadonlySet<string> = new Set(['type', 'id', 'objects']);

/** Checks the bundle itself (§8), not its objects. */
export function adviseContainer(bundle: Properties, report: Report): void {
  for (const name in bundle) {
    if (isFull(report)) return;
    if (!OWN.has(name)) add(report, BUNDLE_PROPERTY, [name], `a bundle has no ${quote(name)}`);
  }
  if (Array.isArray(bundle.objects)) adviseVersions(bundle.objects, report);
}

// An SCO has no versions, so its id alone names it.
function adviseVersions(objects: readonly unknown[], report: Report): void {
  const seen = new Map<string, number>();
  for (let index = 0; index < objects.length && !isFull(report); index += 1) {
    const object = objects[index];
    if (!isProperties(object) || typeof object.id !== 'string') continue;
    const version = typeof object.modified === 'string' ? object.modified : '';
    const key = `${object.id} ${version}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else {
      const message = `${quote(object.id)} is at /objects/${first} already, with the same version`;
      add(report, BUNDLE_DUPLICATE, ['objects', index], message);
    }
  }
}
