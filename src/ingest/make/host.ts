// Domain names, e-mail addresses and URLs: read, checked, spelled one way.
import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { hasNonAscii } from '../../stix/format/url.ts';
import { readIpv4, readIpv6, readPort } from './address.ts';

const ASCII_DOMAIN = /^(?=.{3,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;
const SPECIAL_TLDS: ReadonlySet<string> = new Set(['example', 'test', 'invalid', 'onion']);
const URL_PARTS =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([/?#].*)?$/is;

const knownTlds = new Map<string, boolean>();

/** Lower-case A-labels without a trailing dot; null for what is no domain name of two labels or more. */
export function readDomain(text: string): string | null {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  const lower = bare.toLowerCase();
  if (ASCII_DOMAIN.test(lower)) {
    return isNumeric(lower.slice(lower.lastIndexOf('.') + 1)) ? null : lower;
  }
  if (!hasNonAscii(bare)) {
    return null;
  }
  const ascii = domainToASCII(bare);
  return ASCII_DOMAIN.test(ascii) && !isNumeric(ascii.slice(ascii.lastIndexOf('.') + 1))
    ? ascii
    : null;
}

/** The name as a person reads it, for a domain that was given with letters outside ASCII. */
export function unicodeDomain(ascii: string): string {
  return domainToUnicode(ascii);
}

/** True if the last label is a top-level domain that exists, or one reserved for examples. */
export function hasKnownTld(domain: string): boolean {
  const label = domain.slice(domain.lastIndexOf('.') + 1);
  const known = knownTlds.get(label);
  if (known !== undefined) {
    return known;
  }
  const spelled = label.startsWith('xn--') ? domainToUnicode(label) : label;
  const found =
    SPECIAL_TLDS.has(label) ||
    parse(`x.${spelled}`, { validateHostname: false }).isIcann === true ||
    parse(`x.${label}`, { validateHostname: false }).isIcann === true;
  if (knownTlds.size < 10_000) {
    knownTlds.set(label, found);
  }
  return found;
}

/** The local part as written, the domain in its one spelling. */
export function readEmail(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > 64 || /[\s@<>()[\],;:\\"]/.test(local)) {
    return null;
  }
  const domain = readDomain(text.slice(at + 1));
  return domain === null ? null : `${local}@${domain}`;
}

/** Scheme and host in lower case, the rest untouched but for non-ASCII characters. */
export function readUrl(text: string): string | null {
  const parts = URL_PARTS.exec(text);
  if (parts === null || /\s/.test(text)) {
    return null;
  }
  const [, scheme = '', user, host = '', port, rest = ''] = parts;
  const spelledHost = readUrlHost(host);
  if (spelledHost === null || (port !== undefined && port !== '' && readPort(port) === null)) {
    return null;
  }
  const userPart = user === undefined ? '' : `${encodeNonAscii(user)}@`;
  const portPart = port === undefined ? '' : `:${port}`;
  return `${scheme.toLowerCase()}://${userPart}${spelledHost}${portPart}${encodeNonAscii(rest)}`;
}

function readUrlHost(host: string): string | null {
  if (host.startsWith('[')) {
    const address = readIpv6(host);
    return address === null ? null : `[${address.text}]`;
  }
  return readIpv4(host)?.text ?? readDomain(host);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range
const NON_ASCII = /[^\u0000-\u007f]+/g;

function encodeNonAscii(text: string): string {
  return text.replace(NON_ASCII, (run) => encodeURIComponent(run.toWellFormed()));
}

function isNumeric(label: string): boolean {
  return /^\d+$/.test(label);
}
