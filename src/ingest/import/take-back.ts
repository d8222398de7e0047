// Decides how an import is taken back from one object: pure, so that the rules can be read in one place.
import { canonicalJson } from '../../stix/canonical.ts';
import { readStixTimestamp } from '../../stix/timestamp.ts';
import type { TouchedVersion } from '../../store/undos.ts';
import { type Candidate, describe } from '../candidate.ts';
import { lastOf } from '../settle.ts';
import { modifiedAfter } from './compare.ts';

/** What is asked. */
export interface Asked {
  readonly importId: string;
  /** The identities of the import's sources: their objects are ours to revise. */
  readonly identityIds: ReadonlySet<string>;
  /** Whether what came is removed, and pollers are not told. */
  readonly remove: boolean;
  /** Milliseconds. */
  readonly now: number;
}

/** What is done to an object. */
export type TakenBack =
  | { readonly kind: 'kept' }
  | { readonly kind: 'removed'; readonly dates: readonly number[] }
  | {
      readonly kind: 'revoked' | 'restored';
      /** The new version; null where the last one says so already. */
      readonly candidate: Candidate | null;
      /** The body that the new version follows. */
      readonly latest: string;
    };

/** The versions whose bodies `takeBack` reads. */
export function datesToRead(versions: readonly TouchedVersion[], importId: string): number[] {
  const { brought, before } = split(versions, importId);
  return [lastOf(versions), lastOf(brought), lastOf(before)].flatMap((v) => v?.date_added ?? []);
}

/** Takes an import back from an object, of which all versions are given. */
export function takeBack(
  versions: readonly TouchedVersion[],
  bodies: ReadonlyMap<number, string>,
  asked: Asked,
): TakenBack {
  const { brought, before, after } = split(versions, asked.importId);
  const last = lastOf(versions);
  const latest = bodies.get(last?.date_added ?? 0);
  const left = readBody(bodies.get(lastOf(brought)?.date_added ?? 0));
  if (last === undefined || latest === undefined || left === null) return { kind: 'kept' };
  const isHidden = after.length === 0 && !brought.includes(last);
  if (asked.remove || isHidden || !isOfSource(left, asked.identityIds)) {
    return after.length > 0
      ? { kind: 'kept' }
      : { kind: 'removed', dates: brought.map((version) => version.date_added) };
  }
  const current = readBody(latest) ?? {};
  // Later versions that were taken back themselves have left what the import said.
  if (after.length > 0 && contentOf(current) !== contentOf(left)) return { kind: 'kept' };
  const old = readBody(bodies.get(lastOf(before)?.date_added ?? 0));
  const kind = old === null ? 'revoked' : 'restored';
  const candidate = follow(last, current, old ?? { ...current, revoked: true }, asked.now);
  return { kind, latest, candidate };
}

type Body = Readonly<Record<string, unknown>>;

function split(versions: readonly TouchedVersion[], importId: string) {
  const brought = versions.filter((v) => v.import_id === importId && v.import_line !== null);
  const [first, last] = spanOf(brought);
  return {
    brought,
    before: versions.filter((version) => version.date_added < first),
    after: versions.filter((version) => version.date_added > last),
  };
}

/** When the first and the last of some versions were added; there may be too many for arguments of a call. */
export function spanOf(versions: readonly TouchedVersion[]): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { date_added } of versions) {
    first = Math.min(first, date_added);
    last = Math.max(last, date_added);
  }
  return [first, last];
}

// Only the creator may revise an object, and one without `modified` has no versions.
function isOfSource(body: Body, identityIds: ReadonlySet<string>): boolean {
  return (
    identityIds.has(String(body.created_by_ref)) &&
    typeof body.modified === 'string' &&
    !identityIds.has(String(body.id))
  );
}

function contentOf({ modified, ...content }: Body): string {
  return canonicalJson(content);
}

// The version that says something else than the last one; null where that says so already.
function follow(last: TouchedVersion, current: Body, wanted: Body, now: number): Candidate | null {
  if (contentOf(wanted) === contentOf(current)) return null;
  const value = { ...wanted, modified: modifiedAfter(String(current.modified), now) };
  return {
    stix_type: last.stix_type,
    stix_uuid: last.stix_uuid,
    version: readStixTimestamp(String(value.modified)),
    version_as_sent: null,
    spec_version: last.spec_version === '2.0' ? '2.0' : '2.1',
    ...describe(value),
    body: JSON.stringify(value),
  };
}

function readBody(text: string | undefined): Body | null {
  return text === undefined ? null : JSON.parse(text);
}
