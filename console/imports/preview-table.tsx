import { NativeSelect } from '@mantine/core';
import { Fragment, useState } from 'react';
import { ATTRIBUTES, labelOf, VALUES } from './fields.ts';
import { givenOf, withMeaning } from './mapping.ts';
import { OutcomeChip } from './outcome-chip.tsx';
import type { ImportSettings, Preview } from './queries.ts';
import { RecordView } from './record-view.tsx';
import { Said } from './said.tsx';
import { Sheet } from './sheet.tsx';

type Row = Preview['rows'][number];
type Column = Preview['columns'][number];

interface PreviewTableProps {
  readonly preview: Preview;
  readonly settings: ImportSettings;
  readonly onChange: (settings: ImportSettings) => void;
}

/** Real rows of the file: above each column what it means, before each row what it makes. */
export function PreviewTable({ preview, settings, onChange }: PreviewTableProps) {
  const [open, setOpen] = useState<number | null>(null);
  const { columns, rows } = preview;
  const isStix = columns.length === 0;
  const span = (isStix ? STIX.length : columns.length) + 2;
  return (
    <Sheet label="Rows of the file">
      <table className="plain-table preview">
        <thead>
          <tr>
            <th scope="col" className="number-cell">
              {isStix ? 'No.' : 'Line'}
            </th>
            <th scope="col">Makes</th>
            {isStix && STIX.map((name) => <th key={name}>{name}</th>)}
            {placesOf(columns).map(({ column, at, key }) => (
              <th key={key} scope="col">
                <Meaning
                  column={column}
                  given={givenOf(preview, settings.columns ?? {}, at)}
                  onChange={(field) => onChange(withMeaning(settings, preview, at, field))}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.line}>
              <PreviewRow
                row={row}
                columns={columns}
                isOpen={open === row.line}
                onToggle={() => setOpen(open === row.line ? null : row.line)}
              />
              {open === row.line && (
                <tr>
                  <td colSpan={span}>
                    <RecordView record={row} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

interface MeaningProps {
  readonly column: Column;
  readonly given: string;
  readonly onChange: (field: string) => void;
}

const options = (fields: readonly (readonly [string, string])[]) =>
  fields.map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));

function Meaning({ column, given, onChange }: MeaningProps) {
  const { name, field, by } = column;
  const own = given === '' ? labelOf(field) : 'as recognised';
  return (
    <>
      <span className="column-name">{name}</span>
      <NativeSelect
        size="xs"
        aria-label={`Meaning of ${name}`}
        className={by === 'given' ? 'is-given' : field === null ? 'is-kept' : ''}
        value={given}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{own}</option>
        <option value="extra">Keep as it is</option>
        <optgroup label="It holds the value">{options(VALUES)}</optgroup>
        <optgroup label="It says something about the value">{options(ATTRIBUTES)}</optgroup>
      </NativeSelect>
    </>
  );
}

interface PreviewRowProps {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function PreviewRow({ row, columns, isOpen, onToggle }: PreviewRowProps) {
  const { line, kind, cells, object, findings } = row;
  const bad = new Map(findings.map(({ column, message }) => [column, message]));
  const [first] = findings;
  const shown = columns.length === 0 ? stixCells(object) : columns.map((_, at) => cells[at] ?? '');
  const isWhole = cells.length > 0 && cells.length < columns.length && kind === 'rejected';
  return (
    <tr className={kind === 'rejected' ? 'bad-row' : ''}>
      <td className="number-cell">{line}</td>
      <td>
        {kind === null ? (
          <span className="quiet">–</span>
        ) : (
          <button
            type="button"
            className="bare"
            aria-expanded={isOpen}
            aria-label={`What line ${line} makes: ${kind}`}
            onClick={onToggle}
          >
            <OutcomeChip kind={kind} />
          </button>
        )}
        {first?.kind === 'rejection' && (
          <div className="why">
            <Said text={first.message} />
          </div>
        )}
      </td>
      {isWhole ? (
        <td colSpan={columns.length}>
          <code>{cells.join(' ')}</code>
        </td>
      ) : (
        placesOf(shown).map(({ column: cell, at, key }) => {
          const said = bad.get(columns[at]?.name ?? '');
          return (
            <td key={key} className={said === undefined ? '' : 'bad-cell'} title={said ?? cell}>
              <span className="cell">{cell}</span>
            </td>
          );
        })
      )}
    </tr>
  );
}

// Names may repeat, and cells do: what tells columns apart is their place.
function placesOf<T>(columns: readonly T[]) {
  return columns.map((column, at) => ({ column, at, key: `column ${at}` }));
}

const STIX = ['Type', 'Name or value', 'Id'];

function stixCells(object: Row['object']): readonly string[] {
  const { type, name, value, id } = object ?? {};
  return [type, name ?? value, id].map((text) => (typeof text === 'string' ? text : '–'));
}
