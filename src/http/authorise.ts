// May they? First what the path names must be visible, then the method must exist, then the role
// that openapi.yaml asks for must be had. All before a byte of the body is read.
import type { Principal } from '../api/access.ts';
import { findCollection } from '../api/manage/find.ts';
import type { ApiRoot, VisibleCollection } from '../api/operation.ts';
import { ApiError } from '../errors.ts';
import { selectApiRoot } from '../store/api-roots.ts';
import { selectCollection } from '../store/collections.ts';
import type { Queryable } from '../store/database.ts';
import type { Operation } from './router.ts';

/** What the path of an operation names, as far as the principal may see it. */
export interface Named {
  readonly api_root?: ApiRoot;
  readonly collection?: VisibleCollection;
}

/** @throws ApiError NOT_FOUND for what is not there and, in the same words, for what is not visible */
export async function findNamed(
  db: Queryable,
  principal: Principal,
  path: Readonly<Record<string, string>>,
): Promise<Named> {
  const { api_root: root, collection: id } = path;
  if (root === undefined)
    return id === undefined ? {} : { collection: await findCollection(db, principal, id) };
  // Both at once: each of them is a round trip of every request.
  const [api_root, collection] = await Promise.all([
    selectApiRoot(db, principal, root),
    id === undefined ? null : selectCollection(db, principal, root, id),
  ]);
  if (api_root === null) throw new ApiError('NOT_FOUND', 'There is no such API root.');
  if (id === undefined) return { api_root };
  if (collection === null) throw new ApiError('NOT_FOUND', 'There is no such collection.');
  return { api_root, collection };
}

/** @throws ApiError NOT_ALLOWED, or NOT_FOUND where the specification asks for it */
export function checkRole(
  operation: Operation,
  principal: Principal,
  path: Readonly<Record<string, string>>,
  collection: VisibleCollection | undefined,
): void {
  const { can_read = false, can_write = false } = collection ?? {};
  const isAdmin = principal.role === 'admin';
  const { role } = operation;
  if (role === 'admin') allow(isAdmin, 'Only administrators may do this.');
  if (role === 'self-or-admin')
    allow(isAdmin || path.name === principal.name, 'Only administrators may do this for others.');
  if (role === 'read') allow(can_read, 'You may not read this collection.');
  if (role === 'write') allow(can_write, 'You may not write to this collection.');
  if (role === 'delete') {
    // Section 5.7: neither right 404, one of them 403.
    if (!can_read && !can_write) throw new ApiError('NOT_FOUND', 'There is no such object.');
    allow(can_read && can_write, 'Deleting needs the rights to read and to write.');
  }
}

function allow(isAllowed: boolean, otherwise: string): void {
  if (!isAllowed) throw new ApiError('NOT_ALLOWED', otherwise);
}
