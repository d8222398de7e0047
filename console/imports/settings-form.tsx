import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { TLP_CHOICES } from '../intel/words.ts';
import type { ImportSettings } from './queries.ts';
import { WarningChoice } from './warning-choice.tsx';
import { feedName } from './words.ts';

interface SettingsFormProps {
  readonly settings: ImportSettings;
  readonly feed: string | null;
  readonly onChange: (settings: ImportSettings) => void;
}

type Choices = readonly (readonly [value: string, label: string])[];

const MODES: Choices = [
  ['', 'Store what is good, reject the rest'],
  ['set-aside', 'Store what is good, set doubtful records aside'],
  ['all-or-nothing', 'All or nothing: one bad record stops it'],
];
const TLP: Choices = [
  ['', 'none'],
  ...TLP_CHOICES.map(({ value, label }) => [value, label] as const),
];
const DATES: Choices = [
  ['', 'refuse dates that can be read two ways'],
  ['dmy', '5/6/2026 is the 5th of June'],
  ['mdy', '5/6/2026 is May the 6th'],
];
const SCALES: Choices = [
  ['', 'told by the column'],
  ['0-1', '0 to 1'],
  ['0-5', '0 to 5'],
  ['0-10', '0 to 10'],
  ['0-100', '0 to 100'],
];
const MARKINGS: Choices = [
  ['', 'TLP 2.0'],
  ['1.0', 'TLP 1.0'],
  ['both', 'both'],
];
const PORTS: Choices = [
  ['', 'part of the pattern'],
  ['address', 'left out of the pattern'],
];

/** What is said of all records of the file. */
export function SettingsForm({ settings, feed, onChange }: SettingsFormProps) {
  const set = (name: keyof ImportSettings, value: unknown) =>
    onChange(withOne(settings, name, value));
  const choice = (name: keyof ImportSettings, label: string, choices: Choices) => (
    <NativeSelect
      label={label}
      data={choices.map(([value, text]) => ({ value, label: text }))}
      value={String(settings[name] ?? '')}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  const number = (
    name: 'default_confidence' | 'default_valid_days',
    label: string,
    max: number,
  ) => (
    <TextInput
      type="number"
      min={name === 'default_confidence' ? 0 : 1}
      max={max}
      label={label}
      placeholder="none"
      value={settings[name] ?? ''}
      onChange={(event) => set(name, numberIn(event.currentTarget.value, max))}
    />
  );
  const text = (name: 'add_labels' | 'default_indicator_types', label: string, example: string) => (
    <TextInput
      label={label}
      placeholder={`such as ${example}`}
      maxLength={1000}
      value={settings[name] ?? ''}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  return (
    <>
      <div className="settings">
        <SourceField settings={settings} feed={feed} onSet={(value) => set('source', value)} />
        {choice('mode', 'If a record is bad', MODES)}
        {choice('default_tlp', 'TLP of rows without one', TLP)}
        {number('default_confidence', 'Confidence of rows without one', 100)}
        {number('default_valid_days', 'Days valid, of rows without an end', 36_500)}
        {text('add_labels', 'Labels for all rows', 'ticket-4711, phishing')}
        {text(
          'default_indicator_types',
          'Indicator types of rows without any',
          'malicious-activity',
        )}
        {choice('date_order', 'Dates such as 5/6/2026', DATES)}
      </div>
      <Checkbox
        label="This file is everything that its source has to say"
        description="What the source has said before, and the file no longer has, is revoked."
        checked={settings.snapshot === true}
        onChange={(event) => set('snapshot', event.currentTarget.checked || undefined)}
      />
      <WarningChoice
        value={settings.warning_lists ?? 'off'}
        onChange={(value) => set('warning_lists', value === 'off' ? undefined : value)}
      />
      <details className="more-settings">
        <summary>More settings</summary>
        <div className="settings">
          {choice('confidence_scale', 'Scale of the confidence column', SCALES)}
          {choice('tlp_version', 'Markings to write', MARKINGS)}
          {choice('port_mode', 'Ports of addresses', PORTS)}
        </div>
        <Checkbox
          mt="sm"
          label="A column names the source of each row"
          checked={settings.row_source === true}
          onChange={(event) => set('row_source', event.currentTarget.checked || undefined)}
        />
      </details>
    </>
  );
}

interface SourceFieldProps {
  readonly settings: ImportSettings;
  readonly feed: string | null;
  readonly onSet: (value: string) => void;
}

function SourceField({ settings, feed, onSet }: SourceFieldProps) {
  const known = feed === null ? null : feedName(feed);
  return (
    <div>
      <TextInput
        label="Source: who it comes from"
        maxLength={250}
        value={settings.source ?? ''}
        onChange={(event) => onSet(event.currentTarget.value)}
        {...((settings.source ?? '') === '' && {
          description: 'Needed for rows; STIX objects say it themselves.',
        })}
      />
      {known !== null && known !== settings.source && (
        <Button variant="subtle" size="compact-xs" mt={4} onClick={() => onSet(known)}>
          Take “{known}”
        </Button>
      )}
    </div>
  );
}

// What is empty is not said at all.
function withOne(
  settings: ImportSettings,
  name: keyof ImportSettings,
  value: unknown,
): ImportSettings {
  const { [name]: _, ...others } = settings;
  return value === '' || value === undefined ? others : { ...others, [name]: value };
}

function numberIn(text: string, max: number): number | undefined {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? undefined : Math.min(Math.max(value, 0), max);
}
