// Absolute URIs (RFC 3986 §3) with what RFC 9110 §4.2 adds for http. Characters outside ASCII are
// let through, because real feeds have them; `hasNonAscii` tells of them.

import { isIpv6Address } from './ip.ts';

// Searches for what is wrong instead of matching all that is right: a match of a long text costs V8
// a stack entry a character, a search costs none.
const NOT_A_URL_CHARACTER = /[\0-\x20"<>\\^`{|}\x7f-\x9f]/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const NON_ASCII = /[^\0-\x7f]/;

const NOT_SCHEME = /^[^A-Za-z]|[^A-Za-z0-9+.-]/;
const PORT = /^:\d{0,5}$/;
const IP_FUTURE = /^v[0-9a-f]+\.[\w.~!$&'()*+,;=:-]+$/i;
const NEEDS_HOST: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'ws', 'wss']);

/** Whether the text is an absolute URI, non-ASCII characters aside. */
export function isUrl(text: string): boolean {
  return urlFault(text) === null;
}

/** What keeps the text from being an absolute URI, as the rest of a sentence about it. */
export function urlFault(text: string): string | null {
  const bad = NOT_A_URL_CHARACTER.exec(text);
  if (bad !== null)
    return `has the character ${JSON.stringify(bad[0])} at offset ${bad.index}, which must be percent-encoded`;
  if (!text.isWellFormed()) return 'has half of a surrogate pair';
  const percent = text.search(BAD_ESCAPE);
  if (percent !== -1)
    return `has a "%" at offset ${percent} without two hexadecimal digits after it`;
  const colon = text.indexOf(':');
  if (colon < 1 || NOT_SCHEME.test(text.slice(0, colon)))
    return 'does not begin with a scheme such as "https:"';
  const scheme = text.slice(0, colon).toLowerCase();
  return hierarchyFault(text.slice(colon + 1), NEEDS_HOST.has(scheme));
}

/** Whether the text has a character outside ASCII. */
export function hasNonAscii(text: string): boolean {
  return NON_ASCII.test(text);
}

function hierarchyFault(rest: string, needsHost: boolean): string | null {
  const hash = rest.indexOf('#');
  if (hash !== -1 && rest.includes('#', hash + 1)) return 'has a second "#"';
  const hasAuthority = rest.startsWith('//');
  if (needsHost && !hasAuthority) return 'has no "//" and host after its scheme';
  const end = hasAuthority ? endOfAuthority(rest) : 0;
  if (hasBracket(rest.slice(end))) return 'has a bracket outside the host';
  return hasAuthority ? authorityFault(rest.slice(2, end), needsHost) : null;
}

function endOfAuthority(rest: string): number {
  const end = rest.slice(2).search(/[/?#]/);
  return end === -1 ? rest.length : end + 2;
}

function authorityFault(authority: string, needsHost: boolean): string | null {
  const at = authority.indexOf('@');
  const userinfo = at === -1 ? '' : authority.slice(0, at);
  if (hasBracket(userinfo)) return 'has a bracket outside the host';
  const hostAndPort = authority.slice(at + 1);
  if (hostAndPort.includes('@')) return 'has a second "@" before its path';
  const end = hostAndPort.startsWith('[') ? hostAndPort.indexOf(']') + 1 : hostAndPort.indexOf(':');
  const host = end === -1 ? hostAndPort : hostAndPort.slice(0, end);
  const port = end === -1 ? '' : hostAndPort.slice(end);
  if (host === '' && needsHost) return 'has no host';
  if (hasBracket(host) && !isIpLiteral(host)) return 'has brackets around what is no IPv6 address';
  return port === '' || PORT.test(port) ? null : 'has a port that is no number';
}

function isIpLiteral(host: string): boolean {
  if (!host.startsWith('[') || !host.endsWith(']')) return false;
  const address = host.slice(1, -1);
  return isIpv6Address(address) || IP_FUTURE.test(address);
}

function hasBracket(text: string): boolean {
  return text.includes('[') || text.includes(']');
}
