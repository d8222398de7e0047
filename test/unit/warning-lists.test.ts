// Warning lists: which values are on them, whatever pattern they stand in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isWithin, orderRanges, readRange } from '../../src/ingest/check/addresses.ts';
import { constantsOf } from '../../src/ingest/check/constants.ts';
import { hostOf } from '../../src/ingest/check/hosts.ts';
import { indexLists, readListValue } from '../../src/ingest/check/lists.ts';
import {
  LIST_ACTIONS,
  type ListAction,
  type ListType,
  type WarningList,
} from '../../src/ingest/check/warning-list.ts';
import { readSample, runFile, sampleNames, settingsFor } from '../support/import-samples.ts';

function list(type: ListType, values: readonly string[], name: string = type): WarningList {
  const nothing = { description: null, licence: null, origin: null, version: null };
  return { ...nothing, name, type, action: 'tag', values };
}

function lookUp(...lists: readonly WarningList[]) {
  return indexLists(lists.map((one) => ({ list: one, name: one.name, action: 'tag' })));
}

describe('a list of networks', () => {
  const { find } = lookUp(
    list('cidr', [
      '10.0.0.0/8',
      '8.8.8.8',
      '172.16.0.0/12',
      'fc00::/7',
      '2001:db8::1',
      '9.0.0.0/8',
    ]),
  );
  test.each([
    ["[ipv4-addr:value = '10.0.0.0']", true],
    ["[ipv4-addr:value = '10.255.255.255']", true],
    ["[ipv4-addr:value = '8.255.255.255']", false],
    ["[ipv4-addr:value = '11.0.0.0']", false],
    ["[ipv4-addr:value = '8.8.8.8']", true],
    ["[ipv4-addr:value = '8.8.8.9']", false],
    ["[ipv4-addr:value = '172.31.255.255']", true],
    ["[ipv4-addr:value = '172.32.0.0']", false],
    // A network that holds what is listed, or lies in it.
    ["[ipv4-addr:value ISSUBSET '8.8.0.0/16']", true],
    ["[ipv4-addr:value ISSUBSET '10.1.0.0/16']", true],
    ["[ipv4-addr:value ISSUBSET '8.9.0.0/16']", false],
    ["[ipv6-addr:value = 'fd00::1']", true],
    ["[ipv6-addr:value = 'fe00::1']", false],
    ["[ipv6-addr:value = '2001:db8::1']", true],
    ["[ipv6-addr:value = '2001:db8::2']", false],
    ["[ipv6-addr:value ISSUBSET '2001:db8::/32']", true],
    ["[url:value = 'http://10.1.2.3:8080/a?b']", true],
    ["[url:value = 'https://user@[fd00::1]/']", true],
    ["[url:value = 'http://example.com/10.1.2.3']", false],
    ["[domain-name:value = '10.1.2.3.example']", false],
    ["[network-traffic:dst_ref.value = '10.1.2.3' AND network-traffic:dst_port = 1]", true],
    ["[domain-name:value = 'a.b' AND domain-name:resolves_to_refs[*].value = '10.1.2.3']", true],
    ["[file:name = '10.1.2']", false],
    ["[file:name = '10.1.2.300']", false],
    ["[file:name = '10..2.3']", false],
  ])('%s: %s', (pattern, isOn) => expect(find(pattern).length > 0).toBe(isOn));
});

describe('a list of names', () => {
  const { find } = lookUp(list('hostname', ['site.com', '.corp.example', '.test']));
  test.each([
    ["[domain-name:value = 'site.com']", true],
    ["[domain-name:value = 'a.site.com']", false],
    ["[domain-name:value = 'website.com']", false],
    ["[domain-name:value LIKE '%.site.com']", true],
    ["[domain-name:value = 'corp.example']", true],
    ["[domain-name:value = 'a.b.corp.example']", true],
    ["[domain-name:value = 'acorp.example']", false],
    ["[domain-name:value = 'a.test']", true],
    ["[url:value = 'https://Site.com/a']", true],
    ["[url:value = 'https://www.site.com/a']", false],
    ["[url:value = 'https://evil.org/site.com']", false],
    ["[url:value = 'https://a.corp.example:8443/x']", true],
    ["[email-addr:value = 'someone@site.com']", false],
    ["[network-traffic:dst_ref.value = 'site.com']", true],
  ])('%s: %s', (pattern, isOn) => expect(find(pattern).length > 0).toBe(isOn));
});

