import { Anchor, Paper, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { FaultAlert } from '../fault-alert.tsx';
import { CountsPicture } from './counts-picture.tsx';
import { Going, shareOf } from './going.tsx';
import { type Import, isUnderWay, useFindings, useImport } from './queries.ts';
import { RecordFindings } from './record-findings.tsx';
import { count, summary } from './words.ts';

const SHOWN = 5;

/** What an import of the whole file would do, counted before anything is stored. */
export function Trial({ id, isStale }: { readonly id: string; readonly isStale: boolean }) {
  const { data, error } = useImport(id);
  return (
    <Paper withBorder p="md" className="stack" role="region" aria-label="The whole file">
      <Title order={2} size="h4">
        {isStale ? 'What the whole file would have done before' : 'What the whole file would do'}
      </Title>
      {error !== null && <FaultAlert fault={error} />}
      {data !== undefined && isUnderWay(data) && <Going one={data} />}
      {data?.error !== undefined && <Text>{data.error.hint ?? data.error.message}</Text>}
      {data !== undefined && (
        <CountsPicture
          counts={data.counts}
          label="What an import would do"
          isGrowing={isUnderWay(data)}
        />
      )}
      {data !== undefined && !isUnderWay(data) && <FirstFindings one={data} />}
    </Paper>
  );
}

function FirstFindings({ one }: { readonly one: Import }) {
  const { data } = useFindings(one, 'rejection');
  if (data === undefined || data.length === 0) return null;
  const { rejected } = one.counts;
  return (
    <div>
      <RecordFindings findings={data.slice(0, SHOWN)} />
      <Anchor component={Link} href={`/imports/${one.id}`} size="sm">
        {rejected > SHOWN ? `All ${count(rejected)} rejected records` : 'Everything that was found'}
      </Anchor>
    </div>
  );
}

interface TrialLineProps {
  /** The dry run; null where there was none yet. */
  readonly id: string | null;
  readonly isStale: boolean;
}

/** The same in a sentence. */
export function TrialLine({ id, isStale }: TrialLineProps) {
  if (id === null) return <Text>The whole file was not tried with these settings yet.</Text>;
  if (isStale) return <Text>The settings have changed since the whole file was tried.</Text>;
  return <Told id={id} />;
}

function Told({ id }: { readonly id: string }) {
  const { data } = useImport(id);
  const isGoing = data === undefined || isUnderWay(data);
  return (
    <Text fw={600} role="status">
      {isGoing
        ? `Trying the whole file … ${Math.round(data ? shareOf(data) : 0)} %`
        : summary(data)}
    </Text>
  );
}
