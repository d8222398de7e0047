// What a collection holds, in figures. What it holds in TAXII: OASIS TAXII 2.1 section 5.3.
import { ApiError } from '../../errors.ts';
import { selectContents } from '../../store/collection-contents.ts';
import type { Handler } from '../operation.ts';
import { findCollection } from './find.ts';

/** Counts what is in a collection, for whoever may read it. */
export const describeContents: Handler = async ({ principal, path }, { db }) => {
  const { id, can_read } = await findCollection(db.work, principal, path.id ?? '');
  if (!can_read) throw new ApiError('NOT_ALLOWED', 'You may not read this collection.');
  const { last_added, ...counts } = await selectContents(db.work, id);
  const at = last_added === null ? {} : { last_added: new Date(last_added / 1000).toISOString() };
  return { status: 200, body: { ...counts, ...at } };
};
