// Ranges of IP addresses, and whether one of them has anything in common with another.
import ipaddr from 'ipaddr.js';

/** From the first to the last address; IPv4 as numbers, IPv6 as bigints. */
export interface Range {
  readonly from: number | bigint;
  readonly to: number | bigint;
}

/** Ranges in order, none of which touches the next one. */
export type Ranges = readonly Range[];

const IPV6 = /^[0-9a-f]*:[0-9a-f:.]*(?:\/\d{1,3})?$/i;

/** An address or a network in its usual spelling; null for anything else. */
export function readRange(text: string): Range | null {
  if (text.includes(':')) return IPV6.test(text) ? readIpv6Range(text) : null;
  const first = text.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 ? readIpv4Range(text) : null;
}

/** Puts ranges of one version in order. */
export function orderRanges(ranges: readonly Range[]): Ranges {
  const ordered: { from: number | bigint; to: number | bigint }[] = [];
  for (const range of [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = ordered.at(-1);
    if (last === undefined || range.from > last.to) ordered.push({ ...range });
    else if (range.to > last.to) last.to = range.to;
  }
  return ordered;
}

/** Whether a range has an address that is in one of the ranges: the first that ends late enough tells. */
export function isWithin({ from, to }: Range, ranges: Ranges): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.to < from) low = middle + 1;
    else high = middle;
  }
  const found = ranges[low];
  return found !== undefined && found.from <= to;
}

function readIpv4Range(text: string): Range | null {
  const slash = text.indexOf('/');
  const address = readIpv4(slash === -1 ? text : text.slice(0, slash));
  const prefix = slash === -1 ? 32 : readPrefix(text.slice(slash + 1), 32);
  if (address === null || prefix === null) return null;
  const size = 2 ** (32 - prefix);
  const from = address - (address % size);
  return { from, to: from + size - 1 };
}

// By hand: a million rows have a million of them.
function readIpv4(text: string): number | null {
  if (text.length > 15) return null;
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit >= 0 && digit <= 9) {
      part = part * 10 + digit;
      digits += 1;
    } else if (digit === -2 && digits > 0 && part <= 255) {
      address = address * 256 + part;
      part = 0;
      digits = 0;
      dots += 1;
    } else return null;
  }
  return dots === 3 && digits > 0 && part <= 255 ? address * 256 + part : null;
}

function readIpv6Range(text: string): Range | null {
  const [written = '', length] = text.split('/');
  const prefix = length === undefined ? 128 : readPrefix(length, 128);
  if (prefix === null || !ipaddr.IPv6.isValid(written)) return null;
  let address = 0n;
  for (const part of ipaddr.IPv6.parse(written).parts) address = (address << 16n) | BigInt(part);
  const size = 1n << BigInt(128 - prefix);
  const from = address - (address % size);
  return { from, to: from + size - 1n };
}

function readPrefix(text: string, bits: number): number | null {
  const prefix = /^\d{1,3}$/.test(text) ? Number(text) : -1;
  return prefix >= 0 && prefix <= bits ? prefix : null;
}
