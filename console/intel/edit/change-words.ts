// What changes of many objects do and where they stand, in words.
import type { Schemas } from '../../api.ts';

const STATES: Readonly<
  Record<Schemas['Change']['state'], { readonly text: string; readonly tone: string }>
> = {
  waiting: { text: 'waiting', tone: 'busy' },
  running: { text: 'running', tone: 'busy' },
  undoing: { text: 'being undone', tone: 'busy' },
  completed: { text: 'completed', tone: 'good' },
  failed: { text: 'failed', tone: 'bad' },
  cancelled: { text: 'stopped', tone: 'quiet' },
  undone: { text: 'undone', tone: 'quiet' },
};

/** Where a change stands. */
export function stateWords(state: Schemas['Change']['state']) {
  return STATES[state];
}

/** What a change does to each object. */
export function actionWords(action: Schemas['ChangeAction']): string {
  if (action.delete === true) return 'Delete';
  if (action.revoke === true) return 'Revoke';
  const { add_labels = [], remove_labels = [], confidence, tlp, valid_until } = action;
  const until = valid_until?.slice(0, 10);
  return [
    ...(add_labels.length > 0 ? [`Add ${add_labels.join(', ')}`] : []),
    ...(remove_labels.length > 0 ? [`Take away ${remove_labels.join(', ')}`] : []),
    ...(confidence === undefined ? [] : [`Confidence ${confidence ?? 'none'}`]),
    ...(tlp === undefined ? [] : [tlp === null ? 'No TLP' : `TLP:${tlp.toUpperCase()}`]),
    ...(valid_until === undefined ? [] : [until === undefined ? 'No end' : `Valid until ${until}`]),
  ].join('; ');
}
