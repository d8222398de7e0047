// What a field of references asks the server.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Condition } from '../../../../src/intel/condition.ts';
import { api, type Fault, read } from '../../../api.ts';
import { typeOfId } from '../../object/type-of-id.ts';
import type { Item } from '../../shapes.ts';

const MOST = 20;

/** Objects of some types whose name, value or identifier is like that. */
export function useFound(words: string, types: readonly string[] | null) {
  const ofType: Condition[] =
    types === null ? [] : [{ field: 'type', op: 'in', value: [...types] }];
  return useItemsWhere({ all: [...ofType, likeness(words)] }, MOST, words !== '');
}

/** The objects of some identifiers, as far as the account reads them. */
export function useNamed(ids: readonly string[]) {
  const readable = ids.filter((id) => typeOfId(id) !== null);
  const where: Condition = { field: 'id', op: 'in', value: readable };
  return useItemsWhere(where, 1000, readable.length > 0);
}

function likeness(words: string): Condition {
  if (typeOfId(words) !== null) return { field: 'id', op: 'is', value: words };
  return {
    any: [
      { field: 'name', op: 'contains', value: words },
      { field: 'value', op: 'starts', value: words },
    ],
  };
}

function useItemsWhere(where: Condition, limit: number, enabled: boolean) {
  const query = { where: JSON.stringify(where), limit };
  return useQuery<{ readonly items: readonly Item[] }, Fault, readonly Item[]>({
    queryKey: ['/api/v1/intel', 'named', query],
    enabled,
    queryFn: ({ signal }) => read(api.GET('/api/v1/intel', { params: { query }, signal })),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  });
}
