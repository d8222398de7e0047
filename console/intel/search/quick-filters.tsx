import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Schemas } from '../../api.ts';
import { useItems } from '../queries.ts';
import type { Item } from '../shapes.ts';
import { TLP_LEVELS, TYPE_NAMES, typeWords } from '../words.ts';
import { Choice } from './choice.tsx';
import { conditionWords } from './condition-words.ts';
import {
  leastConfidence,
  listOf,
  notQuick,
  VALIDITIES,
  validityOf,
  withLeastConfidence,
  withList,
  without,
  withValidity,
} from './quick.ts';
import { asksNothing, NO_SEARCH, type Search } from './search.ts';

interface QuickFiltersProps {
  readonly search: Search;
  readonly onChange: (changed: Partial<Search>) => void;
  readonly collections: readonly Schemas['Collection'][];
  readonly isBuilding: boolean;
  readonly onBuild: () => void;
}

const TYPES = TYPE_NAMES.map((value) => ({ value, label: typeWords(value) }));
const LEVELS = TLP_LEVELS.map((value) => ({ value, label: value.toUpperCase() }));
const CONFIDENCES = [90, 75, 50, 25].map((value) => ({
  value: String(value),
  label: `At least ${value}`,
}));

/** What is asked for most, one click each; below it what else is asked, in words. */
export function QuickFilters(props: QuickFiltersProps) {
  const { search, onChange, collections } = props;
  const { where, collection } = search;
  const least = leastConfidence(where);
  const { data: items } = useItems(search, search.view === 'objects');
  const sources = useMemo(() => sourcesOf(items ?? []), [items]);
  return (
    <fieldset className="filters" aria-label="Filters">
      <Choice
        label="Type"
        choices={TYPES}
        chosen={listOf(where, 'type')}
        onChange={(chosen) => onChange({ where: withList(where, 'type', chosen) })}
        isMany
      />
      <Choice
        label="Source"
        choices={sources}
        chosen={listOf(where, 'source')}
        onChange={(chosen) => onChange({ where: withList(where, 'source', chosen) })}
        isMany
        isOpen
      />
      <Choice
        label="TLP"
        choices={LEVELS}
        chosen={listOf(where, 'tlp')}
        onChange={(chosen) => onChange({ where: withList(where, 'tlp', chosen) })}
        isMany
      />
      <Choice
        label="Validity"
        choices={VALIDITIES}
        chosen={toList(validityOf(where))}
        onChange={([value]) => onChange({ where: withValidity(where, value ?? null) })}
      />
      <Choice
        label="Confidence"
        choices={CONFIDENCES}
        chosen={toList(least === null ? null : String(least))}
        onChange={([value]) =>
          onChange({
            where: withLeastConfidence(where, value === undefined ? null : Number(value)),
          })
        }
      />
      <Choice
        label="Collection"
        choices={collections.map(({ id, title }) => ({ value: id, label: title }))}
        chosen={toList(collection)}
        onChange={([value]) => onChange({ collection: value ?? null })}
      />
      <Rest {...props} />
    </fieldset>
  );
}

// What no quick filter shows, in words; the builder has it all.
function Rest({ search, onChange, collections, isBuilding, onBuild }: QuickFiltersProps) {
  const { where } = search;
  const titles = new Map(collections.map(({ id, title }) => [id, title]));
  return (
    <>
      <Button
        size="compact-sm"
        variant={isBuilding ? 'light' : 'default'}
        leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
        aria-expanded={isBuilding}
        onClick={onBuild}
      >
        Conditions
      </Button>
      {!asksNothing(search) && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onChange({ ...NO_SEARCH, view: search.view, columns: search.columns })}
        >
          Clear all
        </Button>
      )}
      {!isBuilding &&
        notQuick(where).map((part) => (
          <button
            key={JSON.stringify(part)}
            type="button"
            className="condition-chip"
            title="Take this condition away"
            onClick={() => onChange({ where: without(where, part) })}
          >
            {conditionWords(part, titles)}
            <IconX size={14} aria-hidden />
          </button>
        ))}
    </>
  );
}

// Those of what is shown; any other can be written.
function sourcesOf(items: readonly Item[]) {
  const names = new Set(items.flatMap(({ source }) => source ?? []));
  return [...names].sort().map((value) => ({ value, label: value }));
}

function toList(value: string | null): string[] {
  return value === null ? [] : [value];
}
