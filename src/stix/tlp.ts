// The Traffic Light Protocol: the marking definitions of TLP 1 (STIX 2.1 §7.2.1.4) and of TLP 2,
// which FIRST and OASIS published later, as an extension.

import type { Properties } from './finding.ts';

/** From open to strict. TLP 1 calls clear white, and has no amber+strict. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** A level of TLP. */
export type TlpLevel = (typeof TLP_LEVELS)[number];

/** A version of TLP. */
export type TlpVersion = '1' | '2';

/** What says that a marking definition is one of TLP 2. */
export const TLP_2_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

// Where TLP 1 has no such level the next stricter one stands, so that nothing is loosened.
const IDS: Readonly<Record<TlpVersion, Readonly<Record<TlpLevel, string>>>> = {
  '1': {
    clear: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
    green: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
    amber: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
    'amber+strict': 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
    red: 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed',
  },
  '2': {
    clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
    green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
    amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
    'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
    red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
  },
};

// Red comes after amber+strict, so the id that TLP 1 has for both ends up as red.
const BY_ID: ReadonlyMap<string, { readonly level: TlpLevel; readonly version: TlpVersion }> =
  new Map(
    (['1', '2'] as const).flatMap((version) =>
      TLP_LEVELS.map((level) => [IDS[version][level], { level, version }]),
    ),
  );

/** The level and version that a marking's id stands for, or null when it is none of TLP. */
export function tlpOf(id: string): { level: TlpLevel; version: TlpVersion } | null {
  return BY_ID.get(id) ?? null;
}

/** The id of a level's marking definition; of amber+strict in TLP 1, that of red. */
export function tlpId(level: TlpLevel, version: TlpVersion): string {
  return IDS[version][level];
}

/** The marking definition of a level, as published. */
export function tlpMarking(level: TlpLevel, version: TlpVersion): Properties {
  return version === '1' ? tlp1Marking(level) : tlp2Marking(level);
}

function tlp1Marking(level: TlpLevel): Properties {
  const tlp = level === 'clear' ? 'white' : level === 'amber+strict' ? 'red' : level;
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: tlpId(level, '1'),
    created: '2017-01-20T00:00:00.000Z',
    definition_type: 'tlp',
    name: `TLP:${tlp.toUpperCase()}`,
    definition: { tlp },
  };
}

function tlp2Marking(level: TlpLevel): Properties {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: tlpId(level, '2'),
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${level.toUpperCase()}`,
    extensions: {
      [TLP_2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: level },
    },
  };
}
