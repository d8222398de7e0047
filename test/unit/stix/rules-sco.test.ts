// Rules of SCOs. Each row: what breaks or keeps it, then the codes that are told, and where.
import { describe } from '@jest/globals';
import { sco, UUID } from '../../support/stix-objects.ts';
import { rows } from '../../support/stix-rows.ts';

describe('SCOs', () => {
  const five = UUID.replace('-4cbf', '-5cbf');
  const hashed = (hashes: object) => sco('file', { hashes });
  const message = (properties: object) => sco('email-message', { subject: 'a', ...properties });
  const traffic = (properties: object) =>
    sco('network-traffic', { protocols: ['tcp'], ...properties });
  rows([
    ['an empty artifact', sco('artifact', { mime_type: 'a/b' }), 'ARTIFACT_EITHER '],
    [
      'an artifact twice',
      sco('artifact', { payload_bin: 'AAAA', url: 'a:b', hashes: { MD5: 'a'.repeat(32) } }),
      'ARTIFACT_EITHER ',
    ],
    ['an artifact elsewhere without hashes', sco('artifact', { url: 'a:b' }), 'ARTIFACT_HASHES '],
    [
      'a key without an algorithm',
      sco('artifact', { payload_bin: 'AAAA', decryption_key: 'a' }),
      'ARTIFACT_KEY /decryption_key',
    ],
    [
      'a random id is due',
      sco('artifact', { url: 'a:b', encryption_algorithm: 'AES-256-GCM' }, five),
      'ARTIFACT_HASHES ',
      'ID_NOT_RANDOM /id',
    ],
    ['a file without hashes and name', sco('file', { size: 1 }), 'FILE_IDENTITY '],
    ['a hash that is too short', hashed({ MD5: 'abc' }), 'HASH_VALUE /hashes/MD5'],
    ['a hash of unknown kind', hashed({ foo: 'abc' })],
    ['a hash with a bad name', hashed({ 'a b': 'abc' }), 'HASH_NAME /hashes/a b'],
    [
      'a hash in a PE section',
      sco('file', {
        name: 'a',
        extensions: {
          'windows-pebinary-ext': {
            pe_type: 'exe',
            sections: [{ name: 'a', hashes: { 'SHA-1': 'x' } }],
          },
        },
      }),
      'HASH_VALUE /extensions/windows-pebinary-ext/sections/0/hashes/SHA-1',
    ],
    [
      'a body of a multipart message',
      message({ is_multipart: true, body: 'a' }),
      'EMAIL_BODY /body',
    ],
    [
      'a body in parts',
      message({ is_multipart: false, body_multipart: [{ body: 'a' }] }),
      'EMAIL_BODY /body_multipart',
    ],
    [
      'an empty part',
      message({ is_multipart: true, body_multipart: [{ content_type: 'a/b' }] }),
      'MIME_PART_EMPTY /body_multipart/0',
    ],
    ['traffic from nowhere', traffic({}), 'TRAFFIC_ENDS '],
    [
      'active traffic that ended',
      traffic({ src_ref: `url--${UUID}`, is_active: true, end: '2024-01-01T00:00:00Z' }),
      'REFERENCE_TARGET /src_ref',
      'TRAFFIC_ACTIVE /end',
    ],
    ['a process without properties', sco('process', { x_foo: 1 }), 'SCO_EMPTY '],
    ['a process with a time', sco('process', { created_time: '2024-01-01T00:00:00Z' })],
    ['an account without properties', sco('user-account', {}), 'SCO_EMPTY '],
    ['a registry key without properties', sco('windows-registry-key', {}), 'SCO_EMPTY '],
    [
      'a certificate without properties',
      sco('x509-certificate', {}, five),
      'SCO_EMPTY ',
      'ID_NOT_RANDOM /id',
    ],
    [
      'a certificate with empty extensions',
      sco('x509-certificate', { x509_v3_extensions: { foo: 1 } }),
      'PART_EMPTY /x509_v3_extensions',
    ],
    ['a short hive', sco('windows-registry-key', { key: 'hklm\\a' }), 'REGISTRY_HIVE /key'],
    [
      'a hive in full',
      sco('windows-registry-key', { key: 'HKEY_USERS\\CHKUtil', values: [{ name: '' }] }),
    ],
    [
      'a registry value without properties',
      sco('windows-registry-key', { values: [{ foo: 1 }] }),
      'PART_EMPTY /values/0',
    ],
    [
      'a domain name that is none',
      sco('domain-name', { value: '-a.example' }),
      'DOMAIN_SYNTAX /value',
    ],
    ['an underscore in a domain name', sco('domain-name', { value: '_dmarc.example.com' })],
    ['an e-mail address that is none', sco('email-addr', { value: 'a' }), 'EMAIL_SYNTAX /value'],
    ['an IPv4 address that is none', sco('ipv4-addr', { value: '1.2.3.04' }), 'IPV4_SYNTAX /value'],
    [
      'an IPv6 address that is none',
      sco('ipv6-addr', { value: 'fe80::1%eth0' }),
      'IPV6_SYNTAX /value',
    ],
    [
      'a MAC address that is none',
      sco('mac-addr', { value: 'D2:fb:49:24:37:18' }),
      'MAC_SYNTAX /value',
    ],
    ['a URL that is none', sco('url', { value: 'example.com/a' }), 'URL_SYNTAX /value'],
    ['a URL with other letters', sco('url', { value: 'https://example.com/ä' })],
    ['a CPE that is none', sco('software', { name: 'a', cpe: 'cpe:/a:b' }), 'CPE_SYNTAX /cpe'],
    [
      'a language that is none',
      sco('software', { name: 'a', languages: ['en', 'e'] }),
      'LANGUAGE_TAG /languages/1',
    ],
    ['defanged', sco('url', { value: 'a:b', defanged: true })],
  ]);
});
