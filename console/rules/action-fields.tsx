import {
  Checkbox,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { TLP_CHOICES } from '../intel/words.ts';
import { type Action, type Fate, fateOf } from './action.ts';

interface ActionFieldsProps {
  readonly action: Action;
  readonly onChange: (action: Action) => void;
}

const FATES = [
  { value: 'store', label: 'Store it' },
  { value: 'set_aside', label: 'Set it aside' },
  { value: 'drop', label: 'Drop it' },
];
const TLP = [{ value: '', label: 'as it is' }, ...TLP_CHOICES];
const DURATION = '90d, 12h, 2w';
// What may still become one is not called wrong while it is typed.
const NEARLY_DURATION = /^\d{0,5}[mhdw]?$/;

/** What a rule does with what it finds. */
export function ActionFields({ action, onChange }: ActionFieldsProps) {
  const fate = fateOf(action);
  return (
    <section aria-label="What is done" className="form">
      <SegmentedControl
        aria-label="What becomes of it"
        data={FATES}
        value={fate}
        onChange={(chosen) => onChange(ofFate(chosen as Fate))}
      />
      {fate === 'store' && <Changes action={action} onChange={onChange} />}
    </section>
  );
}

function ofFate(fate: Fate): Action {
  if (fate === 'drop') return { drop: true };
  return fate === 'set_aside' ? { set_aside: true } : {};
}

function Changes({ action, onChange }: ActionFieldsProps) {
  // What is empty is left out.
  const set = <Name extends keyof Action>(name: Name, value: Action[Name] | undefined) => {
    const { [name]: _, ...others } = action;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  const percent = (name: 'confidence' | 'confidence_at_most', label: string) => (
    <NumberInput
      label={label}
      placeholder="as it is"
      min={0}
      max={100}
      allowDecimal={false}
      value={action[name] ?? ''}
      onChange={(now) => set(name, typeof now === 'number' ? now : undefined)}
    />
  );
  const level = (name: 'tlp' | 'tlp_at_least', label: string) => (
    <NativeSelect
      label={label}
      data={TLP}
      value={action[name] ?? ''}
      onChange={({ currentTarget: { value } }) =>
        set(name, value === '' ? undefined : (value as NonNullable<Action['tlp']>))
      }
    />
  );
  const duration = (name: 'valid_for' | 'extend_by', label: string) => (
    <TextInput
      label={label}
      placeholder={DURATION}
      value={action[name] ?? ''}
      error={
        NEARLY_DURATION.test(action[name] ?? '') ? null : `A number and m, h, d or w: ${DURATION}`
      }
      onChange={({ currentTarget: { value } }) => set(name, value === '' ? undefined : value)}
    />
  );
  return (
    <div className="rule-changes">
      <TagsInput
        label="Add labels"
        placeholder="Enter after each"
        value={[...(action.add_labels ?? [])]}
        onChange={(labels) => set('add_labels', labels.length === 0 ? undefined : labels)}
        acceptValueOnBlur
      />
      {percent('confidence', 'Set the confidence to')}
      {percent('confidence_at_most', 'Confidence at most')}
      {level('tlp', 'Set TLP to')}
      {level('tlp_at_least', 'TLP at least')}
      {duration('valid_for', 'Valid for')}
      {duration('extend_by', 'Valid longer by')}
      <Checkbox
        label="Ask no later rule"
        checked={action.stop === true}
        onChange={(event) => set('stop', event.currentTarget.checked ? true : undefined)}
      />
    </div>
  );
}
