// IP addresses and networks as `ipv4-addr` (STIX 2.1 §6.8) and `ipv6-addr` (§6.9) have them: an
// address, or CIDR notation. Bits behind the prefix may be set.

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const PREFIX_32 = /^(?:3[0-2]|[12]?\d)$/;
const PREFIX_128 = /^(?:12[0-8]|1[01]\d|[1-9]?\d)$/;
const GROUP = /^[0-9a-f]{1,4}$/i;

const LONGEST_IPV4 = '255.255.255.255/32'.length;
const LONGEST_IPV6 = 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128'.length;
const GROUPS = 8;

/** Whether the text is an IPv4 address or network; octets and prefix without leading zeros. */
export function isIpv4(text: string): boolean {
  if (text.length > LONGEST_IPV4) return false;
  const slash = text.indexOf('/');
  if (slash === -1) return IPV4.test(text);
  return IPV4.test(text.slice(0, slash)) && PREFIX_32.test(text.slice(slash + 1));
}

/** Whether the text is an IPv6 address or network (RFC 4291 §2.2 and §2.3), without a zone. */
export function isIpv6(text: string): boolean {
  if (text.length > LONGEST_IPV6) return false;
  const slash = text.indexOf('/');
  if (slash === -1) return isIpv6Address(text);
  return isIpv6Address(text.slice(0, slash)) && PREFIX_128.test(text.slice(slash + 1));
}

/** Whether the text is an IPv6 address, not a network. */
export function isIpv6Address(text: string): boolean {
  if (text.length > LONGEST_IPV6) return false;
  const gap = text.indexOf('::');
  if (gap === -1) return countGroups(text, true) === GROUPS;
  // `::` stands for one group at least.
  const before = gap === 0 ? 0 : countGroups(text.slice(0, gap), false);
  const rest = text.slice(gap + 2);
  const after = rest === '' ? 0 : countGroups(rest, true);
  return before + after < GROUPS;
}

// NaN when one of the groups is none. The last two may be written as an IPv4 address.
function countGroups(text: string, mayEndInIpv4: boolean): number {
  const groups = text.split(':');
  const last = groups.at(-1) ?? '';
  const isMixed = mayEndInIpv4 && IPV4.test(last);
  if (isMixed) groups.pop();
  return groups.every((group) => GROUP.test(group))
    ? groups.length + (isMixed ? 2 : 0)
    : Number.NaN;
}
