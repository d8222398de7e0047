// Which columns a browser shows, and in which order.
import { useLocalStorage } from '@mantine/hooks';
import type { Column } from '../columns.tsx';
import type { View } from './search.ts';

/** The chosen columns, and how to choose others; `null` goes back to the usual ones. */
export function useKeptColumns(view: View) {
  const [kept, keep] = useLocalStorage<string[] | null>({
    key: `taxiway-columns-${view}`,
    defaultValue: null,
  });
  return [kept, keep] as const;
}

/** The columns by their ids; the usual ones where no id is known. */
export function chosenColumns<Row>(
  all: readonly Column<Row>[],
  ids: readonly string[] | null,
  usual: readonly string[],
): readonly Column<Row>[] {
  const chosen = columnsOf(all, ids ?? usual);
  return chosen.length > 0 ? chosen : columnsOf(all, usual);
}

function columnsOf<Row>(
  all: readonly Column<Row>[],
  ids: readonly string[],
): readonly Column<Row>[] {
  return ids.flatMap((id) => all.find((column) => column.id === id) ?? []);
}
