// What stands for more than a value and holds it: the networks of an address, the domains above a
// domain, the host of a URL. By name, so that each is one look-up in an index.
import { parse } from 'tldts';
import { type Address, printAddress, readAddress } from '../../intel/address.ts';

/** Spellings of what holds a value. */
export interface Broader {
  readonly networks: readonly string[];
  readonly parents: readonly string[];
}

const NONE: Broader = { networks: [], parents: [] };

/** What holds a value that is stored under this kind. */
export function broaderThan(kind: string, value: string): Broader {
  if (kind === 'ipv4-addr' || kind === 'ipv6-addr') {
    const address = readAddress(value);
    return address === null ? NONE : { networks: networksOf(address), parents: [] };
  }
  if (kind === 'domain-name') return { networks: [], parents: domainsAbove(value) };
  if (kind === 'email-addr') return ofHost(value.slice(value.lastIndexOf('@') + 1));
  if (kind !== 'url') return NONE;
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/.exec(value)?.[1] ?? '';
  return ofHost(host.replace(/^\[|\]$/g, ''));
}

function ofHost(host: string): Broader {
  const address = readAddress(host);
  if (address !== null) return { networks: networksOf(address), parents: [host] };
  return host === '' ? NONE : { networks: [], parents: [host, ...domainsAbove(host)] };
}

// From the narrowest, down to no bits at all.
function networksOf({ octets, bits }: Address): readonly string[] {
  const networks: string[] = [];
  for (let prefix = bits - 1; prefix > 0; prefix -= 1) {
    const network = readAddress(`${printAddress({ octets, bits: octets.length * 8 })}/${prefix}`);
    if (network !== null) networks.push(printAddress(network));
  }
  return networks;
}

// Up to what can be registered: nobody holds `co.uk`.
function domainsAbove(name: string): readonly string[] {
  const { domain } = parse(name, { allowPrivateDomains: true, validateHostname: false });
  const above: string[] = [];
  let rest = name;
  while (domain !== null && rest !== domain && rest.includes('.')) {
    rest = rest.slice(rest.indexOf('.') + 1);
    above.push(rest);
  }
  return above;
}
