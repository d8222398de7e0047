import { Anchor, Button, Paper, Skeleton, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { FaultAlert } from '../fault-alert.tsx';
import { useCollection } from '../queries.ts';
import { PreviewTable } from './preview-table.tsx';
import {
  type Import,
  type ImportSettings,
  type Preview,
  useImport,
  usePreview,
} from './queries.ts';
import { useRun } from './run.ts';
import { SettingsForm } from './settings-form.tsx';
import { TemplateBar } from './template-bar.tsx';
import { Trial, TrialLine } from './trial.tsx';
import { feedName, recognised, size } from './words.ts';

interface PrepareProps {
  readonly id: string;
}

const SMALL = 1_000_000;
const ROWS = 20;
const MORE_ROWS = 100;

/** A file that is there: what it was recognised as, its rows, its mapping, what it would do. */
export function Prepare({ id }: PrepareProps) {
  const { data, error, refetch } = useImport(id);
  if (error !== null) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={320} aria-label="Loading" />;
  return <Uploaded one={data} />;
}

function Uploaded({ one }: { readonly one: Import }) {
  const [draft, setDraft] = useState<ImportSettings | null>(null);
  const [limit, setLimit] = useState(ROWS);
  const [asked] = useDebouncedValue(draft, 300);
  const { data: preview, error, isFetching, refetch } = usePreview(one.id, asked, limit);
  const settings = draft ?? preview?.settings;
  if (error !== null)
    return (
      <>
        <FaultAlert fault={error} onRetry={() => void refetch()} />
        {draft !== null && error.status !== 410 && (
          <div>
            <Button variant="default" size="xs" onClick={() => setDraft(null)}>
              Take the changed settings back
            </Button>
          </div>
        )}
        {error.status === 410 && (
          <Anchor component={Link} href="/imports/new">
            Choose the file once more
          </Anchor>
        )}
      </>
    );
  if (preview === undefined || settings === undefined)
    return <Skeleton height={320} aria-label="Reading the file" />;
  return (
    <>
      <Recognised one={one} detected={preview.detected} />
      {preview.error !== undefined && <Unfit error={preview.error} />}
      <section aria-busy={isFetching}>
        <div className="import-head">
          <Title order={2} size="h4">
            {preview.more ? `The first ${preview.rows.length} records` : 'All of its records'}
          </Title>
          <TemplateBar settings={settings} onApply={setDraft} />
        </div>
        <PreviewTable preview={preview} settings={settings} onChange={setDraft} />
        {preview.more && limit === ROWS && (
          <Button variant="subtle" size="xs" mt="xs" onClick={() => setLimit(MORE_ROWS)}>
            Show {MORE_ROWS}
          </Button>
        )}
      </section>
      <Paper withBorder p="md" className="stack">
        <Title order={2} size="h4">
          For all records
        </Title>
        <SettingsForm settings={settings} feed={feedOf(preview.detected)} onChange={setDraft} />
      </Paper>
      <Decide
        one={one}
        settings={settings}
        isChanged={draft !== null}
        isUnfit={preview.error !== undefined}
      />
    </>
  );
}

function Unfit({ error }: { readonly error: NonNullable<Preview['error']> }) {
  const isMapped = error.code === 'FILE_NO_VALUE_COLUMN';
  return (
    <div className="notice" role="alert">
      <strong>{isMapped ? 'Which column holds the values?' : error.message}</strong>
      <div>
        {isMapped
          ? 'No name of a column says it. Choose the meaning of that column above its rows.'
          : error.hint}
      </div>
    </div>
  );
}

function Recognised({ one, detected }: { one: Import; detected: Import['detected'] }) {
  const { data: collection } = useCollection(one.collection);
  const feed = feedOf(detected);
  return (
    <Paper withBorder p="md">
      <Text size="lg" fw={600}>
        {one.file_name ?? 'File'}{' '}
        <Text span c="dimmed" size="sm">
          {size(one.bytes_total)}, into {collection?.title ?? '…'}
        </Text>
      </Text>
      <Text>
        {feed !== null && <span className="badge badge-good">{feedName(feed)}</span>}
        {recognised(detected)}
      </Text>
    </Paper>
  );
}

function feedOf(detected: { readonly [name: string]: unknown } | null): string | null {
  return typeof detected?.feed === 'string' ? detected.feed : null;
}

interface DecideProps {
  readonly one: Import;
  readonly settings: ImportSettings;
  readonly isChanged: boolean;
  /** An import with these settings would fail. */
  readonly isUnfit: boolean;
}

// What was tried: a dry run, and the settings of it.
interface Tried {
  readonly id: string;
  readonly text: string;
}

function Decide({ one, settings, isChanged, isUnfit }: DecideProps) {
  const [, go] = useLocation();
  const { mutate, error, isPending, variables } = useRun(one.id);
  const text = textOf(settings);
  const [tried, setTried] = useState<Tried | null>(
    one.dry_run && !isChanged ? { id: one.id, text } : null,
  );
  const store = () =>
    mutate({ settings, dryRun: false }, { onSuccess: ({ id }) => go(`/imports/${id}`) });
  // A small file is tried at every change; a large one when somebody asks.
  const [settled] = useDebouncedValue(text, 800);
  const isDue = !isUnfit && one.bytes_total < SMALL && settled === text && tried?.text !== text;
  useEffect(() => {
    if (isDue) mutate(...trying(settings, setTried));
  }, [isDue, mutate, settings]);
  const isTrying = isPending && variables?.dryRun === true;
  const isStale = tried?.text !== text;
  return (
    <>
      {tried !== null && <Trial id={tried.id} isStale={isStale} />}
      {error !== null && <FaultAlert fault={error} />}
      <Paper withBorder className="decide" role="region" aria-label="What it would do">
        <div className="decide-line">
          <TrialLine id={tried?.id ?? null} isStale={isStale} />
        </div>
        {isStale && (
          <Button
            variant="default"
            loading={isTrying}
            disabled={isUnfit}
            onClick={() => mutate(...trying(settings, setTried))}
          >
            Try the whole file
          </Button>
        )}
        <Button loading={isPending && !isTrying} disabled={isUnfit} onClick={store}>
          Import
        </Button>
      </Paper>
    </>
  );
}

function trying(settings: ImportSettings, onTried: (tried: Tried) => void) {
  const told = { onSuccess: ({ id }: Import) => onTried({ id, text: textOf(settings) }) };
  return [{ settings, dryRun: true }, told] as const;
}

// The same settings are the same text, whichever was chosen first.
function textOf(settings: ImportSettings): string {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
