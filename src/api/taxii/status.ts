// The status of a push. OASIS TAXII 2.1 section 4.3.
import { ApiError } from '../../errors.ts';
import { selectStatus } from '../../store/statuses.ts';
import type { Handler } from '../operation.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The status as it was answered, for the account that pushed. */
export const getStatus: Handler = async (input, { db }) => {
  const id = input.path.status_id ?? '';
  const text = UUID.test(id)
    ? await selectStatus(db.work, id, input.api_root.name, input.principal.account_id)
    : null;
  if (text === null) throw new ApiError('NOT_FOUND', 'There is no such status, or no longer.');
  return { status: 200, text };
};
