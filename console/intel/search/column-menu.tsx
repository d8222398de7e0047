import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns } from '@tabler/icons-react';
import { useKeptColumns } from './kept-columns.ts';
import type { View } from './search.ts';

interface ColumnMenuProps {
  readonly view: View;
  readonly all: readonly { readonly id: string; readonly words: string }[];
  readonly shown: readonly string[];
  readonly onChange: (ids: readonly string[] | null) => void;
}

/** Which columns are shown, in which order; this browser keeps them. */
export function ColumnMenu({ view, all, shown, onChange }: ColumnMenuProps) {
  const [, keep] = useKeptColumns(view);
  const change = (ids: readonly string[] | null) => {
    keep(ids === null ? null : [...ids]);
    onChange(ids);
  };
  const hidden = all.filter(({ id }) => !shown.includes(id));
  const ordered = [...shown.flatMap((id) => all.find((one) => one.id === id) ?? []), ...hidden];
  return (
    <Popover position="bottom-end" shadow="md" width={264} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconColumns size={16} aria-hidden />}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label="Columns">
        <div className="choices">
          {ordered.map(({ id, words }) => {
            const at = shown.indexOf(id);
            return (
              <div key={id} className="column-choice">
                <Checkbox
                  size="xs"
                  label={words}
                  checked={at >= 0}
                  disabled={at >= 0 && shown.length === 1}
                  onChange={() =>
                    change(at >= 0 ? shown.filter((one) => one !== id) : [...shown, id])
                  }
                />
                {at >= 0 && (
                  <span className="column-moves">
                    <ActionIcon
                      size="xs"
                      variant="subtle"
                      aria-label={`${words}: to the left`}
                      disabled={at === 0}
                      onClick={() => change(swapped(shown, at - 1))}
                    >
                      <IconArrowUp size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size="xs"
                      variant="subtle"
                      aria-label={`${words}: to the right`}
                      disabled={at === shown.length - 1}
                      onClick={() => change(swapped(shown, at))}
                    >
                      <IconArrowDown size={14} aria-hidden />
                    </ActionIcon>
                  </span>
                )}
              </div>
            );
          })}
        </div>
        <Button size="compact-xs" variant="subtle" mt="xs" onClick={() => change(null)}>
          As usual
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

// The column at a place changes places with the next one.
function swapped(ids: readonly string[], at: number): string[] {
  const now = [...ids];
  now.splice(at, 2, ...now.slice(at, at + 2).reverse());
  return now;
}
