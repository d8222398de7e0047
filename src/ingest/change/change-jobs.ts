// Changes of many objects as jobs: tried again after a fault, given up when that does not help.
import { type ChangeState, updateChangeState } from '../../store/changes.ts';
import { type ChangeWork, runChange } from './run.ts';

// Faults in a row: the next one would be the same again.
const MOST_FAULTS = 5;
const UNDER_WAY: readonly ChangeState[] = ['waiting', 'running', 'undoing'];

/** Makes what runs the jobs of changes; it throws to have one tried again. */
export function createChangeJobs(work: ChangeWork): (changeId: string) => Promise<void> {
  const faults = new Map<string, number>();
  return async (changeId) => {
    try {
      await runChange(changeId, work);
      faults.delete(changeId);
    } catch (error) {
      const isAway =
        error instanceof Error && 'code' in error && error.code === 'STORE_UNAVAILABLE';
      if (work.isStopping() || isAway) throw error;
      work.observe({ kind: 'fault', message: 'a change stopped unexpectedly', fault: error });
      const count = (faults.get(changeId) ?? 0) + 1;
      faults.set(changeId, count);
      if (count < MOST_FAULTS) throw error;
      faults.delete(changeId);
      await updateChangeState(work.db.work, changeId, UNDER_WAY, 'failed');
    }
  };
}
