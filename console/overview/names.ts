// How the figures' keys read, and what is behind them.

import { searchPath } from '../intel/search/search.ts';
import { typeWords } from '../intel/words.ts';

type Where = Parameters<typeof searchPath>[0]['where'];

export const nameOfSource = (key: string | null) => key ?? 'without a source';
export const nameOfType = (key: string | null) =>
  key === null ? 'without a type' : typeWords(key);
export const nameOfTlp = (key: string | null) =>
  key === null ? 'without TLP' : `TLP:${key.toUpperCase()}`;

/** The search behind a figure; the server gives the condition. */
export function pathOf(where: object): string {
  return searchPath({ where: where as NonNullable<Where> });
}
