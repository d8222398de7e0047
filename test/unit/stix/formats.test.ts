// The formats of strings: what each takes and refuses.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isBase64 } from '../../../src/stix/format/base64.ts';
import { isCharsetName } from '../../../src/stix/format/charset.ts';
import { isCpe23 } from '../../../src/stix/format/cpe.ts';
import { hasUnderscore, isDomainName } from '../../../src/stix/format/domain.ts';
import { isEmailAddress } from '../../../src/stix/format/email.ts';
import { hashFault, hasTlshVersion } from '../../../src/stix/format/hash.ts';
import { isIpv4, isIpv6, isIpv6Address } from '../../../src/stix/format/ip.ts';
import { isLanguageTag } from '../../../src/stix/format/language-tag.ts';
import { isMacAddress } from '../../../src/stix/format/mac.ts';
import { hasRegisteredTopLevel, isMediaType } from '../../../src/stix/format/media-type.ts';
import { hasNonAscii, isUrl, urlFault } from '../../../src/stix/format/url.ts';

interface Examples {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const ANY_CASE = 'AbCdEf0123456789';

const FORMATS: readonly (readonly [string, (text: string) => boolean, Examples])[] = [
  [
    'a language tag',
    isLanguageTag,
    {
      good: [
        'en',
        'haw',
        'zh-Hans',
        'es-419',
        'en-IN',
        'sr-Latn-RS',
        'zh-cmn-Hans-CN',
        'zh-yue-HK',
        'sl-rozaj-biske-1994',
        'de-CH-1901',
        'de-DE-u-co-phonebk',
        'en-a-bbb-x-a-ccc',
        'x-klingon',
        'x-a',
        'qaa-Qaaa-QM-x-southern',
        'i-klingon',
        'I-DEFAULT',
        'en-GB-oed',
        'art-lojban',
        'zh-min-nan',
        'abcd',
        'abcdefgh',
      ],
      bad: [
        '',
        'e',
        'en-',
        '-en',
        'en--GB',
        'en_GB',
        'english1',
        'abcdefghi',
        'en-GB-GB-',
        'de-419-DE',
        'a-DE',
        'en-x',
        'x-',
        'x-abcdefghi',
        'en-u',
        'en-u-x',
        'i-unknown1',
        'en\n',
        ' en',
        'ſr',
        `x${'-a'.repeat(125)}`,
      ],
    },
  ],
  [
    'a URL',
    isUrl,
    {
      good: [
        'http://example.com',
        'https://example.com/',
        'HTTPS://EXAMPLE.com:443/a%20b?c=d&e[]#f'.replace('[]', '%5B%5D'),
        'https://user:pass@example.com:/path',
        'http://[2001:db8::1]:8080/x',
        'http://[v1.fe80::a+en1]/',
        "http://192.0.2.1/~a;b,c/(d)!*'",
        'http://example.com?q#',
        'http://exämple.com/ü',
        'file:///etc/passwd',
        'file:/etc/passwd',
        'urn:isbn:0451450523',
        'mailto:someone@example.com',
        'tel:+1-816-555-1212',
        'svn+ssh://host/path',
        'x:',
        'hxxp://example.com',
        'http://host//double//slash',
      ],
      bad: [
        '',
        'example.com',
        'www.example.com/path',
        '//example.com/',
        '/path',
        '://example.com',
        '1http://example.com',
        'ht_tp://example.com',
        'http:',
        'http://',
        'http:///path',
        'https://:80/',
        'http:example.com',
        'http://exa mple.com',
        'http://example.com/a b',
        'http://example.com/%',
        'http://example.com/%4',
        'http://example.com/%zz',
        'http://example.com/<x>',
        'http://example.com/{x}',
        'http://example.com/a\\b',
        'http://example.com/#a#b',
        'http://example[.]com/',
        'http://example.com/[x]',
        'http://[::1',
        'http://[::1]x/',
        'http://[192.0.2.1]/',
        'http://[::1/64]/',
        'http://a@b@c/',
        'http://[a]@b/',
        'http://example.com:8o/',
        'http://example.com:123456/',
        'http://example.com/\n',
        'http://example.com/\u0085',
        'http://example.com/\ud800',
      ],
    },
  ],
  [
    'an e-mail address',
    isEmailAddress,
    {
      good: [
        'john@example.com',
        "o'brien@example.com",
        'first.last+tag@example.co.uk',
        'root@localhost',
        '"john doe"@example.com',
        '"a@b"@example.com',
        '"\\"quoted\\""@example.com',
        '""@example.com',
        "!#$%&'*+-/=?^_`{|}~@example.com",
        'a@[192.0.2.1]',
        'a@[IPv6:2001:db8::1]',
        'jürgen@exämple.com',
        'a@xn--exmple-cua.com',
      ],
      bad: [
        '',
        'a',
        '@example.com',
        'a@',
        'a@b@c',
        '.a@example.com',
        'a.@example.com',
        'a..b@example.com',
        'a@example.com.',
        'a@.example.com',
        'a b@example.com',
        'John <john@example.com>',
        '<john@example.com>',
        '"a"b@example.com',
        '"a@example.com',
        '"a"b"@example.com',
        'a@[192.0.2.1',
        'a@[[]',
        'a@exam ple.com',
        'a@example.com\n',
        'a@example.com, b@example.com',
        'mailto:a@example.com',
        'a\0@example.com',
        `${'a'.repeat(990)}@example.com`,
      ],
    },
  ],
  [
    'a domain name',
    isDomainName,
    {
      good: [
        'example.com',
        'EXAMPLE.com',
        'localhost',
        'a.b.c.d.e',
        '3com.com',
        'xn--exmple-cua.com',
        'exämple.com',
        '例え.テスト',
        'пример.рф',
        '_dmarc.example.com',
        'foo_bar.example.com',
        'r3---sn-4g5e6nez.example.com',
        'example.com.',
        `${'a'.repeat(63)}.com`,
        `${'a.'.repeat(126)}a`,
      ],
      bad: [
        '',
        '.',
        '.com',
        'example..com',
        'example.com..',
        '-example.com',
        'example-.com',
        'exa mple.com',
        'example.com/',
        'example.com:80',
        'user@example.com',
        'exämple.com:80',
        'exämple.com/x',
        'a@exämple.com',
        '*.example.com',
        'example[.]com',
        'http://example.com',
        'example.com\n',
        'exa\u2028mple.com',
        `${'a'.repeat(64)}.com`,
        `${'ä'.repeat(60)}.com`,
        `${'a.'.repeat(127)}aa`,
        `${'ä.'.repeat(60)}com`,
      ],
    },
  ],
  [
    'an IPv4 address or network',
    isIpv4,
    {
      good: [
        '0.0.0.0',
        '192.0.2.1',
        '255.255.255.255',
        '10.0.0.0/8',
        '10.1.2.3/8',
        '192.0.2.1/32',
        '0.0.0.0/0',
      ],
      bad: [
        '',
        '1.2.3',
        '1.2.3.4.5',
        '1.2.3.4.',
        '.1.2.3.4',
        '256.1.1.1',
        '01.2.3.4',
        '1.2.3.04',
        '1.2.3.4/33',
        '1.2.3.4/08',
        '1.2.3.4/',
        '1.2.3.4/1/2',
        '1.2.3.4 ',
        '1.2.3.4\n',
        '1,2,3,4',
        '0x1.2.3.4',
        '192.0.2.1:80',
        '::1',
      ],
    },
  ],
  [
    'an IPv6 address or network',
    isIpv6,
    {
      good: [
        '::',
        '::1',
        '1::',
        '2001:db8::1',
        '2001:DB8::1',
        '2001:db8:0:0:0:0:0:1',
        '1:2:3:4:5:6:7::',
        '::2:3:4:5:6:7:8',
        '1:2:3::6:7:8',
        '::ffff:192.0.2.128',
        '64:ff9b::192.0.2.33',
        '1:2:3:4:5:6:192.0.2.1',
        '2001:db8::/32',
        '2001:db8::1/128',
        '::/0',
      ],
      bad: [
        '',
        ':',
        ':::',
        '1',
        '1:2:3:4:5:6:7',
        '1:2:3:4:5:6:7:8:9',
        '1:2:3:4:5:6:7:8::',
        '1::2::3',
        '1:2:3:4::5:6:7:8',
        ':1:2:3:4:5:6:7',
        '1:2:3:4:5:6:7:',
        '12345::',
        'g::',
        'sss::',
        'fe80::1%eth0',
        '::192.0.2.256',
        '::192.0.2.1:1',
        '192.0.2.1::',
        '1:2:3:4:5:6:7:192.0.2.1',
        '::1/129',
        '::1/064',
        '::1/',
        '[::1]',
        '::1\n',
        '192.0.2.1',
      ],
    },
  ],
  [
    'a MAC address',
    isMacAddress,
    {
      good: ['d2:fb:49:24:37:18', '00:00:00:00:00:00'],
      bad: [
        '',
        'D2:FB:49:24:37:18',
        'd2-fb-49-24-37-18',
        'd2fb.4924.3718',
        'd2:fb:49:24:37',
        'd2:fb:49:24:37:18:00',
        'd2:fb:49:24:37:1g',
        'd2:fb:49:24:37:18\n',
      ],
    },
  ],
  [
    'the name of a character set',
    isCharsetName,
    {
      good: ['UTF-8', 'utf-8', 'US-ASCII', 'windows-1252', 'ISO-8859-1', 'Shift_JIS', 'EUC-JP'],
      bad: [
        '',
        'utf8',
        'latin1',
        'ISO_8859-1:1987',
        'cp1252',
        'constructor',
        'UTF-8\n',
        'UTF-8 IBM037',
      ],
    },
  ],
  [
    'a CPE name',
    isCpe23,
    {
      good: [
        'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:o:microsoft:windows_10:-:*:*:*:*:*:x64:*',
        'cpe:2.3:h:cisco:asa:*:*:*:*:*:*:*:*',
        'cpe:2.3:*:*:*:*:*:*:*:*:*:*:*',
        'cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:*:special:ipod_touch:80gb:*',
        'cpe:2.3:a:hp:insight:7.4.0.1570:-:*:*:online:win2003:x64:*',
        'cpe:2.3:a:v:p:1.*:??a?:*:en-us:*:*:*:*',
        'cpe:2.3:a:c\\+\\+:p\\:q:1:*:*:es-419:*:*:*:*',
      ],
      bad: [
        '',
        'cpe:/a:microsoft:word:2000',
        'cpe:2.3:a:microsoft:word',
        'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*',
        'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*:*',
        'cpe:2.3:b:microsoft:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a:micro soft:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a:micro$oft:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a::word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a:m**:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a:m*m:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a:m\\:word:2000:*:*:*:*:*:*:*',
        'cpe:2.3:a:microsoft:word:2000:*:*:english:*:*:*:*',
        'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*\n',
        'CPE:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*',
      ],
    },
  ],
  [
    'base64',
    isBase64,
    {
      good: ['', 'QQ==', 'QUI=', 'QUJD', 'ab+/', 'a'.repeat(4000)],
      bad: [
        'Q',
        'QQ',
        'QQ=',
        'QQ===',
        '====',
        'Q===',
        'QQ==QQ==',
        'QU=I',
        'ab-_',
        'QUJ\n',
        'QUI=\n',
        ' QUI=',
        'QU JD',
        'ÄÄÄÄ',
        'QÄ==',
      ],
    },
  ],
  [
    'a media type',
    isMediaType,
    {
      good: [
        'text/plain',
        'application/vnd.ms-excel',
        'image/svg+xml',
        'Application/X-Test',
        'application/3gpdash-qoe-report+xml',
        `a/${'b'.repeat(127)}`,
      ],
      bad: [
        '',
        'text',
        'text/',
        '/plain',
        'text/plain; charset=utf-8',
        'text/plain/x',
        'te xt/plain',
        '.x/plain',
        'text/*',
        'text/plain\n',
        `a/${'b'.repeat(128)}`,
      ],
    },
  ],
];

describe.each(FORMATS)('%s', (_name, isFormat, { good, bad }) => {
  test.each(good)('is %j', (text) => {
    expect(isFormat(text)).toBe(true);
  });

  test.each(bad)('is not %j', (text) => {
    expect(isFormat(text)).toBe(false);
  });
});

describe('every format', () => {
  // Each text is nearly right for a long way, so that a match that tries again would try for ever.
  const hostile = [
    'a',
    'A-',
    '-a',
    'a.',
    'ä',
    '.',
    ':',
    '::',
    '0',
    '1.',
    '%41',
    '%',
    '[',
    '\\"',
    '"',
    'http://',
    '@',
    'x-',
    '=',
    '\ud800',
    'cpe:2.3:a:',
    '\\:',
    '*',
    '/',
    '\u3002',
  ].flatMap((piece) => {
    const long = piece.repeat(Math.ceil(2 ** 20 / piece.length));
    return ['', 'http://', 'x:', 'a@', '"', 'cpe:2.3:a:', 'T1', '3:'].flatMap((start) => [
      start + long,
      `${start}${long}\n`,
    ]);
  });

  test.each(FORMATS)('%s says something of a megabyte of nearly right text', (_name, isFormat) => {
    for (const text of hostile) expect(typeof isFormat(text)).toBe('boolean');
  });

  test('says something of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const [, isFormat] of FORMATS) expect(typeof isFormat(text)).toBe('boolean');
      }),
    );
  });
});

