import { Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api.ts';
import { textOf } from '../../form-values.ts';
import { TLP_CHOICES } from '../words.ts';

type Name = 'confidence' | 'tlp' | 'valid_until';

type Said = Pick<Schemas['ChangeAction'], Name>;

/** What the fields say at first; empty: nothing. */
export type SaidBefore = Readonly<Record<Name, string>>;

/** Nothing was said before, or different things of different objects. */
const NOTHING_SAID: SaidBefore = { confidence: '', tlp: '', valid_until: '' };

/** What an annotation says, as the fields have it. */
export function saidIn(annotation: Pick<Schemas['Annotation'], Name> | null): SaidBefore {
  const { confidence = null, tlp = null, valid_until = null } = annotation ?? {};
  return {
    confidence: confidence === null ? '' : String(confidence),
    tlp: tlp ?? '',
    valid_until: valid_until?.slice(0, 10) ?? '',
  };
}

interface SaidFieldsProps {
  readonly before?: SaidBefore;
  /** What an empty field stands for. */
  readonly empty: string;
  /** Those that shall be taken away, whatever was said. */
  readonly gone?: ReadonlySet<Name>;
}

/** The fields of what the team says of objects: confidence, TLP, validity. */
export function SaidFields({ before = NOTHING_SAID, empty, gone }: SaidFieldsProps) {
  const shared = (name: Name) => ({
    name,
    defaultValue: before[name],
    disabled: gone?.has(name) === true,
  });
  return (
    <>
      <TextInput
        {...shared('confidence')}
        label="Confidence"
        description={`0 to 100; empty: ${empty}`}
        type="number"
        min={0}
        max={100}
      />
      <NativeSelect
        {...shared('tlp')}
        label="TLP"
        data={[
          { value: '', label: empty.charAt(0).toUpperCase() + empty.slice(1) },
          ...TLP_CHOICES,
        ]}
      />
      <TextInput
        {...shared('valid_until')}
        label="Valid until"
        description={`The end of a day in UTC; empty: ${empty}`}
        type="date"
      />
    </>
  );
}

const GONE: readonly { readonly name: Name; readonly label: string }[] = [
  { name: 'confidence', label: 'Confidence' },
  { name: 'tlp', label: 'TLP' },
  { name: 'valid_until', label: 'Valid until' },
];

/** The same for many objects, whose values may differ: an empty field leaves them, a box takes them away. */
export function SaidOfMany() {
  const [gone, setGone] = useState<ReadonlySet<Name>>(new Set());
  const toggle = (name: Name) => {
    const now = new Set(gone);
    if (!now.delete(name)) now.add(name);
    setGone(now);
  };
  return (
    <>
      <SaidFields empty="as it is" gone={gone} />
      <Checkbox.Group label="Take away" value={[...gone]}>
        <Group mt="xs">
          {GONE.map(({ name, label }) => (
            <Checkbox
              key={name}
              name={`no_${name}`}
              value={name}
              label={label}
              onChange={() => toggle(name)}
            />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}

/** What was changed; null takes a value away. */
export function readSaid(form: FormData, before: SaidBefore = NOTHING_SAID): Said {
  const asked = (name: Name) => {
    if (form.has(`no_${name}`)) return null;
    const text = textOf(form, name);
    if (text === before[name]) return undefined;
    return text === '' ? null : text;
  };
  const confidence = asked('confidence');
  const tlp = asked('tlp');
  const until = asked('valid_until');
  return {
    ...(confidence !== undefined && {
      confidence: confidence === null ? null : Number(confidence),
    }),
    ...(tlp !== undefined && { tlp: tlp as Schemas['Tlp'] | null }),
    ...(until !== undefined && { valid_until: until === null ? null : `${until}T23:59:59.000Z` }),
  };
}
