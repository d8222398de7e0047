import { Button, Paper } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api.ts';
import { useMayWrite } from '../../queries.ts';
import { BulkActions } from '../edit/bulk-actions.tsx';
import { ChangeProgress } from '../edit/change-progress.tsx';
import type { Target } from '../edit/queries.ts';
import { counted } from '../words.ts';
import { ExportMenu, SelectionExport } from './export-menu.tsx';
import type { Search } from './search.ts';
import { objectsOf, type Selected, type Selection } from './selection.ts';

interface SelectionBarProps {
  readonly selection: Selection;
  readonly search: Search;
  /** The keys of the rows that are shown. */
  readonly loaded: readonly string[];
  readonly count: number | undefined;
}

/** What is selected, and what can be done with it; stays in sight below the rows. */
export function SelectionBar({ selection, search, loaded, count }: SelectionBarProps) {
  const { selected, select, clear } = selection;
  const mayWrite = useMayWrite();
  const [begun, setBegun] = useState<Schemas['Change'] | null>(null);
  const size = selected === 'all' ? (count ?? 0) : selected.size;
  const progress = begun !== null && (
    <ChangeProgress begun={begun} onClose={() => setBegun(null)} />
  );
  const begin = (change: Schemas['Change']) => {
    setBegun(change);
    // What is being deleted cannot be changed once more.
    if (change.action.delete === true) clear();
  };
  // It stays where the change leaves nothing to select.
  if (size === 0) return progress;
  return (
    <Paper withBorder shadow="md" className="selection-bar" role="region" aria-label="Selection">
      <strong role="status">{counted(size, 'object')} selected</strong>
      {selected !== 'all' && count !== undefined && count > loaded.length && (
        <Button size="compact-sm" variant="light" onClick={() => select('all')}>
          Select all {counted(count, 'result')}
        </Button>
      )}
      {selected === 'all' ? (
        <ExportMenu search={search} label="Export selection" />
      ) : (
        <SelectionExport ids={objectsOf(selected)} />
      )}
      {mayWrite === true && <BulkActions target={targetOf(selected, search)} onBegun={begin} />}
      {progress}
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        Clear selection
      </Button>
    </Paper>
  );
}

function targetOf(selected: Selected, { where, text, collection }: Search): Target {
  if (selected === 'all')
    return {
      where: { ...(where ?? { all: [] }) },
      ...(text.trim() === '' ? {} : { text }),
      ...(collection === null ? {} : { collection }),
    };
  return { ids: objectsOf(selected) };
}
