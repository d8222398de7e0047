// What a change of many objects asks for, and what it makes of one of ours. Pure.
import { canonicalJson } from '../../stix/canonical.ts';
import type { Properties } from '../../stix/finding.ts';
import { printTimestamp } from '../../stix/timestamp.ts';
import { type TlpLevel, tlpId, tlpOf } from '../../stix/tlp.ts';
import { labelsOf, type Said } from '../edit/annotation.ts';

/** What is asked: to say something of objects, to revoke or to delete them. */
export interface Action extends Pick<Said, 'add_labels' | 'remove_labels'> {
  readonly confidence?: number | null;
  readonly tlp?: TlpLevel | null;
  /** Microseconds since 1970. */
  readonly valid_until?: number | null;
  readonly revoke?: true;
  readonly delete?: true;
}

/** The object as the action wants it, but for `modified`; null where it is so already. */
export function actOn(object: Properties, action: Action): Properties | null {
  if (action.revoke === true) return object.revoked === true ? null : { ...object, revoked: true };
  const next: Record<string, unknown> = { ...object };
  const { add_labels = [], remove_labels = [], confidence, tlp, valid_until } = action;
  if (add_labels.length + remove_labels.length > 0) {
    const gone = new Set(remove_labels);
    const labels = new Set([...labelsOf(object), ...add_labels].filter((one) => !gone.has(one)));
    put(next, 'labels', labels.size === 0 ? null : [...labels]);
  }
  if (confidence !== undefined) put(next, 'confidence', confidence);
  if (valid_until !== undefined)
    put(next, 'valid_until', valid_until === null ? null : printTimestamp(valid_until / 1000));
  if (tlp !== undefined) put(next, 'object_marking_refs', markingsWith(object, tlp));
  return canonicalJson(next) === canonicalJson(object) ? null : next;
}

/** Whether the object can say itself what the action asks for; else it is annotated. */
export function canSay(object: Properties, action: Action): boolean {
  if (action.revoke === true) return true;
  return (
    object.revoked !== true && (action.valid_until === undefined || object.type === 'indicator')
  );
}

// A member without a value is left out.
function put(object: Record<string, unknown>, name: string, value: unknown): void {
  if (value === null) delete object[name];
  else object[name] = value;
}

function markingsWith(object: Properties, level: TlpLevel | null): readonly string[] | null {
  const { object_marking_refs: stored } = object;
  const others = (Array.isArray(stored) ? stored.map(String) : []).filter(
    (id) => tlpOf(id) === null,
  );
  const markings = level === null ? others : [...others, tlpId(level, '2')];
  return markings.length === 0 ? null : markings;
}
