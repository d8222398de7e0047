import { Button, Paper } from '@mantine/core';
import { counted } from '../words.ts';
import type { Selection } from './selection.ts';

interface SelectionBarProps {
  readonly selection: Selection;
  /** The keys of the rows that are shown. */
  readonly loaded: readonly string[];
  readonly count: number | undefined;
}

/** What is selected, and what can be done with it; stays in sight below the rows. */
export function SelectionBar({ selection, loaded, count }: SelectionBarProps) {
  const { selected, select, clear } = selection;
  const size = selected === 'all' ? (count ?? 0) : selected.size;
  if (size === 0) return null;
  return (
    <Paper withBorder shadow="md" className="selection-bar" role="region" aria-label="Selection">
      <strong role="status">{counted(size, 'object')} selected</strong>
      {selected !== 'all' && count !== undefined && count > loaded.length && (
        <Button size="compact-sm" variant="light" onClick={() => select('all')}>
          Select all {counted(count, 'result')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        Clear selection
      </Button>
    </Paper>
  );
}
