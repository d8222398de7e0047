// The settings of one import (names as on the wire) and their defaults.

import type { Lists } from './check/lists.ts';
import type { AskedLists } from './check/warning-list.ts';

/** How one file is to be read and made into objects. */
export interface ImportSettings {
  /** Empty: nobody has said it. */
  readonly source: string;
  /** The import's clock in milliseconds: it sets defaults and comparisons, never `created`. */
  readonly now: number;
  /** What a rejected record means for the others, and whether records with warnings wait. */
  readonly mode: 'valid-only' | 'all-or-nothing' | 'set-aside';
  /** Everything is read, made and counted; nothing is stored. */
  readonly dry_run: boolean;
  /** The file is all that its source says: what it no longer has is revoked. */
  readonly snapshot: boolean;
  readonly columns: Readonly<Record<string, string>>;
  readonly default_tlp: string | null;
  readonly default_confidence: number | null;
  readonly default_valid_days: number | null;
  /** Of rows that say nothing about the threat; empty: what the feed means, or `unknown`. */
  readonly default_indicator_types: readonly string[];
  /** Put on what every row makes. */
  readonly add_labels: readonly string[];
  readonly tlp_version: '1.0' | '2.0' | 'both';
  readonly confidence_scale: 'auto' | '0-1' | '0-5' | '0-10' | '0-100';
  readonly date_order: 'dmy' | 'mdy' | null;
  readonly cidr_operator: 'ISSUBSET' | '=';
  readonly port_mode: 'endpoint' | 'address';
  /** A column chooses the source. */
  readonly row_source: boolean;
  readonly warning_lists: AskedLists;
  /** What values are held against, made of `warning_lists`; null: nothing. */
  readonly lists: Lists | null;
  readonly max_row_chars: number;
  readonly max_value_chars: number;
}

/** The settings that are used where nothing else was asked for. */
export const DEFAULT_SETTINGS: Omit<ImportSettings, 'source' | 'now'> = {
  mode: 'valid-only',
  dry_run: false,
  snapshot: false,
  columns: {},
  default_tlp: null,
  default_confidence: null,
  default_valid_days: null,
  default_indicator_types: [],
  add_labels: [],
  tlp_version: '2.0',
  confidence_scale: 'auto',
  date_order: null,
  cidr_operator: 'ISSUBSET',
  port_mode: 'endpoint',
  row_source: false,
  warning_lists: 'off',
  lists: null,
  max_row_chars: 131_072,
  max_value_chars: 4096,
};

/** The settings of a stored import: what was asked for over the defaults. */
export function readImportSettings(row: {
  readonly source: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}): ImportSettings {
  const { now, default_indicator_types, add_labels, ...asked } = row.settings;
  return {
    ...DEFAULT_SETTINGS,
    ...asked,
    default_indicator_types: wordsOf(default_indicator_types),
    add_labels: wordsOf(add_labels),
    source: row.source ?? '',
    now: typeof now === 'string' ? Date.parse(now) : Date.now(),
  };
}

// As asked for: words with commas between them.
function wordsOf(text: unknown): readonly string[] {
  const words = typeof text === 'string' ? text.split(',').map((word) => word.trim()) : [];
  return [...new Set(words)].filter((word) => word !== '');
}
