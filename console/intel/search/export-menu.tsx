import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FaultAlert } from '../../fault-alert.tsx';
import { parametersOf } from '../queries.ts';
import { type ExportFormat, useExportSelection } from './export-queries.ts';
import type { Search } from './search.ts';
import type { SelectedObject } from './selection.ts';

const FORMATS: readonly {
  readonly format: ExportFormat;
  readonly words: string;
  readonly more: string;
}[] = [
  { format: 'csv', words: 'CSV', more: 'a table, for spreadsheets' },
  { format: 'json', words: 'JSON', more: 'a table, for scripts' },
  { format: 'stix', words: 'STIX', more: 'a bundle, for other platforms' },
];

interface ExportMenuProps {
  readonly search: Search;
  readonly label: string;
}

/** The whole of a result as a file. */
export function ExportMenu({ search, label }: ExportMenuProps) {
  return (
    <Formats label={label}>
      {(format, words) => (
        <Menu.Item
          key={format}
          component="a"
          href={`/api/v1/intel/export?${new URLSearchParams({ format, ...parametersOf(search) })}`}
          download
        >
          {words}
        </Menu.Item>
      )}
    </Formats>
  );
}

/** What is selected as a file. Its ids are too many for an address, so a script asks for it. */
export function SelectionExport({ ids }: { readonly ids: readonly SelectedObject[] }) {
  const call = useExportSelection();
  return (
    <>
      <Formats label="Export selection" isBusy={call.isPending}>
        {(format, words) => (
          <Menu.Item key={format} onClick={() => call.mutate({ format, ids })}>
            {words}
          </Menu.Item>
        )}
      </Formats>
      {call.error !== null && <FaultAlert fault={call.error} />}
    </>
  );
}

interface FormatsProps {
  readonly label: string;
  readonly isBusy?: boolean;
  readonly children: (format: ExportFormat, words: ReactNode) => ReactNode;
}

function Formats({ label, isBusy = false, children }: FormatsProps) {
  return (
    <Menu position="bottom-end" shadow="md" width={264}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          loading={isBusy}
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(({ format, words, more }) =>
          children(
            format,
            <>
              {words}
              <span className="menu-more">{more}</span>
            </>,
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
