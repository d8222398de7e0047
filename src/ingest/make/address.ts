// IP addresses, networks and ports: read, checked, spelled one way.
import ipaddr from 'ipaddr.js';

/** An address or a network in its one spelling. */
export interface Address {
  readonly version: 4 | 6;
  readonly text: string;
  /** Null: a plain address. */
  readonly prefix: number | null;
  readonly hadLeadingZeros: boolean;
  readonly hadHostBits: boolean;
}

const DOTTED = /^(\d{1,10})\.(\d{1,10})\.(\d{1,10})\.(\d{1,10})$/;

/** An IPv4 address; leading zeros are read as decimal. */
export function readIpv4(text: string): Address | null {
  const parts = DOTTED.exec(text);
  if (parts === null) {
    return null;
  }
  let hadLeadingZeros = false;
  const numbers: number[] = [];
  for (const part of parts.slice(1)) {
    const number = Number(part);
    if (number > 255) {
      return null;
    }
    hadLeadingZeros ||= part.length > 1 && part.startsWith('0');
    numbers.push(number);
  }
  const written = hadLeadingZeros ? numbers.join('.') : text;
  return { version: 4, text: written, prefix: null, hadLeadingZeros, hadHostBits: false };
}

/** An IPv6 address in the spelling of RFC 5952; a mapped IPv4 address keeps its mixed form. */
export function readIpv6(text: string): Address | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (!bare.includes(':') || !/^[0-9a-f:.]+$/i.test(bare) || !ipaddr.IPv6.isValid(bare)) {
    return null;
  }
  const address = ipaddr.IPv6.parse(bare);
  const written = address.isIPv4MappedAddress()
    ? `::ffff:${address.toIPv4Address().toString()}`
    : address.toRFC5952String();
  return { version: 6, text: written, prefix: null, hadLeadingZeros: false, hadHostBits: false };
}

/** An address of either version. */
export function readIp(text: string): Address | null {
  return text.includes(':') ? readIpv6(text) : readIpv4(text);
}

/** `/n`, `/mask`, or `a-b` that is exactly one block. */
export function readCidr(text: string): Address | null {
  const slash = text.indexOf('/');
  if (slash !== -1) {
    const address = readIp(text.slice(0, slash).trim());
    return address === null ? null : withPrefix(address, text.slice(slash + 1).trim());
  }
  const dash = text.indexOf('-');
  return dash === -1 ? null : blockOf(text.slice(0, dash).trim(), text.slice(dash + 1).trim());
}

/** Addresses that say nothing: unspecified, broadcast, loopback. */
export function isExcluded(address: Address): boolean {
  const { text } = address;
  return (
    text === '0.0.0.0' ||
    text === '255.255.255.255' ||
    text === '::' ||
    text === '::1' ||
    (address.version === 4 && text.startsWith('127.'))
  );
}

/** A port, or null for what is no number from 1 to 65535. */
export function readPort(text: string): number | null {
  const port = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

function withPrefix(address: Address, written: string): Address | null {
  const bits = address.version === 4 ? 32 : 128;
  let prefix = /^\d{1,3}$/.test(written) ? Number(written) : -1;
  if (prefix === -1 && address.version === 4) {
    const mask = readIpv4(written);
    prefix = mask === null ? -1 : (ipaddr.IPv4.parse(mask.text).prefixLengthFromSubnetMask() ?? -1);
  }
  if (prefix < 0 || prefix > bits) {
    return null;
  }
  const bytes = ipaddr.parse(address.text).toByteArray();
  const zeroed = bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return byte & (0xff00 >> kept) & 0xff;
  });
  const network = ipaddr.fromByteArray(zeroed);
  const spelled = address.version === 4 ? network.toString() : readIpv6(network.toString())?.text;
  const hadHostBits = zeroed.some((byte, index) => byte !== bytes[index]);
  return {
    ...address,
    text: spelled ?? network.toString(),
    prefix: prefix === bits ? null : prefix,
    hadHostBits,
  };
}

function blockOf(first: string, last: string): Address | null {
  const from = readIp(first);
  const to = readIp(last);
  if (from === null || to === null || from.version !== to.version) {
    return null;
  }
  const low = toNumber(from.text);
  const high = toNumber(to.text);
  const size = high - low + 1n;
  if (size < 1n || (size & (size - 1n)) !== 0n || low % size !== 0n) {
    return null;
  }
  const prefix = (from.version === 4 ? 32 : 128) - (size.toString(2).length - 1);
  return withPrefix(from, String(prefix));
}

function toNumber(text: string): bigint {
  return ipaddr
    .parse(text)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
