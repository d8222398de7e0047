import { Button, NativeSelect, Paper } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Condition } from '../../../src/intel/condition.ts';
import type { Schemas } from '../../api.ts';
import { ConditionRow } from './condition-row.tsx';
import {
  type DraftGroup,
  type DraftItem,
  fromDraft,
  isGroup,
  type Join,
  newGroup,
  newRow,
  toDraft,
} from './draft.ts';

interface ConditionBuilderProps {
  readonly where: Condition | null;
  readonly onChange: (where: Condition | null) => void;
  readonly collections: readonly Schemas['Collection'][];
}

const JOINS = [
  { value: 'all', label: 'All of these (AND)' },
  { value: 'any', label: 'Any of these (OR)' },
  { value: 'none', label: 'None of these (NOT)' },
];

/** Conditions in groups. What is complete is searched for at once. */
export function ConditionBuilder({ where, onChange, collections }: ConditionBuilderProps) {
  const [draft, setDraft] = useState(() => toDraft(where));
  const asked = JSON.stringify(where);
  // The address has changed by other means: quick filters, saved searches, steps back.
  useEffect(() => {
    const given: Condition | null = JSON.parse(asked);
    setDraft((now) => (JSON.stringify(fromDraft(now)) === asked ? now : toDraft(given)));
  }, [asked]);
  const change = (now: DraftGroup) => {
    setDraft(now);
    const condition = fromDraft(now);
    if (JSON.stringify(condition) !== asked) onChange(condition);
  };
  return (
    <Paper withBorder p="sm" component="section" aria-label="Conditions">
      <Group group={draft} onChange={change} collections={collections} />
    </Paper>
  );
}

interface GroupProps {
  readonly group: DraftGroup;
  readonly onChange: (group: DraftGroup) => void;
  readonly onRemove?: () => void;
  readonly collections: readonly Schemas['Collection'][];
}

function Group({ group, onChange, onRemove, collections }: GroupProps) {
  const { join, items } = group;
  const replace = (item: DraftItem, by: readonly DraftItem[]) =>
    onChange({ ...group, items: items.flatMap((one) => (one === item ? by : [one])) });
  const add = (item: DraftItem) => onChange({ ...group, items: [...items, item] });
  return (
    <fieldset className={`group group-${join}`}>
      <legend className="group-head">
        <NativeSelect
          size="xs"
          aria-label="What must hold"
          data={JOINS}
          value={join}
          onChange={(event) => onChange({ ...group, join: event.currentTarget.value as Join })}
        />
        {onRemove !== undefined && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={onRemove}
          >
            Remove group
          </Button>
        )}
      </legend>
      {items.map((item) =>
        isGroup(item) ? (
          <Group
            key={item.key}
            group={item}
            onChange={(now) => replace(item, [now])}
            onRemove={() => replace(item, [])}
            collections={collections}
          />
        ) : (
          <ConditionRow
            key={item.key}
            row={item}
            onChange={(now) => replace(item, [now])}
            onRemove={() => replace(item, [])}
            collections={collections}
          />
        ),
      )}
      <div className="group-foot">
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add(newRow())}
        >
          Condition
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconFolderPlus size={14} aria-hidden />}
          onClick={() => add(newGroup(join === 'any' ? 'all' : 'any'))}
        >
          Group
        </Button>
      </div>
    </fieldset>
  );
}
