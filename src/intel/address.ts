// Addresses and networks as octets, and in the one spelling that they are looked for in.
import ipaddr from 'ipaddr.js';
import { isIpv4, isIpv6 } from '../stix/format/ip.ts';

/** An address or a network: its first octets, and how many bits of them are given. */
export interface Address {
  readonly octets: readonly number[];
  readonly bits: number;
}

/** The octets of an IPv4 or IPv6 address or network, bits behind the prefix cleared; null of other text. */
export function readAddress(text: string): Address | null {
  if (isIpv4(text)) return readIpv4(text);
  if (!isIpv6(text)) return null;
  const [address = '', prefix = '128'] = text.split('/');
  return masked(ipaddr.IPv6.parse(address).toByteArray(), Number(prefix));
}

/** The spelling of an address: RFC 5952, and a prefix only where it is a network. */
export function printAddress({ octets, bits }: Address): string {
  const address = ipaddr.fromByteArray([...octets]);
  const text = address.kind() === 'ipv6' ? address.toString() : octets.join('.');
  return bits === octets.length * 8 ? text : `${text}/${bits}`;
}

// By hand: nearly all addresses are these, and each is read when it is stored.
function readIpv4(text: string): Address {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const bits = slash === -1 ? 32 : Number(text.slice(slash + 1));
  return masked(address.split('.').map(Number), bits);
}

function masked(octets: number[], bits: number): Address {
  if (bits === octets.length * 8) return { octets, bits };
  const kept = octets.map((octet, index) => {
    const left = Math.min(Math.max(bits - index * 8, 0), 8);
    return octet & (0xff00 >> left) & 0xff;
  });
  return { octets: kept, bits };
}
