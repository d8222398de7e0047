import type { Schemas } from '../api.ts';

type Kind = Schemas['SampleKind'];

const WORDS: Readonly<Record<Kind, readonly [text: string, tone: string]>> = {
  new: ['new', 'good'],
  changed: ['changed', 'busy'],
  unchanged: ['unchanged', 'quiet'],
  duplicate: ['repeated', 'quiet'],
  set_aside: ['set aside', 'partly'],
  warned: ['with a warning', 'partly'],
  rejected: ['rejected', 'bad'],
  skipped: ['passed over', 'quiet'],
};

/** What a record makes, in a word. */
export function OutcomeChip({ kind }: { readonly kind: Kind }) {
  const [text, tone] = WORDS[kind];
  return <span className={`badge badge-${tone}`}>{text}</span>;
}
