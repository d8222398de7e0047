import { Alert, Anchor, Button, Group, Paper, Skeleton, Title } from '@mantine/core';
import { IconPlug } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Schemas } from './api.ts';
import { CopyField } from './copy-field.tsx';
import { type Columns, DataTable } from './data-table.tsx';
import { Fact } from './fact.tsx';
import { FaultAlert } from './fault-alert.tsx';
import { Page } from './page.tsx';
import { useCollection, useGrants } from './queries.ts';
import { rightsOf } from './rights.ts';
import { Time } from './time.tsx';

interface CollectionPageProps {
  readonly id: string;
  readonly isAdmin: boolean;
}

/** One collection: where it is, and who may use it. */
export function CollectionPage({ id, isAdmin }: CollectionPageProps) {
  const { data, error, refetch } = useCollection(id);
  return (
    <Page title={data?.title ?? 'Collection'} lead={data?.description}>
      <Group justify="space-between">
        <Anchor component={Link} href="/collections" size="sm">
          All collections
        </Anchor>
        <Button
          component={Link}
          href={`/collections/${id}/connect`}
          leftSection={<IconPlug size={16} aria-hidden />}
        >
          Connect a client
        </Button>
      </Group>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && <Facts collection={data} />}
      {data !== undefined && isAdmin && <Grants id={id} />}
    </Page>
  );
}

function Facts({ collection }: { readonly collection: Schemas['Collection'] }) {
  const { id, url, api_root, alias, created_at, warnings = [] } = collection;
  return (
    <>
      {warnings.map(({ message }) => (
        <Alert key={message} color="yellow">
          {message}
        </Alert>
      ))}
      <Paper withBorder p="md">
        <dl className="facts">
          <Fact name="TAXII URL">
            <CopyField label="TAXII URL" value={url} />
          </Fact>
          <Fact name="Id">
            <CopyField label="id" value={id} />
          </Fact>
          <Fact name="API root">{api_root}</Fact>
          <Fact name="Alias">{alias ?? '–'}</Fact>
          <Fact name="You may">{rightsOf(collection)}</Fact>
          <Fact name="Created">
            <Time value={created_at} />
          </Fact>
        </dl>
      </Paper>
    </>
  );
}

const GRANT_COLUMNS: Columns<Schemas['Grant']> = [
  { id: 'account', header: 'Account', cell: ({ row }) => row.original.account },
  { id: 'rights', header: 'May', cell: ({ row }) => rightsOf(row.original) },
];

function Grants({ id }: { readonly id: string }) {
  const { data, error, refetch } = useGrants(id, true);
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Who else may use it
      </Title>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && (
        <p className="quiet">Nobody has a grant. Administrators may read and write everywhere.</p>
      )}
      {data !== undefined && data.items.length > 0 && (
        <DataTable
          label="Grants"
          columns={GRANT_COLUMNS}
          rows={[...data.items]}
          idOf={(grant) => grant.account}
        />
      )}
    </section>
  );
}
