// What ends the work on an import that somebody has cancelled.
import { ApiError } from '../../errors.ts';

/** Thrown inside a transaction, so that nothing of it is kept. */
export const CANCELLED = new ApiError('CONFLICT', 'The import was cancelled.');
