import { Button, Checkbox, Popover, Radio, TagsInput, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';

interface ChoiceProps {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
  /** Several may be chosen. */
  readonly isMany?: boolean;
  /** What is not among the choices may be written. */
  readonly isOpen?: boolean;
}

const MANY = 8;

/** A filter: a button that says what is chosen, and the choices behind it. */
export function Choice({ label, choices, chosen, onChange, isMany, isOpen }: ChoiceProps) {
  const [opened, setOpened] = useState(false);
  const words = chosen.map((value) => choices.find((one) => one.value === value)?.label ?? value);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="md"
      width={264}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant={chosen.length > 0 ? 'light' : 'default'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {words.length === 0 ? label : `${label}: ${summary(words)}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={label}>
        {isOpen === true ? (
          <TagsInput
            data-autofocus
            size="sm"
            aria-label={label}
            description="Names as they are shown; Enter after each."
            placeholder={chosen.length === 0 ? 'Any' : ''}
            data={choices.map(({ value }) => value)}
            value={[...chosen]}
            onChange={onChange}
            comboboxProps={{ withinPortal: false }}
            acceptValueOnBlur
          />
        ) : (
          <Choices
            label={label}
            choices={choices}
            chosen={chosen}
            isMany={isMany === true}
            onChange={(now) => {
              onChange(now);
              if (isMany !== true) setOpened(false);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({
  label,
  choices,
  chosen,
  onChange,
  isMany,
}: ChoiceProps & { readonly isMany: boolean }) {
  const [words, setWords] = useState('');
  const shown = choices.filter((one) => one.label.toLowerCase().includes(words.toLowerCase()));
  return (
    <>
      {choices.length > MANY && (
        <TextInput
          data-autofocus
          size="xs"
          mb="xs"
          aria-label={`Search in ${label}`}
          placeholder="Search"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <fieldset className="choices" aria-label={label}>
        {shown.map(({ value, label: text }) => {
          const checked = chosen.includes(value);
          const others = chosen.filter((one) => one !== value);
          const shared = { label: text, checked, size: 'xs' } as const;
          return isMany ? (
            <Checkbox
              key={value}
              {...shared}
              onChange={() => onChange(checked ? others : [...others, value])}
            />
          ) : (
            <Radio key={value} {...shared} name={label} onChange={() => onChange([value])} />
          );
        })}
        {shown.length === 0 && <p className="quiet">Nothing of that name.</p>}
      </fieldset>
      {chosen.length > 0 && (
        <Button size="compact-xs" variant="subtle" mt="xs" onClick={() => onChange([])}>
          Any
        </Button>
      )}
    </>
  );
}

function summary(words: readonly string[]): string {
  const [first = '', ...others] = words;
  return others.length === 0 ? first : `${first} +${others.length}`;
}
