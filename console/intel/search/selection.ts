// What is selected of a result: some rows, or all that the search finds, those on later pages too.
import { useCallback, useMemo, useState } from 'react';
import type { Schemas } from '../../api.ts';
import type { Item } from '../shapes.ts';

export type Selected = 'all' | ReadonlySet<string>;

export interface Selection {
  readonly selected: Selected;
  readonly toggle: (id: string) => void;
  readonly select: (selected: Selected) => void;
  readonly clear: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** A selection that ends when another search is made. */
export function useSelection(search: string): Selection {
  const [state, setState] = useState<{ of: string; selected: Selected }>({
    of: search,
    selected: NOTHING,
  });
  const selected = state.of === search ? state.selected : NOTHING;
  const select = useCallback(
    (chosen: Selected) => setState({ of: search, selected: chosen }),
    [search],
  );
  const toggle = useCallback(
    (id: string) =>
      setState((before) => {
        const had = before.of === search && before.selected !== 'all' ? before.selected : NOTHING;
        const now = new Set(had);
        if (!now.delete(id)) now.add(id);
        return { of: search, selected: now };
      }),
    [search],
  );
  return useMemo(
    () => ({ selected, toggle, select, clear: () => select(NOTHING) }),
    [selected, toggle, select],
  );
}

/** The key of a row: the same object may be in several collections. */
export function keyOf(item: Pick<Item, 'id' | 'collection'>): string {
  return `${item.collection.id} ${item.id}`;
}

/** An object of a collection, as calls have it. */
export type SelectedObject = Schemas['SelectedObjects'][number];

/** The objects of such keys. */
export function objectsOf(keys: ReadonlySet<string>): readonly SelectedObject[] {
  return [...keys].map((key) => {
    const [collection = '', id = ''] = key.split(' ');
    return { collection, id };
  });
}