test('hashes are found in any case, texts as they are', () => {
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
  const { find } = lookUp(list('hash', [md5]), list('string', ['svchost.exe', "it's"]));
  const names = (pattern: string) => find(pattern).map(({ name }) => name);
  expect(names(`[file:hashes.MD5 = '${md5.toUpperCase()}']`)).toEqual(['hash']);
  expect(names(`[file:hashes.'SHA-1' = 'a' OR file:hashes.MD5 = '${md5}']`)).toEqual(['hash']);
  expect(names("[file:name = 'svchost.exe']")).toEqual(['string']);
  expect(names("[file:name = 'SVCHOST.exe']")).toEqual([]);
  expect(names("[mutex:name = 'it\\'s']")).toEqual(['string']);
});

test('a value is told once by each list that has it', () => {
  const { find } = lookUp(
    list('cidr', ['10.0.0.0/8'], 'one'),
    list('cidr', ['10.1.0.0/16'], 'two'),
  );
  const pattern = "[ipv4-addr:value = '10.1.0.1' OR ipv4-addr:value = '10.2.0.1']";
  expect(find(pattern).map(({ name }) => name)).toEqual(['one', 'two']);
});

test.each([
  ["[a:b = '']", ['']],
  ["[a:b = 'c' AND a:'d e' = 'f']", ['c', 'd e', 'f']],
  ["[a:b = 'C:\\\\' OR a:b = 'it\\'s']", ['C:\\', "it's"]],
  ["[a:b = 'open", ['open']],
  ['[a:b = 1]', []],
])('the constants of %s', (pattern, constants) => {
  expect(constantsOf(pattern)).toEqual(constants);
});

test.each([
  ['https://a.example/x', 'a.example'],
  ['http://u:p@a.example:80?x@y', 'a.example'],
  ['//a.example', null],
  ['a b', null],
  ['C:\\a', null],
  ['A.Example', 'a.example'],
])('the host of %s is %s', (text, host) => {
  expect(hostOf(text)).toBe(host);
});

test('ranges that overlap or repeat are one', () => {
  const read = (text: string) => readRange(text) ?? { from: 0, to: 0 };
  const ranges = orderRanges(['10.0.0.0/9', '10.0.0.0/8', '10.1.1.1', '9.9.9.9'].map(read));
  expect(ranges).toHaveLength(2);
  expect(isWithin(read('10.200.0.1'), ranges)).toBe(true);
});

test.each([
  ['cidr', '10.0.0.0/33', null],
  ['cidr', '10.0.0/8', null],
  ['cidr', '::/129', null],
  ['cidr', ' 10.0.0.1 ', '10.0.0.1'],
  ['hostname', 'Site.COM.', 'site.com'],
  ['hostname', '.Example', '.example'],
  ['hostname', 'https://a.b', null],
  ['hostname', 'a..b', null],
  ['hash', 'D41D8CD98F00B204E9800998ECF8427E', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['hash', 'abc', null],
  ['string', '  ', null],
] as const)('as %s, %s is kept as %s', (type, value, kept) => {
  expect(readListValue(type, value)).toBe(kept);
});

describe('the shipped lists', () => {
  const folder = join(import.meta.dirname, '..', '..', 'warning-lists');
  const shipped = readdirSync(folder).map((file): [string, WarningList] => [
    file,
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  ]);

  test.each(shipped)('%s says what it is, and has values of its type', (file, one) => {
    expect(file).toBe(`${one.name}.json`);
    expect([one.description, one.licence, one.origin, one.version]).toEqual(
      Array(4).fill(expect.stringMatching(/./)),
    );
    expect(LIST_ACTIONS).toContain(one.action);
    expect(one.values.map((value) => readListValue(one.type, value))).toEqual(one.values);
    expect(new Set(one.values).size).toBe(one.values.length);
  });

  test('with their own actions refuse nothing that is in a sample', async () => {
    const active = shipped.flatMap(([, one]) => {
      const action: ListAction = one.action;
      return action === 'ignore' ? [] : [{ list: one, ...one, action }];
    });
    const lists = indexLists(active);
    for (const name of sampleNames()) {
      const { bytes, expected } = readSample(name);
      const options = expected.options as Record<string, unknown>;
      const kinds = async (settings: ReturnType<typeof settingsFor>) =>
        (await runFile(bytes, settings)).made.map(({ kind }) => kind);
      const without = await kinds(settingsFor(options));
      expect([name, await kinds({ ...settingsFor(options), lists })]).toEqual([name, without]);
    }
  });
});
