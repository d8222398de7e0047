import type { Schemas } from './api.ts';

const WORDS: Partial<Record<string, { readonly text: string; readonly tone: string }>> = {
  uploading: { text: 'uploading', tone: 'busy' },
  waiting: { text: 'waiting', tone: 'busy' },
  running: { text: 'running', tone: 'busy' },
  undoing: { text: 'being undone', tone: 'busy' },
  completed: { text: 'completed', tone: 'good' },
  completed_with_errors: { text: 'completed with errors', tone: 'partly' },
  rejected: { text: 'rejected', tone: 'bad' },
  failed: { text: 'failed', tone: 'bad' },
  cancelled: { text: 'cancelled', tone: 'quiet' },
  undone: { text: 'undone', tone: 'quiet' },
};

interface ImportStateBadgeProps {
  readonly state: Schemas['ImportState'];
  readonly isDryRun: boolean;
}

/** What became of an import. */
export function ImportStateBadge({ state, isDryRun }: ImportStateBadgeProps) {
  const { text, tone } = WORDS[state] ?? { text: state, tone: 'quiet' };
  return (
    <>
      <span className={`badge badge-${tone}`}>{text}</span>
      {isDryRun && <span className="badge badge-quiet">dry run</span>}
    </>
  );
}
