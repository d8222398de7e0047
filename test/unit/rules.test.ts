// Ingestion rules: what they make of what comes in.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Action, applyRules, type Rule, readDuration } from '../../src/intel/rule.ts';
import { summarise } from '../../src/intel/summary.ts';

const ADDED = 1_800_000_000_000_000;
const DAY = 86_400_000_000;

const facts = {
  type: 'indicator',
  id: 'indicator--00000000-0000-4000-8000-000000000000',
  description: null,
  source: 'open feeds',
  collection: ['intel/indicators'],
  added: ADDED,
  import: null,
  now: ADDED,
};

const everything = { all: [] };

function rule(action: Action, where: Rule['where'] = everything, name = 'a'): Rule {
  return { id: name, name, where, action };
}

function run(rules: Rule[], object: object = {}) {
  return applyRules(rules, summarise({ type: 'indicator', ...object }), facts);
}

const NOTHING = { labels: [], confidence: null, tlp: null, valid_until: null };

describe('a rule', () => {
  test.each<[string, Action, object, object]>([
    [
      'adds labels that are not there',
      { add_labels: ['a', 'b'] },
      { labels: ['a'] },
      { labels: ['b'] },
    ],
    ['sets the confidence', { confidence: 10 }, { confidence: 90 }, { confidence: 10 }],
    [
      'lowers a higher confidence',
      { confidence_at_most: 60 },
      { confidence: 90 },
      { confidence: 60 },
    ],
    ['leaves a lower confidence', { confidence_at_most: 60 }, { confidence: 5 }, {}],
    ['makes no confidence of none', { confidence_at_most: 60 }, {}, {}],
    ['sets TLP', { tlp: 'green' }, {}, { tlp: 'green' }],
    ['makes TLP stricter', { tlp_at_least: 'amber' }, {}, { tlp: 'amber' }],
    ['sets an end', { valid_for: '2d' }, {}, { valid_until: ADDED + 2 * DAY }],
    [
      'puts off an end',
      { extend_by: '1d' },
      { valid_until: '2026-01-01T00:00:00Z' },
      { valid_until: Date.parse('2026-01-02T00:00:00Z') * 1000 },
    ],
    ['puts off no end where there is none', { extend_by: '1d' }, {}, {}],
  ])('%s', (_, action, object, overlay) => {
    expect(run([rule(action)], object)).toMatchObject({
      verdict: 'stored',
      overlay: { ...NOTHING, ...overlay },
    });
  });

  test('leaves a stricter TLP as it is', () => {
    const object_marking_refs = ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'];
    expect(run([rule({ tlp_at_least: 'amber' })], { object_marking_refs }).overlay).toEqual(
      NOTHING,
    );
  });

  test('touches only what its condition finds', () => {
    const where = { field: 'source', op: 'is', value: 'another' } as const;
    expect(run([rule({ drop: true }, where)])).toMatchObject({ touched: [], verdict: 'stored' });
  });
});

describe('rules in their order', () => {
  const low = { field: 'confidence', op: 'at_most', value: 50 } as const;

  test('a later rule sees what an earlier one did', () => {
    const rules = [
      rule({ confidence: 10 }, everything, 'first'),
      rule({ drop: true }, low, 'second'),
    ];
    expect(run(rules, { confidence: 90 })).toMatchObject({ verdict: 'dropped' });
    expect(run([...rules].reverse(), { confidence: 90 })).toMatchObject({ verdict: 'stored' });
  });

  test('the first that keeps it out ends the asking', () => {
    const { verdict, touched } = run([
      rule({ add_labels: ['x'] }),
      rule({ set_aside: true }, everything, 'b'),
      rule({ drop: true }, everything, 'c'),
    ]);
    expect(verdict).toBe('set_aside');
    expect(touched.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('stop ends the asking', () => {
    const rules = [rule({ confidence: 1, stop: true }), rule({ drop: true }, everything, 'b')];
    expect(run(rules)).toMatchObject({ verdict: 'stored', overlay: { confidence: 1 } });
  });

  test('asked again of what they made, they change nothing more', () => {
    const action = fc.record(
      {
        add_labels: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
        confidence: fc.nat(100),
        confidence_at_most: fc.nat(100),
        tlp_at_least: fc.constantFrom('green' as const, 'red' as const),
        valid_for: fc.constantFrom('1d', '3w'),
      },
      { requiredKeys: [] },
    );
    const check = fc.property(action, fc.nat(100), (one, confidence) => {
      const summary = summarise({ type: 'indicator', confidence });
      const { overlay } = applyRules([rule(one)], summary, facts);
      const laid = {
        ...summary,
        labels: [...summary.labels, ...overlay.labels],
        confidence: overlay.confidence ?? summary.confidence,
        tlp: overlay.tlp ?? summary.tlp,
        valid_until: overlay.valid_until ?? summary.valid_until,
      };
      expect(applyRules([rule(one)], laid, facts).overlay).toEqual(NOTHING);
    });
    fc.assert(check);
  });
});

test.each([
  ['90d', 90 * DAY],
  ['12h', DAY / 2],
  ['2w', 14 * DAY],
  ['30m', DAY / 48],
  ['', null],
  ['1y', null],
  ['-1d', null],
])('the duration %s', (text, micros) => {
  expect(readDuration(text)).toBe(micros);
});
