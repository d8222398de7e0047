import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Field } from '../../../src/intel/condition.ts';
import type { Schemas } from '../../api.ts';
import { ConditionValue } from './condition-value.tsx';
import { type DraftRow, emptyValue, newRow } from './draft.ts';
import { type Comparison, FIELDS, fieldWords } from './fields.ts';

interface ConditionRowProps {
  readonly row: DraftRow;
  readonly onChange: (row: DraftRow) => void;
  readonly onRemove: () => void;
  readonly collections: readonly Schemas['Collection'][];
}

const NAMES = FIELDS.map(({ field, words }) => ({ value: field, label: words }));

/** One condition: a field, how it compares, with what. */
export function ConditionRow({ row, onChange, onRemove, collections }: ConditionRowProps) {
  const { field, comparison, value } = row;
  const comparisons = fieldWords(field)?.comparisons ?? [comparison];
  const compareBy = (words: string) => {
    const chosen = comparisons.find((one) => one.words === words);
    if (chosen === undefined) return;
    const kept = chosen.input === comparison.input ? value : emptyValue(chosen);
    onChange({ ...row, comparison: chosen, value: kept });
  };
  return (
    <div className="condition-row">
      <NativeSelect
        size="xs"
        aria-label="Field"
        data={NAMES}
        value={field}
        onChange={(event) => {
          const fresh = newRow(event.currentTarget.value as Field);
          onChange({ ...fresh, key: row.key });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Comparison"
        data={comparisons.map(({ words }: Comparison) => words)}
        value={comparison.words}
        onChange={(event) => compareBy(event.currentTarget.value)}
      />
      <ConditionValue
        field={field}
        input={comparison.input}
        value={value}
        onChange={(now) => onChange({ ...row, value: now })}
        collections={collections}
      />
      <ActionIcon variant="subtle" size="sm" aria-label="Remove this condition" onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
