// What the console's builder and words make of conditions.
import { describe, expect, test } from '@jest/globals';
import { conditionWords } from '../../console/intel/search/condition-words.ts';
import { fromDraft, newGroup, newRow, toDraft } from '../../console/intel/search/draft.ts';
import { recognise } from '../../console/intel/search/recognise.ts';
import type { Condition } from '../../src/intel/condition.ts';

const NESTED: Condition = {
  all: [
    { field: 'type', op: 'in', value: ['indicator', 'malware'] },
    { none: [{ field: 'source', op: 'in', value: ['URLhaus'] }] },
    {
      any: [
        { field: 'confidence', op: 'at_least', value: 70 },
        { all: [{ field: 'valid_until', op: 'before', value: 'now+7d' }] },
        { none: [{ field: 'revoked', op: 'is', value: true }] },
      ],
    },
  ],
};

test('a condition comes out of the builder as it went in', () => {
  expect(fromDraft(toDraft(NESTED))).toEqual(NESTED);
  expect(fromDraft(toDraft(null))).toBeNull();
  const unknown: Condition = { all: [{ field: 'tlp', op: 'at_least', value: 'amber' }] };
  expect(fromDraft(toDraft(unknown))).toEqual(unknown);
});

test('rows that lack a value, and groups of nothing else, ask nothing', () => {
  expect(fromDraft(newGroup('all', [newRow(), newGroup('any', [newRow('type')])]))).toBeNull();
});

test('a condition reads as a sentence', () => {
  expect(conditionWords(NESTED)).toBe(
    'Type is any of Indicator, Malware and Source is not URLhaus and (Confidence is at least 70 or Valid until is before 7 days from now or not revoked)',
  );
});

describe('a pasted text', () => {
  test.each([
    ['198[.]51.100.7', 'address', '198.51.100.7'],
    ['2001:db8::1', 'address', '2001:db8::1'],
    ['198.51.100.0/24', 'network', '198.51.100.0/24'],
    ['hxxps://evil(dot)example/a?b=c', 'URL', 'https://evil.example/a?b=c'],
    ['evil[.]example', 'domain', 'evil.example'],
    ['a[@]evil.example', 'e-mail address', 'a@evil.example'],
    ['44d88612fea8a8f36de82e1278abb02f', 'MD5', '44d88612fea8a8f36de82e1278abb02f'],
    ['cve-2024-8068', 'CVE', 'cve-2024-8068'],
  ])('%s is a value', (text, kind, value) => {
    expect(recognise(text)).toMatchObject({ kind, value });
  });

  test.each(['emotet', 'cobalt strike', '', '12:30', 'a/b'])('"%s" is words', (text) => {
    expect(recognise(text)).toBeNull();
  });
});
