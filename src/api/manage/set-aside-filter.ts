// Which of the waiting objects a query or a body means.
import { ApiError } from '../../errors.ts';
import type { WaitingFilter } from '../../store/set-aside-list.ts';
import type { Context, Input } from '../operation.ts';
import { findAskedCollection } from './find.ts';
import { findImport } from './import-resource.ts';

interface Asked {
  readonly ids?: readonly number[];
  readonly collection?: unknown;
  readonly import?: unknown;
}

/**
 * What a query or a body means: nothing of collections that the caller may not write to.
 * @throws ApiError BAD_BODY for what it names and is not there, NOT_ALLOWED
 */
export async function readFilter(
  input: Input,
  context: Context,
  asked: Asked,
): Promise<WaitingFilter> {
  const { ids = null, collection, import: importId } = asked;
  const named = [
    ...(typeof collection === 'string' ? [collection] : []),
    ...(typeof importId === 'string' ? [await collectionOf(input, context, importId)] : []),
  ];
  const found = [];
  for (const name of named)
    found.push(await findAskedCollection(context.db.work, input.principal, name));
  if (found.some(({ can_write }) => !can_write))
    throw new ApiError('NOT_ALLOWED', 'Whoever may write to the collection decides.');
  return {
    ids,
    collectionId: typeof collection === 'string' ? (found[0]?.id ?? null) : null,
    importId: typeof importId === 'string' ? importId : null,
  };
}

async function collectionOf(input: Input, context: Context, importId: string): Promise<string> {
  try {
    return (await findImport(input, context, importId)).collection_id;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'NOT_FOUND')
      throw new ApiError('BAD_BODY', `There is no import \`${importId}\` that you may see.`);
    throw error;
  }
}
