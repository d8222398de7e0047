// What objects are looked for by, as it is read out of them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { summarise } from '../../src/intel/summary.ts';

const of = (pattern: string, more: object = {}) =>
  summarise({
    type: 'indicator',
    spec_version: '2.1',
    pattern,
    pattern_type: 'stix',
    ...more,
  }).observables.map(({ kind, value }) => `${kind} ${value}`);

describe('the values of an object', () => {
  test.each([
    ["[ipv4-addr:value = '198.51.100.7']", ['ipv4-addr 198.51.100.7']],
    ["[ipv4-addr:value = '198.51.100.7/32']", ['ipv4-addr 198.51.100.7']],
    ["[ipv4-addr:value = '198.51.100.7/24']", ['ipv4-addr 198.51.100.0/24']],
    ["[ipv6-addr:value = '2001:DB8:0:0:0:0:0:1']", ['ipv6-addr 2001:db8::1']],
    ["[ipv6-addr:value = '2001:db8::1/32']", ['ipv6-addr 2001:db8::/32']],
    [
      "[domain-name:value IN ('A.example', 'b.example')]",
      ['domain-name a.example', 'domain-name b.example'],
    ],
    ["[url:value = 'HTTPS://Example.org/A']", ['url https://example.org/a']],
    [
      "[file:hashes.'SHA-256' = 'AB'] OR [file:hashes.MD5 = 'cd']",
      ['file:SHA-256 ab', 'file:MD5 cd'],
    ],
    ["[file:hashes.SHA256 = 'ab']", ['file:SHA-256 ab']],
    ["[file:name = 'A.exe' AND file:size = 12]", ['file:name a.exe']],
    [
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7' AND network-traffic:dst_port = 443]",
      ['ipv4-addr 198.51.100.7'],
    ],
    ["[email-message:from_ref.value = 'A@example.org']", ['email-addr a@example.org']],
    [
      "[domain-name:value = 'a.example' AND domain-name:value = 'A.EXAMPLE']",
      ['domain-name a.example'],
    ],
    ["[domain-name:value != 'a.example']", []],
    ["[domain-name:value LIKE 'a%']", []],
    ['no pattern at all', []],
    ["[file:name = 'it\\'s' AND", ["file:name it's"]],
  ])('of %s', (pattern, expected) => {
    expect(of(pattern)).toEqual(expected);
  });

  test('a pattern in another language has none', () => {
    expect(of('alert tcp any any', { pattern_type: 'snort' })).toEqual([]);
  });

  test('an observable is its own value, with its hashes', () => {
    const file = { type: 'file', name: 'A.exe', hashes: { MD5: 'AB', SHA1: 'cd' } };
    expect(summarise(file).observables).toMatchObject([
      { kind: 'file:name', value: 'a.exe' },
      { kind: 'file:MD5', value: 'ab' },
      { kind: 'file:SHA-1', value: 'cd' },
    ]);
  });

  test('a vulnerability is its CVE', () => {
    const vulnerability = {
      type: 'vulnerability',
      name: 'CVE-2026-0001',
      external_references: [{ source_name: 'cve', external_id: 'CVE-2026-0001' }],
    };
    expect(summarise(vulnerability).observables).toMatchObject([
      { kind: 'vulnerability', value: 'cve-2026-0001' },
    ]);
  });
});

describe('the columns of an object', () => {
  test('of several markings the strictest counts', () => {
    const object_marking_refs = [
      'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
      'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
    ];
    expect(summarise({ type: 'malware', object_marking_refs }).tlp).toBe('amber');
  });

  test('words are looked for in name, values, labels, aliases, ids and description, in lower case', () => {
    const { content } = summarise({
      type: 'indicator',
      name: 'Evil',
      description: 'Of APT1',
      labels: ['C2'],
      aliases: ['Bad'],
      external_references: [{ source_name: 'mitre-attack', external_id: 'T1059' }],
      pattern_type: 'stix',
      pattern: "[domain-name:value = 'a.example']",
    });
    expect(content.split('\n')).toEqual(['evil', 'a.example', 'c2', 'bad', 't1059', 'of apt1']);
  });

  test('whatever an object holds, its columns are texts without NUL that are not too long', () => {
    const names = [
      'type',
      'name',
      'labels',
      'pattern',
      'hashes',
      'value',
      'aliases',
      'created_by_ref',
      'external_references',
      'object_marking_refs',
      'valid_until',
      'x_types',
      'confidence',
      'created',
    ];
    const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant('\0\ud800'));
    const check = fc.property(fc.dictionary(fc.constantFrom(...names), value), (object) => {
      const summary = summarise(object);
      const texts = [summary.name ?? '', summary.content, ...summary.labels, ...summary.kinds];
      for (const { value: text } of summary.observables) texts.push(text);
      for (const text of texts) {
        expect(text.includes('\0')).toBe(false);
        expect(text.isWellFormed()).toBe(true);
        expect(text.length).toBeLessThanOrEqual(4000);
      }
    });
    fc.assert(check, { numRuns: 2000 });
  });
});
