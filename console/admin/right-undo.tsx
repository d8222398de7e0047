import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { Schemas } from '../api.ts';
import { rightsOf } from '../rights.ts';
import type { Step } from './rights-queries.ts';

interface RightUndoProps {
  readonly last: Step | undefined;
  readonly collections: readonly Schemas['Collection'][];
  readonly onUndo: () => void;
}

/** Says what was changed last, for everybody, and takes it back. */
export function RightUndo({ last, collections, onUndo }: RightUndoProps) {
  return (
    <div role="status" className="undo-line">
      {last !== undefined && (
        <>
          <span>
            <strong>{last.account}</strong> may now{' '}
            {last.after === null ? 'no longer see' : `${rightsOf(last.after)} in`}{' '}
            <strong>{collections.find((one) => one.id === last.collection)?.title}</strong>.
          </span>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            onClick={onUndo}
          >
            Undo
          </Button>
        </>
      )}
    </div>
  );
}
