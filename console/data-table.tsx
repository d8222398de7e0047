import { Paper, Table } from '@mantine/core';
import { type ColumnDef, type RowData, tableFeatures, useTable } from '@tanstack/react-table';

const FEATURES = tableFeatures({});

/** The columns of a table; what a cell shows is made from its row. */
export type Columns<Row extends RowData> = ColumnDef<typeof FEATURES, Row>[];

interface DataTableProps<Row extends RowData> {
  readonly label: string;
  readonly columns: Columns<Row>;
  readonly rows: Row[];
  readonly idOf: (row: Row) => string;
}

/** A table of rows that the server has put in order. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, columns, rows, idOf } = props;
  const table = useTable({ features: FEATURES, columns, data: rows, getRowId: idOf });
  return (
    <Paper withBorder className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={label}>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <Table.Th key={header.id} scope="col">
                  <table.FlexRender header={header} />
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <Table.Td key={cell.id}>
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
