import { Title } from '@mantine/core';
import type { Schemas } from '../api.ts';
import { type Columns, DataTable } from '../data-table.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { useAllCollections } from '../queries.ts';
import { RightBoxes } from './right-boxes.tsx';
import { RightUndo } from './right-undo.tsx';
import { findRight, useRights } from './rights-queries.ts';

/** What one account may do, collection by collection. */
export function AccountRights({ account }: { readonly account: Schemas['Account'] }) {
  const { grants, error, last, change, undo } = useRights();
  const collections = useAllCollections();
  const fault = error ?? grants.error ?? collections.error;
  const columns: Columns<Schemas['Collection']> = [
    { id: 'title', header: 'Collection', cell: ({ row }) => row.original.title },
    { id: 'root', header: 'API root', cell: ({ row }) => row.original.api_root },
    {
      id: 'right',
      header: 'May',
      cell: ({ row: { original } }) => (
        <RightBoxes
          account={account.name}
          collection={original}
          right={findRight(grants.data ?? [], account.name, original.id)}
          onChange={change}
        />
      ),
    },
  ];
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Rights
      </Title>
      {account.role === 'admin' ? (
        <p className="quiet">Administrators read and write everywhere.</p>
      ) : (
        <>
          {fault !== null && <FaultAlert fault={fault} />}
          {collections.data?.length === 0 && <p className="quiet">There is no collection yet.</p>}
          {grants.data !== undefined &&
            collections.data !== undefined &&
            collections.data.length > 0 && (
              <DataTable
                label="Rights"
                columns={columns}
                rows={collections.data}
                idOf={(one) => one.id}
              />
            )}
          <RightUndo last={last} collections={collections.data ?? []} onUndo={undo} />
        </>
      )}
    </section>
  );
}
