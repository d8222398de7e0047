// The little Markdown that openapi.yaml uses: paragraphs, lists, tables, code, bold.
import { Code, Table } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';

/** A description, as paragraphs. */
export function Prose({ text }: { readonly text: string }) {
  return text.split(/\n\s*\n/).map((block) => <Block key={block} block={block.trim()} />);
}

function Block({ block }: { readonly block: string }) {
  if (block.startsWith('|')) return <Rows lines={block.split('\n')} />;
  if (block.startsWith('- '))
    return (
      <ul>
        {block.split(/\n(?=- )/).map((item) => (
          <li key={item}>{inline(item.slice(2))}</li>
        ))}
      </ul>
    );
  return <p>{inline(block)}</p>;
}

function Rows({ lines }: { readonly lines: readonly string[] }) {
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .trim()
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {head.map((cell) => (
            <Table.Th key={cell} scope="col">
              {inline(cell)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.join('|')}>
            {row.map((cell) => (
              <Table.Td key={cell}>{inline(cell)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function inline(text: string): ReactNode {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/);
  return parts.map((part, at) => {
    // Parts do not move, so their place is their key.
    const key = `${at}`;
    if (part.startsWith('`')) return <Code key={key}>{part.slice(1, -1)}</Code>;
    if (part.startsWith('**')) return <strong key={key}>{part.slice(2, -2)}</strong>;
    return <Fragment key={key}>{part}</Fragment>;
  });
}
