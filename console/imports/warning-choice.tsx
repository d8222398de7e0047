import { NativeSelect, SegmentedControl, Text } from '@mantine/core';
import type { Schemas } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';
import type { ImportSettings } from './queries.ts';
import { useWarningLists } from './template-queries.ts';
import { count } from './words.ts';

type Asked = NonNullable<ImportSettings['warning_lists']>;
type Action = Schemas['WarningListAction'];

const WAYS = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'As each list says' },
  { value: 'own', label: 'Choose' },
];
/** What can become of a value that is on a list. */
export const ACTIONS: readonly { readonly value: Action; readonly label: string }[] = [
  { value: 'refuse', label: 'refuse the record' },
  { value: 'tag', label: 'store it, with a label' },
  { value: 'set_aside', label: 'set it aside' },
  { value: 'ignore', label: 'do nothing' },
];

interface WarningChoiceProps {
  readonly value: Asked;
  readonly onChange: (value: Asked) => void;
}

/** Which warning lists the values are held against. */
export function WarningChoice({ value, onChange }: WarningChoiceProps) {
  const way = typeof value === 'string' ? value : 'own';
  return (
    <fieldset className="bare-fields">
      <legend>Warning lists</legend>
      <SegmentedControl
        size="xs"
        data={WAYS}
        value={way}
        aria-label="Warning lists"
        onChange={(next) => onChange(next === 'own' ? {} : next === 'on' ? 'on' : 'off')}
      />
      <Text size="sm" c="dimmed" mt={4}>
        Private addresses, public resolvers and well-known names are seldom meant to be blocked.
      </Text>
      {typeof value === 'object' && <Lists value={value} onChange={onChange} />}
    </fieldset>
  );
}

interface ListsProps {
  readonly value: Readonly<Record<string, Action>>;
  readonly onChange: (value: Asked) => void;
}

function Lists({ value, onChange }: ListsProps) {
  const { data, error } = useWarningLists();
  if (error !== null) return <FaultAlert fault={error} />;
  return (
    <div className="settings">
      {data?.items.map(({ name, size }) => (
        <NativeSelect
          key={name}
          label={`${name} (${count(size)})`}
          data={[{ value: '', label: 'not held against it' }, ...ACTIONS]}
          value={value[name] ?? ''}
          onChange={(event) => {
            const { [name]: _, ...others } = value;
            const action = ACTIONS.find((one) => one.value === event.currentTarget.value);
            onChange(action === undefined ? others : { ...others, [name]: action.value });
          }}
        />
      ))}
    </div>
  );
}