describe('a URL', () => {
  test.each([
    ['http://example.com/a b', 'has the character " " at offset 20, which must be percent-encoded'],
    ['http://example.com/%zz', 'has a "%" at offset 19 without two hexadecimal digits after it'],
    ['example.com', 'does not begin with a scheme such as "https:"'],
    ['http://example[.]com/', 'has brackets around what is no IPv6 address'],
    ['http://', 'has no host'],
  ])('%j %s', (text, fault) => {
    expect(urlFault(text)).toBe(fault);
  });

  test('is any that the parser of browsers has normalized', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (text) => {
        expect(urlFault(new URL(text).href)).toBeNull();
      }),
    );
  });

  test('is told of when it has characters outside ASCII', () => {
    expect(hasNonAscii('http://exämple.com/')).toBe(true);
    expect(hasNonAscii('http://example.com/%C3%A4')).toBe(false);
  });
});

test('A label with an underscore is told of', () => {
  expect(hasUnderscore('_dmarc.example.com')).toBe(true);
  expect(hasUnderscore('example.com')).toBe(false);
});

describe('an IP address', () => {
  test('is any that was made from numbers', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.nat(32), fc.nat(128), (v4, v6, bits4, bits6) => {
        expect([isIpv4(v4), isIpv4(`${v4}/${bits4}`)]).toEqual([true, true]);
        expect([isIpv6(v6), isIpv6(`${v6}/${bits6}`)]).toEqual([true, true]);
        expect([isIpv4(v6), isIpv6(v4)]).toEqual([false, false]);
        expect([isIpv6Address(v6), isIpv6Address(`${v6}/${bits6}`)]).toEqual([true, false]);
      }),
    );
  });
});

