// What a rule does, as fields of a form and in words.
import type { Schemas } from '../api.ts';

export type Action = Schemas['RuleAction'];

/** What happens to what is found. */
export type Fate = 'store' | 'set_aside' | 'drop';

const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** What becomes of what it finds. */
export function fateOf({ drop, set_aside }: Action): Fate {
  if (drop === true) return 'drop';
  return set_aside === true ? 'set_aside' : 'store';
}

/** The action in words. */
export function actionWords(action: Action): string {
  if (action.drop === true) return 'drop it';
  if (action.set_aside === true) return 'set it aside for review';
  const words: string[] = [];
  if (action.add_labels !== undefined) words.push(`label it ${action.add_labels.join(', ')}`);
  if (action.confidence !== undefined) words.push(`set the confidence to ${action.confidence}`);
  if (action.confidence_at_most !== undefined)
    words.push(`lower the confidence to ${action.confidence_at_most} at most`);
  if (action.tlp !== undefined) words.push(`mark it TLP ${action.tlp.toUpperCase()}`);
  if (action.tlp_at_least !== undefined)
    words.push(`mark it TLP ${action.tlp_at_least.toUpperCase()} at least`);
  if (action.valid_for !== undefined)
    words.push(`let it be valid for ${durationWords(action.valid_for)}`);
  if (action.extend_by !== undefined)
    words.push(`let it be valid ${durationWords(action.extend_by)} longer`);
  if (action.stop === true) words.push('ask no later rule');
  return words.join(', ');
}

function durationWords(text: string): string {
  const count = Number(text.slice(0, -1));
  const unit = UNITS[text.slice(-1)] ?? '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
