// Which values a pasted text holds, and what holds them.
import { expect, test } from '@jest/globals';
import { broaderThan } from '../../src/ingest/make/broader.ts';
import { findValues } from '../../src/ingest/make/found-values.ts';

const valuesOf = (text: string) =>
  findValues(text, 100).map(({ kind, value }) => `${kind} ${value}`);
const MD5 = '0123456789ABCDEF0123456789abcdef';

test.each([
  ['Traffic to 198.51.100[.]7, then nothing.', ['ipv4-addr 198.51.100.7']],
  ['hxxps://Evil[.]example[.]com/a,b?c=d (see there)', ['url https://evil.example.com/a,b?c=d']],
  ['at evil [.] example [dot] com today', ['domain-name evil.example.com']],
  ['mail bad(at)example.com', ['email-addr bad@example.com']],
  ['198.51.100.7:8080', ['ipv4-addr 198.51.100.7']],
  ['[2001:DB8:0:0::1]:443 <2001:db8::2>', ['ipv6-addr 2001:db8::1', 'ipv6-addr 2001:db8::2']],
  ['198.51.100.77/24', ['ipv4-addr 198.51.100.0/24']],
  [`ip,198.51.100.7,${MD5}`, ['ipv4-addr 198.51.100.7', `file:MD5 ${MD5.toLowerCase()}`]],
  [
    '{"ip":"198.51.100.7","url":"http://a.example/"}',
    ['ipv4-addr 198.51.100.7', 'url http://a.example/'],
  ],
  ['[report](https://a.example.com/x)', ['url https://a.example.com/x']],
  ['ip:198.51.100.7 src=198.51.100.8;', ['ipv4-addr 198.51.100.7', 'ipv4-addr 198.51.100.8']],
  ['(CVE-2024-12345)', ['vulnerability cve-2024-12345']],
  ['AS64500', ['autonomous-system:number 64500']],
  ['198.51.100.7 198.51.100[.]7', ['ipv4-addr 198.51.100.7']],
  ['We saw this, e.g. on Monday at 10:30. Version 1.2.3 of it', []],
  ['', []],
])('%j', (text, expected) => {
  expect(valuesOf(text)).toEqual(expected);
});

test('says how a value was written', () => {
  expect(findValues('"hxxp://a[.]example/"', 9)).toEqual([
    { as_written: 'hxxp://a[.]example/', kind: 'url', value: 'http://a.example/' },
  ]);
});

test('stops at so many, and takes no longer for a hostile text', () => {
  expect(findValues('198.51.100.1 198.51.100.2 198.51.100.3', 2)).toHaveLength(2);
  for (const part of ['[.] ', '[.]', '(', '"=', 'a:', ' [dot] ', '://', 'hxxp[', '1.'])
    expect(findValues(part.repeat(50_000), 10)).toEqual([]);
});

test('networks hold an address, from the narrowest', () => {
  const { networks } = broaderThan('ipv4-addr', '198.51.100.7');
  expect(networks).toHaveLength(31);
  expect(networks.slice(0, 9)).toEqual([
    '198.51.100.6/31',
    '198.51.100.4/30',
    '198.51.100.0/29',
    '198.51.100.0/28',
    '198.51.100.0/27',
    '198.51.100.0/26',
    '198.51.100.0/25',
    '198.51.100.0/24',
    '198.51.100.0/23',
  ]);
  expect(broaderThan('ipv6-addr', '2001:db8::/32').networks.at(0)).toBe('2001:db8::/31');
});

test.each([
  ['domain-name', 'a.b.example.co.uk', ['b.example.co.uk', 'example.co.uk']],
  ['domain-name', 'example.com', []],
  ['url', 'https://u:p@a.example.com:8080/x', ['a.example.com', 'example.com']],
  ['url', 'http://198.51.100.7/', ['198.51.100.7']],
  ['email-addr', 'a@mail.example.com', ['mail.example.com', 'example.com']],
  ['file:MD5', 'ab', []],
])('above %s %s stand %j', (kind, value, expected) => {
  expect(broaderThan(kind, value).parents).toEqual(expected);
});
