// What the mapping promises of values, word by word: each type as a column of that type is read, and
// each look as a list without a word about it is read.
import { describe, expect, test } from '@jest/globals';
import { refang } from '../../src/ingest/make/refang.ts';
import { runFile, runObjects, settingsFor } from '../support/import-samples.ts';

const MD5 = 'a1'.repeat(16);
const SHA1 = 'b2'.repeat(20);
const SHA256 = 'c3'.repeat(32);
const OF = (path: string, text: string) => `[${path} = '${text}']`;

async function run(text: string, options: Record<string, unknown> = {}) {
  return runObjects(Buffer.from(text), settingsFor(options));
}

/** A row of one value, in JSON, where nothing has to be quoted. */
async function runValue(type: string, value: string, options: Record<string, unknown> = {}) {
  return run(JSON.stringify([{ ...(type === '' ? {} : { type }), value }]), options);
}

describe('a value of a type', () => {
  test.each([
    ['ip', '192.0.2.010', OF('ipv4-addr:value', '192.0.2.10')],
    ['ip', '198.51.100.0-198.51.100.255', "[ipv4-addr:value ISSUBSET '198.51.100.0/24']"],
    ['cidr', '198.51.100.7/255.255.255.0', "[ipv4-addr:value ISSUBSET '198.51.100.0/24']"],
    ['cidr', '198.51.100.7/32', OF('ipv4-addr:value', '198.51.100.7')],
    ['cidr', '2001:db8::1/128', OF('ipv6-addr:value', '2001:db8::1')],
    ['ipv6', '2001:0DB8:0:0::0001', OF('ipv6-addr:value', '2001:db8::1')],
    ['ipv6', '::FFFF:192.0.2.1', OF('ipv6-addr:value', '::ffff:192.0.2.1')],
    ['host', 'EVIL.example.', OF('domain-name:value', 'evil.example')],
    ['domain', 'evil.unheardof', OF('domain-name:value', 'evil.unheardof')],
    ['domain', 'bücher.example', OF('domain-name:value', 'xn--bcher-kva.example')],
    ['domain', '*.evil.example', "[domain-name:value LIKE '%.evil.example']"],
    [
      'domain',
      '.evil.example',
      "[domain-name:value = 'evil.example' OR domain-name:value LIKE '%.evil.example']",
    ],
    [
      'domain|ip',
      'evil.example|192.0.2.1',
      "[domain-name:value = 'evil.example' AND domain-name:resolves_to_refs[*].value = '192.0.2.1']",
    ],
    ['url', "HTTP://EVIL.example/A'b", OF('url:value', "http://evil.example/A\\'b")],
    ['url', 'http://evil.example/ü', OF('url:value', 'http://evil.example/%C3%BC')],
    ['url', 'http://[2001:db8::1]/x', OF('url:value', 'http://[2001:db8::1]/x')],
    ['email', 'Some.One@EVIL.example', OF('email-addr:value', 'Some.One@evil.example')],
    ['email-src', 'a@evil.example', OF('email-message:from_ref.value', 'a@evil.example')],
    ['email-dst', 'a@evil.example', OF('email-message:to_refs[*].value', 'a@evil.example')],
    ['hash', SHA1.toUpperCase(), OF("file:hashes.'SHA-1'", SHA1)],
    ['sha3-256', SHA256, OF("file:hashes.'SHA3-256'", SHA256)],
    ['filename|md5', `a.exe|${MD5}`, OF('file:hashes.MD5', MD5)],
    ['imphash', MD5.toUpperCase(), OF('file:hashes.IMPHASH', MD5)],
    ['tlsh', `t1${'a'.repeat(70)}`, OF('file:hashes.TLSH', `T1${'A'.repeat(70)}`)],
    ['ssdeep', '3:AbC:dEf', OF('file:hashes.SSDEEP', '3:AbC:dEf')],
    ['file', 'Invoice.exe', OF('file:name', 'Invoice.exe')],
    ['file', MD5, OF('file:hashes.MD5', MD5)],
    [
      'file-path',
      'C:\\Users\\a.exe',
      "[file:parent_directory_ref.path = 'C:\\\\Users' AND file:name = 'a.exe']",
    ],
    ['x509-fingerprint-sha1', SHA1, OF("x509-certificate:hashes.'SHA-1'", SHA1)],
    ['asn', 'AS64496', '[autonomous-system:number = 64496]'],
    ['mac', '00-53-00-AA-BB-CC', OF('mac-addr:value', '00:53:00:aa:bb:cc')],
    [
      'regkey',
      'HKLM\\Software\\Run',
      OF('windows-registry-key:key', 'HKEY_LOCAL_MACHINE\\\\Software\\\\Run'),
    ],
    [
      'regkey|value',
      'HKCU\\Run|x',
      "[windows-registry-key:key = 'HKEY_CURRENT_USER\\\\Run' AND windows-registry-key:values[*].data = 'x']",
    ],
    ['mutex', 'Global\\x', OF('mutex:name', 'Global\\\\x')],
    ['process', 'a.exe -x', OF('process:command_line', 'a.exe -x')],
    ['service', 'evilsvc', OF("process:extensions.'windows-service-ext'.service_name", 'evilsvc')],
    ['user', 'root', OF('user-account:account_login', 'root')],
    ['email-subject', 'Invoice', OF('email-message:subject', 'Invoice')],
    [
      'user-agent',
      'Evil/1.0',
      OF("network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'", 'Evil/1.0'),
    ],
    ['ja3', MD5, OF("network-traffic:extensions.'x-ja3-ext'.ja3", MD5)],
    ['ja3s', MD5, OF("network-traffic:extensions.'x-ja3-ext'.ja3s", MD5)],
    ['stix-pattern', "[mutex:name = 'a']", "[mutex:name = 'a']"],
  ])('%s: %s', async (type, value, pattern) => {
    const { objects, rejections } = await runValue(type, value);
    expect({ rejections, patterns: objects.map((one) => one.pattern) }).toEqual({
      rejections: [],
      patterns: [pattern],
    });
  });

  test.each([
    ['cidr', 'evil.example', 'VALUE_NOT_A_CIDR'],
    ['ip', '192.0.2.256', 'VALUE_NOT_AN_IP'],
    ['ipv4', '2001:db8::1', 'VALUE_NOT_AN_IPV4'],
    ['ipv6', 'fe80::1%eth0', 'VALUE_NOT_AN_IPV6'],
    ['ip|port', '192.0.2.1', 'VALUE_NOT_AN_ENDPOINT'],
    ['ip|port', '192.0.2.1:65536', 'PORT_RANGE'],
    ['domain', 'evil', 'VALUE_NOT_A_DOMAIN'],
    ['domain', 'evil.123', 'VALUE_NOT_A_DOMAIN'],
    ['url', 'http://evil/x', 'VALUE_NOT_A_URL'],
    ['url', 'http://evil.example/a b', 'VALUE_NOT_A_URL'],
    ['hash', 'xyz', 'VALUE_NOT_A_HASH'],
    ['sha256', MD5, 'HASH_LENGTH'],
    ['cve', 'CVE-21-1', 'VALUE_NOT_A_CVE'],
    ['stix-pattern', '[mutex:name = ]', 'PATTERN_INVALID'],
    ['ip', '127.8.0.1', 'VALUE_EXCLUDED'],
    ['ip', '::1', 'VALUE_EXCLUDED'],
    ['md5', 'd41d8cd98f00b204e9800998ecf8427e', 'VALUE_EXCLUDED'],
    ['', '192.0.2.999', 'VALUE_NOT_AN_IPV4'],
    ['', '192.0.2.1/40', 'VALUE_NOT_A_CIDR'],
    ['', 'http://evil', 'VALUE_NOT_A_URL'],
    ['', 'a1b2c3'.repeat(5), 'HASH_LENGTH'],
    ['', 'nothing known', 'TYPE_UNKNOWN'],
  ])('%s cannot be %s: %s', async (type, value, code) => {
    const { rejections } = await runValue(type, value);
    expect(rejections).toEqual([{ line: 1, code, column: 'value' }]);
  });
});

