import { Anchor, Button, Group, Paper, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { Condition } from '../../src/intel/condition.ts';
import type { Schemas } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';
import { ConditionBuilder } from '../intel/search/condition-builder.tsx';
import { useLeaving } from '../leaving.tsx';
import type { Action } from './action.ts';
import { ActionFields } from './action-fields.tsx';
import { type Rule, useSaveRule, useTryRule } from './queries.ts';

interface RuleFormProps {
  /** Null: a new one. */
  readonly rule: Rule | null;
  readonly collections: readonly Schemas['Collection'][];
  readonly onClose: () => void;
}

/** A rule: its name, its condition, what it does, and a try on what is stored. */
export function RuleForm({ rule, collections, onClose }: RuleFormProps) {
  const [name, setName] = useState(rule?.name ?? '');
  const [where, setWhere] = useState<Condition | null>(
    (rule?.where as Condition | undefined) ?? null,
  );
  const [action, setAction] = useState<Action>(rule?.action ?? {});
  const save = useSaveRule(rule?.id ?? null);
  const [before] = useState(() => JSON.stringify([name, where, action]));
  const isChanged = () => JSON.stringify([name, where, action]) !== before;
  const { leave, question } = useLeaving(isChanged, onClose);
  const isReady = name.trim() !== '' && where !== null && Object.keys(action).length > 0;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (where === null) return;
    const body = { name, where: { ...where }, action, is_on: rule?.is_on ?? true };
    save.mutate(body, { onSuccess: onClose });
  };
  return (
    <Paper withBorder p="md" component="form" onSubmit={send} className="form">
      <Title order={2} size="h4">
        {rule === null ? 'New rule' : `Rule: ${rule.name}`}
      </Title>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={200}
        required
      />
      <Text fw={600}>When something comes in of which</Text>
      <ConditionBuilder where={where} onChange={setWhere} collections={collections} />
      <Text fw={600}>then</Text>
      <ActionFields action={action} onChange={setAction} />
      <Trial where={where} />
      {save.error !== null && <FaultAlert fault={save.error} />}
      {question}
      <Group justify="flex-end">
        <Button variant="default" onClick={leave}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending} disabled={!isReady}>
          {rule === null ? 'Add rule' : 'Save rule'}
        </Button>
      </Group>
    </Paper>
  );
}

// The answer stays until it is asked again, so that it can be compared with another condition.
function Trial({ where }: { readonly where: Condition | null }) {
  const trial = useTryRule();
  const { data } = trial;
  return (
    <section aria-label="Try it">
      <Group>
        <Button
          variant="light"
          size="xs"
          disabled={where === null}
          loading={trial.isPending}
          onClick={() => where !== null && trial.mutate(where)}
        >
          Try it on what is stored
        </Button>
        {data !== undefined && (
          <Text role="status">
            {data.count === 0
              ? 'Nothing that is stored would have been found.'
              : `${data.count.toLocaleString()} of what is stored would have been found, the newest:`}
          </Text>
        )}
      </Group>
      {trial.error !== null && <FaultAlert fault={trial.error} />}
      {data !== undefined && data.count > 0 && (
        <ul className="rule-sample">
          {data.sample.slice(0, 8).map((item) => (
            <li key={`${item.collection.id} ${item.id}`}>
              <Anchor
                component={Link}
                underline="always"
                href={`/collections/${item.collection.id}/objects/${item.id}`}
              >
                {item.name ?? item.values[0]?.value ?? item.id}
              </Anchor>{' '}
              <span className="quiet">
                {[item.source, item.collection.title].filter((one) => one !== null).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
