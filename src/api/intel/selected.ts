// Objects that a body names one by one, each in one collection.
import { readIdentifier } from '../../stix/identifier.ts';
import { refuseBody } from '../manage/change.ts';
import { isUuid } from '../uuid.ts';

/** One of `ids`. @throws ApiError BAD_BODY */
export function readSelected(
  { collection, id }: { readonly collection: string; readonly id: string },
  at: number,
) {
  const key = readIdentifier(id);
  if (key === null || !isUuid(collection))
    throw refuseBody(`/ids/${at}`, 'must be the id of a collection and that of an object');
  return { collection, ...key };
}
