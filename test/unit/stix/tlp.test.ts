// The Traffic Light Protocol: ids and marking definitions.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { TLP_2_EXTENSION, TLP_LEVELS, tlpId, tlpMarking, tlpOf } from '../../../src/stix/tlp.ts';

const model = JSON.parse(
  readFileSync(new URL('../../../../shared/stix/model.json', import.meta.url), 'utf8'),
);

describe('the markings of TLP', () => {
  test('have the ids of the table', () => {
    expect(TLP_2_EXTENSION).toBe(model.tlp2.extension);
    for (const level of TLP_LEVELS) {
      expect(tlpId(level, '2')).toBe(model.tlp2[level]);
      const named = { clear: 'white', 'amber+strict': 'red' }[String(level)] ?? level;
      expect(tlpId(level, '1')).toBe(model.tlp1[named]);
      expect(tlpMarking(level, '1').created).toBe(model.tlp1.created);
    }
  });

  test.each(TLP_LEVELS)('of level %s are found by their id', (level) => {
    expect(tlpOf(tlpId(level, '2'))).toEqual({ level, version: '2' });
    const first = level === 'amber+strict' ? 'red' : level;
    expect(tlpOf(tlpId(level, '1'))).toEqual({ level: first, version: '1' });
    expect(tlpMarking(level, '2').id).toBe(tlpId(level, '2'));
    expect(tlpMarking(level, '1').id).toBe(tlpId(level, '1'));
  });

  test('are as published', () => {
    expect(tlpMarking('clear', '1')).toMatchObject({
      name: 'TLP:WHITE',
      definition_type: 'tlp',
      definition: { tlp: 'white' },
    });
    expect(tlpMarking('amber+strict', '2')).toMatchObject({
      name: 'TLP:AMBER+STRICT',
      extensions: {
        [TLP_2_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: 'amber+strict' },
      },
    });
  });

  test.each(['', 'constructor', 'marking-definition--00000000-0000-4000-8000-000000000000'])(
    'are not %j',
    (id) => {
      expect(tlpOf(id)).toBeNull();
    },
  );
});
