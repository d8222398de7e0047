import { SegmentedControl } from '@mantine/core';
import type { Column } from '../columns.tsx';
import { counted } from '../words.ts';
import { ColumnMenu } from './column-menu.tsx';
import { ExportMenu } from './export-menu.tsx';
import type { Search, View } from './search.ts';

interface ResultBarProps<Row> {
  readonly search: Search;
  readonly onChange: (changed: Partial<Search>) => void;
  readonly count: { readonly count: number } | undefined;
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
}

const VIEWS = [
  { value: 'objects', label: 'Objects' },
  { value: 'values', label: 'Values' },
];

/** Above a result: how much it is, how it is shown, and the way out of it. */
export function ResultBar<Row>(props: ResultBarProps<Row>) {
  const { search, onChange, count, columns, shown } = props;
  return (
    <div className="result-bar">
      <p className="result-count" role="status">
        {count === undefined ? 'Counting …' : countWords(count.count, search.view)}
      </p>
      <SegmentedControl
        size="xs"
        aria-label="View"
        data={VIEWS}
        value={search.view}
        onChange={(view) => onChange({ view: view as View, columns: null, sort: null })}
      />
      <ColumnMenu
        view={search.view}
        all={columns.map(({ id, words }) => ({ id, words }))}
        shown={shown.map(({ id }) => id)}
        onChange={(ids) => onChange({ columns: ids })}
      />
      <ExportMenu search={search} label="Export" />
    </div>
  );
}

// Values are counted by nobody: a page of them is made from a page of objects.
function countWords(count: number, view: View): string {
  return view === 'values' ? `Values of ${counted(count, 'object')}` : counted(count, 'object');
}
