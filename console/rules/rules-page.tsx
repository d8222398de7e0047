// Ingestion rules, loaded when somebody opens them.
import './rules.css';
import { ActionIcon, Button, Group, Paper, Skeleton, Switch, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Condition } from '../../src/intel/condition.ts';
import type { Schemas } from '../api.ts';
import { FormDialog } from '../dialog.tsx';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { conditionWords } from '../intel/search/condition-words.ts';
import { Page } from '../page.tsx';
import { useAllCollections } from '../queries.ts';
import { Time } from '../time.tsx';
import { actionWords } from './action.ts';
import { type Rule, useDeleteRule, useOrderRules, useRules, useSwitchRule } from './queries.ts';
import { RuleForm } from './rule-form.tsx';

/** The rules in their order: made, tried, ordered, switched, deleted. */
export function RulesPage() {
  const { data: rules, error, refetch } = useRules();
  const collections = useAllCollections().data ?? [];
  const [editing, setEditing] = useState<Rule | 'new' | null>(null);
  const close = () => setEditing(null);
  return (
    <Page
      title="Rules"
      lead="Asked in this order of whatever comes in: pushed, imported or made by hand. No object’s bytes are changed; what rules say is kept beside it."
    >
      {editing === null && (
        <Group>
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEditing('new')}
          >
            New rule
          </Button>
        </Group>
      )}
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {rules === undefined && error === null && <Skeleton height={120} aria-label="Loading" />}
      {editing === 'new' && <RuleForm rule={null} collections={collections} onClose={close} />}
      {rules?.length === 0 && editing === null && (
        <Empty title="No rules yet">
          A rule finds what comes in by a condition, as in a search, and labels it, caps its
          confidence, marks it, lets it expire, sets it aside or drops it. Make one and try it on
          what is stored before it counts.
        </Empty>
      )}
      <ol className="rules">
        {rules?.map((rule, at) => (
          <li key={rule.id}>
            {editing !== null && editing !== 'new' && editing.id === rule.id ? (
              <RuleForm rule={rule} collections={collections} onClose={close} />
            ) : (
              <RuleCard
                rule={rule}
                rules={rules}
                at={at}
                collections={collections}
                onEdit={editing === null ? () => setEditing(rule) : null}
              />
            )}
          </li>
        ))}
      </ol>
    </Page>
  );
}

interface RuleCardProps {
  readonly rule: Rule;
  readonly rules: readonly Rule[];
  readonly at: number;
  readonly collections: readonly Schemas['Collection'][];
  /** Null: another rule is being written. */
  readonly onEdit: (() => void) | null;
}

function RuleCard({ rule, rules, at, collections, onEdit }: RuleCardProps) {
  const toggle = useSwitchRule();
  const [isDeleting, setDeleting] = useState(false);
  const titles = new Map(collections.map(({ id, title }) => [id, title]));
  return (
    <Paper withBorder p="md" className={rule.is_on ? 'rule' : 'rule rule-off'}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>{rule.name}</Text>
          <Text size="sm">
            Where {conditionWords(rule.where as unknown as Condition, titles)}:{' '}
            {actionWords(rule.action)}.
          </Text>
          <Text size="sm" className="quiet" component="div">
            {rule.found === 0 ? (
              'Has found nothing yet.'
            ) : (
              <>
                Has found {rule.found.toLocaleString()}
                {rule.found_at !== null && (
                  <>
                    , last <Time value={rule.found_at} />
                  </>
                )}
                .
              </>
            )}
          </Text>
        </div>
        <Moves rule={rule} rules={rules} at={at} />
      </Group>
      <Group mt="sm">
        <Switch
          label={rule.is_on ? 'On' : 'Off'}
          aria-label={`${rule.name} is asked`}
          checked={rule.is_on}
          disabled={toggle.isPending}
          onChange={() => toggle.mutate(rule)}
        />
        {onEdit !== null && (
          <Button size="xs" variant="default" onClick={onEdit}>
            Edit
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setDeleting(true)}>
          Delete
        </Button>
      </Group>
      {toggle.error !== null && <FaultAlert fault={toggle.error} />}
      {isDeleting && <Deletion rule={rule} onClose={() => setDeleting(false)} />}
    </Paper>
  );
}

function Moves({ rule, rules, at }: Pick<RuleCardProps, 'rule' | 'rules' | 'at'>) {
  const order = useOrderRules();
  const swap = (to: number) => {
    const ids = rules.map(({ id }) => id);
    [ids[at], ids[to]] = [ids[to] ?? '', ids[at] ?? ''];
    order.mutate(ids);
  };
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        aria-label={`Ask ${rule.name} earlier`}
        disabled={at === 0 || order.isPending}
        onClick={() => swap(at - 1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={`Ask ${rule.name} later`}
        disabled={at === rules.length - 1 || order.isPending}
        onClick={() => swap(at + 1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      {order.error !== null && <FaultAlert fault={order.error} />}
    </Group>
  );
}

function Deletion({ rule, onClose }: { readonly rule: Rule; readonly onClose: () => void }) {
  const remove = useDeleteRule(rule.id);
  return (
    <FormDialog
      title={`Delete ${rule.name}?`}
      action="Delete"
      isDangerous
      call={remove}
      onSend={() => remove.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">What it has said of objects stays; it is asked no more.</Text>
    </FormDialog>
  );
}
