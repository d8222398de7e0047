// TLP levels → the ids of the well-known marking definitions, in both versions of TLP.

/** A TLP level; the order is from open to strict. */
export type TlpLevel = 'clear' | 'green' | 'amber' | 'amberstrict' | 'red';

const STRICTNESS: readonly TlpLevel[] = ['clear', 'green', 'amber', 'amberstrict', 'red'];

const TLP_2: Readonly<Record<TlpLevel, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  amberstrict: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

// TLP 1 has no AMBER+STRICT: RED, so that nothing is loosened.
const TLP_1: Readonly<Record<TlpLevel, string>> = {
  clear: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  amberstrict: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
  red: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
};

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
  return STRICTNESS.find((level) => level === letters) ?? 'unreadable';
}

/** The strictest of some levels. */
export function strictest(levels: readonly TlpLevel[]): TlpLevel | null {
  return STRICTNESS.findLast((level) => levels.includes(level)) ?? null;
}

/** The ids of the markings for a level. */
export function markingIds(level: TlpLevel, version: '1.0' | '2.0' | 'both'): readonly string[] {
  if (version === 'both') {
    return [TLP_2[level], TLP_1[level]];
  }
  return [version === '1.0' ? TLP_1[level] : TLP_2[level]];
}
