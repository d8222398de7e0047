import { Button, SegmentedControl, Title } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { Schemas } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';
import { List } from '../list.tsx';
import { type FindingKind, type Import, isUnderWay, useFindings, useRecord } from './queries.ts';
import { RecordView } from './record-view.tsx';
import { Said } from './said.tsx';
import { Sheet } from './sheet.tsx';

type Finding = Schemas['Finding'];

const KINDS = [
  { value: 'all', label: 'All' },
  { value: 'rejection', label: 'Rejected' },
  { value: 'warning', label: 'Warnings' },
  { value: 'duplicate', label: 'Repeated' },
  { value: 'skipped', label: 'Passed over' },
];
const TONES: Readonly<Record<FindingKind, string>> = {
  rejection: 'bad',
  warning: 'partly',
  duplicate: 'quiet',
  skipped: 'quiet',
};

const SO_FAR = 'Nothing so far.';
const CLEAN = 'Nothing to complain about.';

/** What was found in the file, line by line. */
export function Findings({ one }: { readonly one: Import }) {
  const [kind, setKind] = useState('all');
  const query = useFindings(one, kind === 'all' ? null : (kind as FindingKind));
  return (
    <section aria-label="Findings">
      <div className="import-head">
        <Title order={2} size="h4">
          What was found
        </Title>
        <SegmentedControl
          size="xs"
          data={KINDS}
          value={kind}
          onChange={setKind}
          aria-label="Kind of finding"
        />
      </div>
      <List
        query={query}
        empty={
          <p className="quiet">
            {isUnderWay(one) ? SO_FAR : kind === 'all' ? CLEAN : 'Nothing of this kind.'}
          </p>
        }
      >
        {(findings) => <FindingTable one={one} findings={findings} />}
      </List>
    </section>
  );
}

interface FindingTableProps {
  readonly one: Import;
  readonly findings: readonly Finding[];
}

function FindingTable({ one, findings }: FindingTableProps) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Sheet label="Table of findings">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col" className="number-cell">
              Line
            </th>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
            <th scope="col">What is wrong, and what would be right</th>
            <th scope="col">
              <span className="unseen">Record</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <Fragment key={keyOf(finding)}>
              <FindingRow
                finding={finding}
                isOpen={open === keyOf(finding)}
                onToggle={() => setOpen(open === keyOf(finding) ? null : keyOf(finding))}
              />
              {open === keyOf(finding) && (
                <tr>
                  <td colSpan={5}>
                    <Whole id={one.id} line={finding.line} />
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

function keyOf({ line, code, column, message }: Finding): string {
  return `${line} ${code} ${column} ${message}`;
}

interface FindingRowProps {
  readonly finding: Finding;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function FindingRow({ finding, isOpen, onToggle }: FindingRowProps) {
  const { kind, line, column, value, message, hint, code, first_line } = finding;
  return (
    <tr>
      <td className="number-cell">{line === 0 ? 'file' : line}</td>
      <td>{column ?? '–'}</td>
      <td className="value-cell">{value === null ? '–' : <code>{value}</code>}</td>
      <td>
        <span className={`badge badge-${TONES[kind]}`}>{code}</span> <Said text={message} />
        {first_line !== undefined && ` The record on line ${first_line} counts.`}
        {hint !== null && <div className="hint">{hint}</div>}
      </td>
      <td>
        {line > 0 && kind !== 'rejection' && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Close' : 'Record'} on line ${line}`}
            onClick={onToggle}
          >
            {isOpen ? 'Close' : 'Record'}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Whole({ id, line }: { readonly id: string; readonly line: number }) {
  const { data, error } = useRecord(id, line);
  const [record] = data?.items ?? [];
  if (error !== null) return <FaultAlert fault={error} />;
  return record === undefined ? <p className="quiet">Reading …</p> : <RecordView record={record} />;
}
