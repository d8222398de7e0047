// Who calls, and what they may. OASIS TAXII 2.1 section 5.2.1.
import { selectVisibleCollections } from '../../store/collections.ts';
import type { Handler } from '../operation.ts';

export const getMe: Handler = async ({ principal }, { db }) => {
  const collections = await selectVisibleCollections(db.work, principal, null);
  return {
    status: 200,
    body: {
      name: principal.name,
      role: principal.role,
      collections: collections.map(({ id, api_root, title, alias, can_read, can_write }) => ({
        id,
        api_root,
        title,
        alias: alias ?? undefined,
        can_read,
        can_write,
      })),
    },
  };
};
