// Which objects are made here: their creator is one of the collection's sources, or the identity that
// stands for what people write by hand. STIX 2.1 §3.6: only the creator makes new versions.
import type { Properties } from '../../stix/finding.ts';
import type { Queryable } from '../../store/database.ts';
import { selectInstallation } from '../../store/installation.ts';
import { selectSourceIdentities } from '../../store/undos.ts';
import { frameCandidate } from '../candidate.ts';
import { namespaceBytes, sourceIdentity, sourceIdentityId } from '../make/identity.ts';

/** The source that objects written by hand come from. */
const MANUAL = 'manual';

/** The identities of a collection whose objects are ours to revise. */
export interface Creators {
  readonly namespace: string;
  readonly manualId: string;
  readonly all: ReadonlySet<string>;
}

/** The id of the identity that stands for what people write by hand, of an installation's namespace. */
export function manualIdentityId(namespace: string): string {
  return sourceIdentityId(namespaceBytes(namespace), MANUAL);
}

/** Reads who speaks for us in a collection. */
export async function readCreators(db: Queryable, collectionId: string): Promise<Creators> {
  const { id_namespace } = await selectInstallation(db);
  const manualId = manualIdentityId(id_namespace);
  const sources = await selectSourceIdentities(db, collectionId);
  return { namespace: id_namespace, manualId, all: new Set([manualId, ...sources]) };
}

/** Whether we may store a new version of it. */
export function isOwn(object: Properties, { all }: Creators): boolean {
  return all.has(String(object.created_by_ref)) && typeof object.modified === 'string';
}

/** The source of what is written by hand, and the identity that stands for it. */
export function manualSource({ manualId }: Creators, now: string) {
  const candidate = frameCandidate(manualId, sourceIdentity(manualId, MANUAL, now));
  return { name: MANUAL, identityId: manualId, candidate };
}
