// JSON bodies of /api/v1.
import { ApiError } from '../errors.ts';

/** @throws ApiError BAD_JSON for bytes that are no UTF-8 JSON */
export function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    throw new ApiError('BAD_JSON', `The body cannot be read: ${why}.`);
  }
}
