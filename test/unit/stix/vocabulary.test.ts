// Looking up values of vocabularies, and suggesting one.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { vocabularies } from '../../../src/stix/model/vocabularies.ts';
import { isInVocabulary, nearest, suggest } from '../../../src/stix/vocabulary.ts';

describe('a value', () => {
  test.each([
    ['report-type-ov', 'threat-report', true],
    ['report-type-ov', 'Threat-Report', false],
    ['report-type-ov', 'constructor', false],
    ['no-such-ov', 'threat-report', false],
    ['constructor', 'name', false],
  ])('of %s, %j: %s', (name, value, isIn) => {
    expect(isInVocabulary(name, value)).toBe(isIn);
  });

  test.each([
    ['indicator-type-ov', 'Malicious Activity', 'malicious-activity'],
    ['indicator-type-ov', 'malicious_activity', 'malicious-activity'],
    ['indicator-type-ov', 'malicous-activity', 'malicious-activity'],
    ['hash-algorithm-ov', 'sha256', 'SHA-256'],
    ['hash-algorithm-ov', 'SHA1', 'SHA-1'],
    ['hash-algorithm-ov', 'md5', 'MD5'],
    ['opinion-enum', 'Strongly Agree', 'strongly-agree'],
    ['implementation-language-ov', 'C#', 'c#'],
    ['implementation-language-ov', 'd', null],
    ['malware-type-ov', 'ransomeware', 'ransomware'],
    ['malware-type-ov', 'stealer', null],
    ['malware-type-ov', '', null],
    ['malware-type-ov', 'a'.repeat(1_000_000), null],
    ['no-such-ov', 'trojan', null],
    ['constructor', 'name', null],
  ])('of %s, %j, was meant to be %p', (name, value, entry) => {
    expect(suggest(name, value)).toBe(entry);
  });

  test('with one fault in a long word is told which it was', () => {
    const words = [...(vocabularies.get('malware-capabilities-ov') ?? [])];
    fc.assert(
      fc.property(fc.constantFrom(...words), fc.nat(), (word, at) => {
        const place = at % word.length;
        expect(nearest(word.slice(0, place) + word.slice(place + 1), words)).toBe(word);
        expect(nearest(`${word.slice(0, place)}é${word.slice(place)}`, words)).toBe(word);
      }),
    );
  });
});
