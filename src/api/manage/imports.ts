// Temporary, until the import job stands.
import { ApiError } from '../../errors.ts';
import type { Handler } from '../operation.ts';

const later: Handler = async () => {
  throw new ApiError('BUSY', 'Not yet.');
};
export const createImport = later;
export const listImports = later;
export const getImport = later;
export const cancelImport = later;
export const listFindings = later;
