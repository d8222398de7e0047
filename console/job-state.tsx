// What has become of a job: an import, or a change of many objects.
import type { Schemas } from './api.ts';

type JobState = Schemas['ImportState'] | Schemas['Change']['state'];

const STATES: Readonly<Record<JobState, readonly [words: string, tone: string]>> = {
  waiting: ['waiting', 'busy'],
  running: ['running', 'busy'],
  undoing: ['being undone', 'busy'],
  completed: ['completed', 'good'],
  completed_with_errors: ['completed with errors', 'partly'],
  rejected: ['rejected', 'bad'],
  failed: ['failed', 'bad'],
  cancelled: ['cancelled', 'quiet'],
  undone: ['undone', 'quiet'],
};

/** The state in words. */
export function stateWords(state: JobState): string {
  return STATES[state][0];
}

/** The state as a badge. */
export function StateBadge({ state }: { readonly state: JobState }) {
  const [words, tone] = STATES[state];
  return <span className={`badge badge-${tone}`}>{words}</span>;
}
