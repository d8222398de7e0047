// TLP levels as cells spell them → the ids of the well-known marking definitions.

import { TLP_LEVELS, type TlpLevel, tlpId } from '../../stix/tlp.ts';

/** Reads a TLP cell: a level, 'null' for "unknown", or 'unreadable'. */
export function readTlp(text: string): TlpLevel | 'null' | 'unreadable' {
  const letters = text
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '')
    .replace(/^tlp/, '');
  if (letters === 'unknown') {
    return 'null';
  }
  if (letters === 'white') {
    return 'clear';
  }
  return TLP_LEVELS.find((level) => level.replace('+', '') === letters) ?? 'unreadable';
}

/** The strictest of some levels. */
export function strictest(levels: readonly TlpLevel[]): TlpLevel | null {
  return TLP_LEVELS.findLast((level) => levels.includes(level)) ?? null;
}

/** The ids of the markings for a level. */
export function markingIds(level: TlpLevel, version: '1.0' | '2.0' | 'both'): readonly string[] {
  if (version === 'both') {
    return [tlpId(level, '2'), tlpId(level, '1')];
  }
  return [tlpId(level, version === '1.0' ? '1' : '2')];
}
