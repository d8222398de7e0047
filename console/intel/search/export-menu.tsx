import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { parametersOf } from '../queries.ts';
import type { Search } from './search.ts';

interface ExportMenuProps {
  readonly search: Search;
  readonly label: string;
}

const FORMATS = [
  { format: 'csv', words: 'CSV', more: 'a table, for spreadsheets' },
  { format: 'json', words: 'JSON', more: 'a table, for scripts' },
  { format: 'stix', words: 'STIX', more: 'a bundle, for other platforms' },
];

/** The whole of a result as a file. */
export function ExportMenu({ search, label }: ExportMenuProps) {
  return (
    <Menu position="bottom-end" shadow="md" width={264}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map(({ format, words, more }) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/intel/export?${new URLSearchParams({ format, ...parametersOf(search) })}`}
            download
          >
            {words}
            <span className="menu-more">{more}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
