// Strings of a form that another document defines: language tags, URLs, addresses, names of software.

import type { Rule } from '../finding.ts';
import { isCharsetName } from '../format/charset.ts';
import { isCpe23 } from '../format/cpe.ts';
import { isDomainName } from '../format/domain.ts';
import { isEmailAddress } from '../format/email.ts';
import { isIpv4, isIpv6 } from '../format/ip.ts';
import { isLanguageTag } from '../format/language-tag.ts';
import { isMacAddress } from '../format/mac.ts';
import { urlFault } from '../format/url.ts';
import { quote } from '../quote.ts';
import { nameOf, type Place, tell, type ValueCheck } from './place.ts';

const LANGUAGE_TAG: Rule = {
  code: 'LANGUAGE_TAG',
  level: 'error',
  section: '3.2',
  title: 'A language is given by a well-formed tag of RFC 5646.',
  hint: 'Use a tag such as en, de-CH or zh-Hans.',
};

const URL_SYNTAX: Rule = {
  code: 'URL_SYNTAX',
  level: 'error',
  section: '6.15',
  title: 'A URL is absolute and keeps to RFC 3986.',
  hint: 'Give scheme and host, and percent-encode what RFC 3986 does not allow.',
};

const EMAIL_SYNTAX: Rule = {
  code: 'EMAIL_SYNTAX',
  level: 'error',
  section: '6.5',
  title: 'An e-mail address is an addr-spec of RFC 5322, without a display name.',
  hint: 'Give user@host only; a display name has a property of its own.',
};

const DOMAIN_SYNTAX: Rule = {
  code: 'DOMAIN_SYNTAX',
  level: 'error',
  section: '6.4',
  title:
    'A domain name has labels of letters, digits and inner hyphens, up to 63 characters each and 253 in all.',
  hint: 'Give the bare name, without scheme, port or path.',
};

const IPV4_SYNTAX: Rule = {
  code: 'IPV4_SYNTAX',
  level: 'error',
  section: '6.8',
  title: 'An ipv4-addr is an IPv4 address or a CIDR block, without leading zeros.',
  hint: 'Write it as 198.51.100.7 or 198.51.100.0/24.',
};

const IPV6_SYNTAX: Rule = {
  code: 'IPV6_SYNTAX',
  level: 'error',
  section: '6.9',
  title: 'An ipv6-addr is an IPv6 address or a CIDR block, without a zone.',
  hint: 'Write it as 2001:db8::7 or 2001:db8::/32.',
};

const MAC_SYNTAX: Rule = {
  code: 'MAC_SYNTAX',
  level: 'error',
  section: '6.10',
  title: 'A MAC address is six octets in lower case with colons between.',
  hint: 'Write it as d2:fb:49:24:37:18.',
};

const CPE_SYNTAX: Rule = {
  code: 'CPE_SYNTAX',
  level: 'error',
  section: '6.14',
  title: 'The cpe of a software is a formatted string of CPE 2.3.',
  hint: 'Give eleven parts after cpe:2.3, as in the CPE dictionary.',
};

const CHARSET_NAME: Rule = {
  code: 'CHARSET_NAME',
  level: 'error',
  section: '3.9.1',
  title:
    "An encoding is named as IANA's registry of character sets does, by the preferred MIME name where there is one.",
  hint: 'Use the registered name, such as windows-1252 or Shift_JIS.',
};

const REGISTRY_HIVE: Rule = {
  code: 'REGISTRY_HIVE',
  level: 'error',
  section: '6.17',
  title: 'The hive of a registry key is written in full.',
  hint: 'Write HKEY_LOCAL_MACHINE instead of HKLM, and so on.',
};

const SHORT_HIVE = /^(?:HKLM|HKCU|HKCR|HKU|HKCC|HKPD)(?:\\|$)/i;

const checkLanguage = form(LANGUAGE_TAG, isLanguageTag, 'is not a language tag of RFC 5646');
export const checkCharset = form(CHARSET_NAME, isCharsetName, 'is not the name of a character set');

/** Checks of properties by the part that has them; `*` is any type of object. */
export const FORMATS: ReadonlyMap<string, ValueCheck> = new Map<string, ValueCheck>([
  ['*.lang', checkLanguage],
  ['granular-marking.lang', checkLanguage],
  ['software.languages', checkLanguage],
  ['software.cpe', form(CPE_SYNTAX, isCpe23, 'is not a CPE 2.3 formatted string')],
  ['url.value', checkUrl],
  ['artifact.url', checkUrl],
  ['external-reference.url', checkUrl],
  ['email-addr.value', form(EMAIL_SYNTAX, isEmailAddress, 'is not an e-mail address')],
  ['domain-name.value', form(DOMAIN_SYNTAX, isDomainName, 'is not a domain name')],
  ['ipv4-addr.value', form(IPV4_SYNTAX, isIpv4, 'is not an IPv4 address or network')],
  ['ipv6-addr.value', form(IPV6_SYNTAX, isIpv6, 'is not an IPv6 address or network')],
  ['mac-addr.value', form(MAC_SYNTAX, isMacAddress, 'is not a MAC address')],
  ['windows-registry-key.key', form(REGISTRY_HIVE, hasLongHive, 'abbreviates its hive')],
  ['file.name_enc', checkCharset],
  ['directory.path_enc', checkCharset],
]);

/** A check that a string is of a form; `fault` ends the sentence about one that is not. */
function form(rule: Rule, isFormed: (text: string) => boolean, fault: string): ValueCheck {
  return (value, place) => {
    if (typeof value === 'string' && !isFormed(value))
      tell(place, rule, `${nameOf(place)} ${quote(value)} ${fault}`);
  };
}

function checkUrl(value: unknown, place: Place): void {
  if (typeof value !== 'string') return;
  const fault = urlFault(value);
  if (fault !== null) tell(place, URL_SYNTAX, `${nameOf(place)} ${quote(value)} ${fault}`);
}

function hasLongHive(key: string): boolean {
  return !SHORT_HIVE.test(key);
}

/** The rules of this file. */
export const FORMAT_RULES: readonly Rule[] = [
  LANGUAGE_TAG,
  URL_SYNTAX,
  EMAIL_SYNTAX,
  DOMAIN_SYNTAX,
  IPV4_SYNTAX,
  IPV6_SYNTAX,
  MAC_SYNTAX,
  CPE_SYNTAX,
  CHARSET_NAME,
  REGISTRY_HIVE,
];