test('Base64 is whatever octets become', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (octets) => {
      expect(isBase64(Buffer.from(octets).toString('base64'))).toBe(true);
    }),
  );
});

test.each([
  ['text/x-anything', true],
  ['TEXT/html', true],
  ['haptics/ivs', true],
  ['chemical/x-pdb', false],
  ['constructor/x', false],
])('The top-level type of %s is registered: %s', (mediaType, isRegistered) => {
  expect(hasRegisteredTopLevel(mediaType)).toBe(isRegistered);
});

describe('a hash', () => {
  test.each([
    ['MD5', ANY_CASE.repeat(2)],
    ['SHA-1', ANY_CASE.repeat(3).slice(8)],
    ['SHA-256', ANY_CASE.repeat(4)],
    ['SHA-512', ANY_CASE.repeat(8)],
    ['SHA3-256', ANY_CASE.repeat(4)],
    ['SHA3-512', ANY_CASE.repeat(8)],
    ['TLSH', 'A'.repeat(70)],
    ['TLSH', `T1${'a'.repeat(70)}`],
    [
      'SSDEEP',
      '96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp/RWO',
    ],
    ['SSDEEP', '3::'],
    ['IMPHASH', 'anything'],
    ['constructor', 'anything'],
  ])('of %s is %s', (algorithm, value) => {
    expect(hashFault(algorithm, value)).toBeNull();
  });

  test.each([
    ['MD5', '', 'has 0 characters; MD5 has 32 hexadecimal digits'],
    ['MD5', 'a'.repeat(31), 'has 31 characters; MD5 has 32 hexadecimal digits'],
    ['SHA-256', 'g'.repeat(64), 'is not hexadecimal, as SHA-256 is'],
    ['SHA-1', `${'a'.repeat(39)}\n`, 'is not hexadecimal, as SHA-1 is'],
    ['SHA-1', `${'a'.repeat(40)}\n`, 'has 41 characters; SHA-1 has 40 hexadecimal digits'],
    ['TLSH', 'a'.repeat(72), 'has 72 characters; TLSH has 70 hexadecimal digits'],
    ['SSDEEP', '96:abc', 'is no SSDEEP value, which is `blocksize:hash:hash`'],
    ['SSDEEP', 'x:abc:def', 'is no SSDEEP value, which is `blocksize:hash:hash`'],
    ['SSDEEP', '3:a-b:c', 'is no SSDEEP value, which is `blocksize:hash:hash`'],
  ])('of %s is not %j', (algorithm, value, fault) => {
    expect(hashFault(algorithm, value)).toBe(fault);
  });

  test('of TLSH tells of its version', () => {
    expect(hasTlshVersion(`T1${'a'.repeat(70)}`)).toBe(true);
    expect(hasTlshVersion('a'.repeat(70))).toBe(false);
  });
});
