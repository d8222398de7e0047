import { Anchor, Button, Group, Paper, Skeleton, Text } from '@mantine/core';
import { IconArrowBackUp, IconHourglass, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Fact } from '../fact.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { searchPath } from '../intel/search/search.ts';
import { StateBadge } from '../job-state.tsx';
import { Page } from '../page.tsx';
import { useCollection } from '../queries.ts';
import { Time } from '../time.tsx';
import { CountsPicture } from './counts-picture.tsx';
import { ErrorFile } from './error-file.tsx';
import { Findings } from './findings.tsx';
import { Going } from './going.tsx';
import { type Import, isUnderWay, useImport } from './queries.ts';
import { Samples } from './samples.tsx';
import { Undo } from './undo.tsx';
import { feedName, recognised, size, summary } from './words.ts';

/** One import: how it goes on, what became of it, and what can be done about it. */
export function ImportPage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useImport(id);
  return (
    <Page title={data?.file_name ?? 'Import'}>
      <Anchor component={Link} href="/imports" size="sm">
        All imports
      </Anchor>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && <Known one={data} />}
    </Page>
  );
}

function Known({ one }: { readonly one: Import }) {
  const [isAsking, setIsAsking] = useState(false);
  const { id, state, counts, dry_run, error } = one;
  return (
    <>
      <Paper withBorder p="md" className="outcome">
        <div>
          <StateBadge state={state} />
          {dry_run && <span className="badge badge-quiet">dry run</span>}
        </div>
        <Text size="lg" fw={600} role="status">
          {summary(one)}
        </Text>
        {error?.hint !== undefined && <Text>{error.hint}</Text>}
        {isUnderWay(one) && <Going one={one} />}
        <CountsPicture
          counts={counts}
          label="What became of the records"
          isGrowing={state === 'running' || state === 'waiting'}
        />
        {!isAsking && <Actions one={one} onUndo={() => setIsAsking(true)} />}
      </Paper>
      {isAsking && <Undo one={one} onClose={() => setIsAsking(false)} />}
      {state !== 'waiting' && (
        <>
          <Findings one={one} />
          <Samples id={id} />
        </>
      )}
      <Details one={one} />
    </>
  );
}

function Actions({ one, onUndo }: { readonly one: Import; readonly onUndo: () => void }) {
  const { id, state, counts, dry_run } = one;
  if (isUnderWay(one)) return null;
  const brought = { where: { all: [{ field: 'import', op: 'in', value: [id] }] } } as const;
  const isLeft = !dry_run && state !== 'undone';
  const hasStored = isLeft && counts.created + counts.updated > 0;
  const hasSetAside = isLeft && counts.set_aside > 0;
  return (
    <Group gap="sm">
      {counts.rejected > 0 && <ErrorFile id={id} />}
      {hasStored && (
        <Button
          component={Link}
          href={searchPath(brought)}
          variant="default"
          leftSection={<IconSearch size={16} aria-hidden />}
        >
          Show what it brought
        </Button>
      )}
      <Button
        component={Link}
        href={`/imports/new?upload=${id}`}
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
      >
        {dry_run ? 'Go on to import it' : 'Again with another mapping'}
      </Button>
      {hasSetAside && (
        <Button
          component={Link}
          href={`/set-aside?import=${id}`}
          variant="default"
          leftSection={<IconHourglass size={16} aria-hidden />}
        >
          Decide on what it set aside
        </Button>
      )}
      {(hasStored || hasSetAside) && (
        <Button
          variant="default"
          onClick={onUndo}
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
        >
          Take it back
        </Button>
      )}
    </Group>
  );
}

function Details({ one }: { readonly one: Import }) {
  const collection = useCollection(one.collection);
  const { detected, feed, source, bytes_total, created_at, finished_at } = one;
  return (
    <Paper withBorder p="md">
      <dl className="facts">
        <Fact name="Collection">
          <Anchor component={Link} href={`/collections/${one.collection}`}>
            {collection.data?.title ?? one.collection}
          </Anchor>
        </Fact>
        <Fact name="Source">{source ?? 'as the file says'}</Fact>
        {(detected !== null || !isUnderWay(one)) && (
          <>
            <Fact name="Read as">{recognised(detected)}</Fact>
            <Fact name="Feed">{feed === null ? 'not a known one' : feedName(feed)}</Fact>
          </>
        )}
        <Fact name="Size">{size(bytes_total)}</Fact>
        <Fact name="Begun">
          <Time value={created_at} />
        </Fact>
        <Fact name="Ended">{finished_at === null ? '–' : <Time value={finished_at} />}</Fact>
        <Fact name="Id">
          <code>{one.id}</code>
        </Fact>
      </dl>
    </Paper>
  );
}