describe('a value of which nothing is said', () => {
  test.each([
    ['192.0.2.1:443', 'network-traffic:dst_port = 443'],
    ['[2001:db8::1]:443', "network-traffic:dst_ref.value = '2001:db8::1'"],
    ['192.0.2.1|443', 'network-traffic:dst_port = 443'],
    ['evil.example:443', "dst_ref.type = 'domain-name'"],
    ['evil.example/path', "url:value = 'http://evil.example/path'"],
    ['192.0.2.1/path', "url:value = 'http://192.0.2.1/path'"],
    ['evil.example|192.0.2.1', 'domain-name:resolves_to_refs'],
    [`a.exe|${MD5}`, 'file:hashes.MD5'],
    ['invoice.exe', 'file:name'],
    ['/usr/bin/evil', "file:parent_directory_ref.path = '/usr/bin'"],
    ['HKEY_USERS\\a', 'windows-registry-key:key'],
    ['AS64496', 'autonomous-system:number'],
    ['some@evil.example', 'email-addr:value'],
    ['evil.onion', 'domain-name:value'],
  ])('%s is told by its look', async (value, part) => {
    const { objects } = await runValue('', value);
    expect(objects).toMatchObject([{ pattern: expect.stringContaining(part) }]);
  });
});

describe('beside the value', () => {
  test('hashes of a row are one pattern, in one order, each once', async () => {
    const { objects } = await run(`sha256,md5,name\n${SHA256},${MD5},x\n`);
    expect(objects).toMatchObject([
      { pattern: `[file:hashes.MD5 = '${MD5}' OR file:hashes.'SHA-256' = '${SHA256}']` },
    ]);
  });

  test('fuzzy hashes and names of files stay out of the pattern of a hash', async () => {
    const { objects } = await run(`md5,imphash,filename\n${MD5},${'d4'.repeat(16)},a.exe\n`);
    expect(objects).toMatchObject([
      {
        name: 'a.exe',
        pattern: OF('file:hashes.MD5', MD5),
        extra: { imphash: 'd4'.repeat(16), filename: 'a.exe' },
      },
    ]);
  });

  test('a port joins an address and a domain, and stays beside a network and a URL', async () => {
    const rows = 'ip,192.0.2.1,443\nip,198.51.100.0/24,443\nurl,http://a.example/,443\n';
    const { objects } = await run(`type,value,port\n${rows}`);
    expect(objects).toMatchObject([
      { name: '192.0.2.1:443' },
      { name: '198.51.100.0/24', extra: { port: '443' } },
      { name: 'http://a.example/', extra: { port: '443' } },
    ]);
    const { objects: alone } = await run('type,value,port\nip,192.0.2.1,443\n', {
      port_mode: 'address',
    });
    expect(alone).toMatchObject([{ name: '192.0.2.1', extra: { port: '443' } }]);
  });

  test('the network of an address, and whom to write to, are never the indicator', async () => {
    const { objects, rejections } = await run('ip,asn,email\n192.0.2.1,AS1,a@b.example\n,AS1,\n');
    expect(objects).toMatchObject([{ extra: { asn: 'AS1', email: 'a@b.example' } }]);
    expect(rejections).toEqual([{ line: 3, code: 'VALUE_EMPTY', column: 'ip' }]);
  });

  test('the parts of a certificate and of a registry key are one pattern', async () => {
    const { objects: certificates } = await run('serial_number,certificate_issuer\n01,CN=a\n');
    expect(certificates).toMatchObject([
      { pattern: "[x509-certificate:serial_number = '01' AND x509-certificate:issuer = 'CN=a']" },
    ]);
    const { objects: keys } = await run(
      'registry_key,registry_value_name,registry_value_data\nHKU\\a,b,c\n',
    );
    expect(keys).toMatchObject([
      {
        pattern:
          "[windows-registry-key:key = 'HKEY_USERS\\\\a' AND windows-registry-key:values[*].name = 'b' AND windows-registry-key:values[*].data = 'c']",
      },
    ]);
  });

  test('a rule is kept raw, with the language it is written in', async () => {
    const { objects } = await runValue('yara', 'rule a { condition: true }');
    expect(objects).toMatchObject([
      { name: 'yara rule', pattern_type: 'yara', pattern: 'rule a { condition: true }' },
    ]);
  });

  test('networks are compared as the settings say', async () => {
    const { objects } = await runValue('cidr', '198.51.100.0/24', { cidr_operator: '=' });
    expect(objects).toMatchObject([{ pattern: OF('ipv4-addr:value', '198.51.100.0/24') }]);
  });

  test.each([
    ['192.0.2.01', 'ip', 'IPV4_LEADING_ZEROS'],
    ['198.51.100.1/24', 'cidr', 'CIDR_HOST_BITS'],
    ['evil.example/a', 'url', 'URL_SCHEME_ASSUMED'],
    ['192.0.2.1', 'mutex', 'TYPE_CONFLICT'],
  ])('%s as %s is kept, with the warning %s', async (value, type, code) => {
    expect((await runValue(type, value)).warnings).toEqual([{ line: 1, code }]);
  });
});

test.each([
  ['"evil[.]example".', 'evil.example'],
  ['“hxxp[:]//evil{.}example”', 'http://evil.example'],
  ['h[tt]ps://evil[dot]example', 'https://evil.example'],
  ['h**p:\\\\evil.example', 'http://evil.example'],
  ['meow://evil.example', 'http://evil.example'],
  ['hxxp__evil.example', 'http://evil.example'],
  ['someone at evil dot example', 'someone@evil.example'],
  ['[www].evil[,]example', 'www.evil.example'],
  ['evil。example', 'evil.example'],
  ['evil\\.example', 'evil.example'],
  ['evil[-]shop[.example', 'evil-shop.example'],
  ['192.0.2[.]1)', '192.0.2.1'],
])('%s was %s before it was defanged', (text, whole) => {
  expect(refang(text)).toBe(whole);
});

test('a word that declares another type is named in the hint', async () => {
  const { made } = await runFile(Buffer.from('type,value\nmd5,evil.example\n'), settingsFor());
  expect(made[0]?.findings).toMatchObject([{ hint: expect.stringContaining('Looks like domain') }]);
});
