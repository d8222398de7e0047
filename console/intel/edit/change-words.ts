// What changes of many objects do, in words.
import type { Schemas } from '../../api.ts';

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
