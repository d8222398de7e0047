// What one version of an object says otherwise than another.
import { canonicalJson } from '../../stix/canonical.ts';
import type { Difference } from '../../store/import-samples.ts';

/** What another version says otherwise; of `modified` nobody needs to be told. */
export function differencesOf(before: string, after: string): readonly Difference[] {
  const old: Record<string, unknown> = JSON.parse(before);
  const made: Record<string, unknown> = JSON.parse(after);
  const names = new Set([...Object.keys(old), ...Object.keys(made)]);
  names.delete('modified');
  return [...names].flatMap((property) => {
    const difference = { property, before: old[property] ?? null, after: made[property] ?? null };
    const isSame = canonicalJson(difference.before) === canonicalJson(difference.after);
    return isSame ? [] : [difference];
  });
}
