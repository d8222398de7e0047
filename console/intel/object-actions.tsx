import { Button } from '@mantine/core';
import { IconBraces, IconListSearch } from '@tabler/icons-react';
import { Link } from 'wouter';
import { valuePath } from './columns.tsx';
import { OwnActions } from './edit/own-actions.tsx';
import { valuesOf } from './object/facts.ts';
import type { Description } from './object/shapes.ts';

interface ObjectActionsProps {
  readonly description: Description;
}

/** What can be done with an object. */
export function ObjectActions({ description }: ObjectActionsProps) {
  const { object, body } = description;
  const [first] = valuesOf(object);
  const file = `data:application/json;charset=utf-8,${encodeURIComponent(body)}`;
  return (
    <div className="object-actions">
      {first !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          component={Link}
          href={valuePath(first.value)}
          leftSection={<IconListSearch size={16} aria-hidden />}
        >
          All with this value
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        component="a"
        href={file}
        download={`${String(object.id)}.json`}
        leftSection={<IconBraces size={16} aria-hidden />}
      >
        Download
      </Button>
      <OwnActions description={description} />
    </div>
  );
}
