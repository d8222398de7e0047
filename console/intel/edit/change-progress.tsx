import { Anchor, Button, Group } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../../api.ts';
import { Dialog } from '../../dialog.tsx';
import { FaultAlert } from '../../fault-alert.tsx';
import {
  canUndo,
  changeResult,
  isUnderWay,
  progressOf,
  useChange,
  useUndoChange,
} from './change-queries.ts';

interface ChangeProgressProps {
  readonly begun: Schemas['Change'];
  readonly onClose: () => void;
}

/** A change as it goes on; it goes on without the dialog too. */
export function ChangeProgress({ begun, onClose }: ChangeProgressProps) {
  const { data: change = begun, error } = useChange(begun);
  const undo = useUndoChange(begun.id);
  const fault = error ?? undo.error;
  return (
    <Dialog title="Change many objects" onClose={onClose}>
      <div className="form">
        <progress aria-label="Progress" {...progressOf(change)} />
        <p role="status">{changeResult(change)}</p>
        {change.refusals?.map(({ id, message }) => (
          <p key={id} className="quiet">
            {id}: {message}
          </p>
        ))}
        {fault !== null && <FaultAlert fault={fault} />}
        <Group justify="flex-end">
          <Anchor component={Link} href="/intel/changes" mr="auto">
            All changes
          </Anchor>
          {canUndo(change) && (
            <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
              Undo
            </Button>
          )}
          <Button onClick={onClose}>{isUnderWay(change) ? 'Go on working' : 'Close'}</Button>
        </Group>
      </div>
    </Dialog>
  );
}
