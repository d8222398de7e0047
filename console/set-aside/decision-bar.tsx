import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../dialog.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import {
  type Decided,
  type Decision,
  useDecision,
  type Waiting,
  type WaitingFilter,
} from './queries.ts';

interface DecisionBarProps {
  readonly ids: readonly number[];
  readonly filter: WaitingFilter;
  readonly loaded: readonly Waiting[];
  readonly hasMore: boolean;
  readonly onDone: () => void;
}

const NUMBER = new Intl.NumberFormat();

/** Releases or discards what is chosen, or all that the list is of. */
export function DecisionBar({ ids, filter, loaded, hasMore, onDone }: DecisionBarProps) {
  const call = useDecision();
  const [asking, setAsking] = useState<Decision['verb'] | null>(null);
  const { data, error, isPending, mutate } = call;
  const isAll = ids.length === 0;
  const isFiltered = Object.keys(filter).length > 0;
  const meant = isAll ? loaded.map(({ id }) => id) : [...ids];
  const decide = (verb: Decision['verb']) => {
    const selection = isAll && isFiltered ? { ...filter } : { ids: meant };
    mutate(
      { verb, selection },
      {
        onSuccess: () => {
          setAsking(null);
          onDone();
        },
      },
    );
  };
  // Without a filter, all is what is shown, if that is all of it.
  const isReady = !isAll || isFiltered || !hasMore;
  const what = isAll ? 'all' : `${NUMBER.format(ids.length)} chosen`;
  return (
    <>
      {data !== undefined && <Done done={data} />}
      {error !== null && asking === null && <FaultAlert fault={error} />}
      {loaded.length > 0 && (
        <Group gap="sm">
          <Button
            disabled={!isReady}
            loading={isPending}
            onClick={() => (isAll ? setAsking('release') : decide('release'))}
          >
            Release {what}
          </Button>
          <Button variant="default" disabled={!isReady} onClick={() => setAsking('discard')}>
            Discard {what}
          </Button>
          {!isReady && (
            <Text size="sm" c="dimmed">
              Choose some of them, or a collection.
            </Text>
          )}
        </Group>
      )}
      {asking !== null && (
        <FormDialog
          title={`${asking === 'release' ? 'Release' : 'Discard'} ${what}?`}
          action={asking === 'release' ? 'Release' : 'Discard'}
          isDangerous={asking === 'discard'}
          call={call}
          onSend={() => decide(asking)}
          onClose={() => setAsking(null)}
        >
          <Text size="sm">
            {asking === 'release'
              ? 'They are stored in their collections, and clients get them with their next poll. An undo of their import takes them back.'
              : 'They are forgotten. A file that has them again sets them aside again.'}
            {isAll && hasMore && ' This is also about what is not shown yet.'}
          </Text>
        </FormDialog>
      )}
    </>
  );
}

function Done({ done: { verb, count, kept } }: { readonly done: Decided }) {
  const word = verb === 'release' ? 'released' : 'discarded';
  return (
    <Alert color={kept > 0 ? 'yellow' : 'green'} role="status">
      {`${NUMBER.format(count)} ${word}.`}
      {kept > 0 &&
        ` ${NUMBER.format(kept)} still wait: their version is stored already with other content.`}
    </Alert>
  );
}
