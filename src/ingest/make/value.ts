import { hasNonAscii } from '../../stix/format/url.ts';
import type { ValueType } from '../map/field.ts';
import {
  type Address,
  isExcluded,
  readCidr,
  readIp,
  readIpv4,
  readIpv6,
  readPort,
} from './address.ts';
import { fault, plain, quoted, type Value, type ValueFault, value } from './comparison.ts';
import { isHashType, readAnyHash, readHash } from './hash.ts';
import { readDomain, readEmail, readUrl, unicodeDomain } from './host.ts';
import { readAsn, readJa3, readMac, readPath, readRegistryKey } from './text-values.ts';

/** What the settings say about values. */
export interface ValueSettings {
  readonly cidr_operator: 'ISSUBSET' | '=';
  readonly port_mode: 'endpoint' | 'address';
}

type Reader = (text: string, settings: ValueSettings) => Value | ValueFault;

const REFANGED: ReadonlySet<ValueType> = new Set([
  'any',
  'ip',
  'ipv4',
  'ipv6',
  'cidr',
  'endpoint',
  'host',
  'domain',
  'url',
  'email',
  'email-sender',
  'email-recipient',
  'asn',
] satisfies ValueType[]);

const TAKES_ANY_TEXT: ReadonlySet<ValueType> = new Set([
  'mutex',
  'process',
  'service',
  'user-agent',
  'user',
  'subject',
  'file-name',
] satisfies ValueType[]);

/** True for types whose values people defang. */
export function isRefanged(type: ValueType): boolean {
  return REFANGED.has(type);
}

/** True for types that any text is a value of. */
export function takesAnyText(type: ValueType): boolean {
  return TAKES_ANY_TEXT.has(type);
}

/** Reads one value as its type. */
export function readValue(
  type: ValueType,
  text: string,
  settings: ValueSettings,
): Value | ValueFault {
  if (isHashType(type)) {
    return readHash(type, text);
  }
  const reader = READERS[type];
  return reader === undefined ? fault('TYPE_UNKNOWN') : reader(text, settings);
}

/** The comparison for an address or domain together with a port. */
export function endpointComparison(type: string, text: string, port: number): string {
  const ref = 'network-traffic:dst_ref';
  return `${ref}.type = '${type}' AND ${ref}.value = ${quoted(text)} AND network-traffic:dst_port = ${port}`;
}

const READERS: Partial<Record<ValueType, Reader>> = {
  ip: (text, settings) => addressOrNetwork(text, settings, 'VALUE_NOT_AN_IP', null),
  ipv4: (text, settings) => addressOrNetwork(text, settings, 'VALUE_NOT_AN_IPV4', 4),
  ipv6: (text, settings) => addressOrNetwork(text, settings, 'VALUE_NOT_AN_IPV6', 6),
  cidr: (text, settings) => addressOrNetwork(text, settings, 'VALUE_NOT_A_CIDR', null),
  endpoint: readEndpoint,
  domain: readDomainValue,
  host: (text, settings) =>
    readIp(text) === null ? readDomainValue(text) : addressOrNetwork(text, settings, '', null),
  'domain-ip': readDomainIp,
  url: readUrlValue,
  email: (text) => emailValue(text, 'email-addr:value'),
  'email-sender': (text) => emailValue(text, 'email-message:from_ref.value'),
  'email-recipient': (text) => emailValue(text, 'email-message:to_refs[*].value'),
  cve: (text) =>
    /^cve-\d{4}-\d{4,}$/i.test(text)
      ? { ...value('', text.toUpperCase()), cve: text.toUpperCase() }
      : fault('VALUE_NOT_A_CVE'),
  asn: readAsn,
  mac: readMac,
  cert: (text) => readAnyHash(text, 'x509-certificate:hashes', 'VALUE_NOT_A_HASH'),
  'cert-serial': (text) => plain('x509-certificate:serial_number', text),
  'cert-issuer': (text) => plain('x509-certificate:issuer', text),
  'cert-subject': (text) => plain('x509-certificate:subject', text),
  ja3: (text) => readJa3(text, 'ja3'),
  ja3s: (text) => readJa3(text, 'ja3s'),
  registry: (text) => readRegistryKey(text),
  'regkey-value': (text) => readRegistryKey(text, true),
  mutex: (text) => plain('mutex:name', text),
  process: (text) => plain('process:command_line', text),
  service: (text) => plain("process:extensions.'windows-service-ext'.service_name", text),
  'user-agent': (text) =>
    plain("network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'", text),
  user: (text) => plain('user-account:account_login', text),
  subject: (text) => plain('email-message:subject', text),
  'file-name': (text) => plain('file:name', text),
  'file-path': (text) => readPath(text),
  file: (text) => {
    const hash = readAnyHash(text, 'file:hashes', 'VALUE_NOT_A_HASH');
    return hash.kind === 'value' || hash.code === 'VALUE_EXCLUDED'
      ? hash
      : plain('file:name', text);
  },
};

function addressOrNetwork(
  text: string,
  settings: ValueSettings,
  code: string,
  version: 4 | 6 | null,
): Value | ValueFault {
  const read = version === 4 ? readIpv4 : version === 6 ? readIpv6 : readIp;
  const address = read(text) ?? readCidr(text);
  if (address === null || (version !== null && address.version !== version)) {
    return fault(code);
  }
  const widest = address.version === 4 ? 8 : 16;
  if (address.prefix !== null && address.prefix < widest) {
    return fault('VALUE_CIDR_TOO_WIDE');
  }
  return isExcluded(address) ? fault('VALUE_EXCLUDED') : addressValue(address, settings);
}

function addressValue(address: Address, settings: ValueSettings): Value {
  const type = address.version === 4 ? 'ipv4-addr' : 'ipv6-addr';
  const warnings: string[] = [];
  if (address.hadLeadingZeros) {
    warnings.push('IPV4_LEADING_ZEROS');
  }
  if (address.hadHostBits && address.prefix !== null) {
    warnings.push('CIDR_HOST_BITS');
  }
  if (address.prefix !== null) {
    const network = `${address.text}/${address.prefix}`;
    return value(`${type}:value ${settings.cidr_operator} '${network}'`, network, warnings);
  }
  return {
    ...value(`${type}:value = '${address.text}'`, address.text, warnings),
    host: { type, text: address.text },
  };
}

function readEndpoint(text: string, settings: ValueSettings): Value | ValueFault {
  const parts = /^(?:(\[[^\]]+\]):|([^|]+)[|]|([^:]+):)(\d+)$/.exec(text);
  const host = parts?.[1] ?? parts?.[2] ?? parts?.[3];
  if (parts === null || host === undefined) {
    return fault('VALUE_NOT_AN_ENDPOINT');
  }
  const port = readPort(parts[4] ?? '');
  const target =
    readIp(host) === null ? readDomainValue(host) : addressOrNetwork(host, settings, '', null);
  if (target.kind === 'fault' || target.host === undefined) {
    return target.kind === 'fault' && target.code === 'VALUE_EXCLUDED'
      ? target
      : fault('VALUE_NOT_AN_ENDPOINT');
  }
  if (port === null) {
    return fault('PORT_RANGE');
  }
  if (settings.port_mode === 'address') {
    return { ...target, isPartial: true };
  }
  const { type, text: address } = target.host;
  const name = type === 'ipv6-addr' ? `[${address}]:${port}` : `${address}:${port}`;
  return value(endpointComparison(type, address, port), name, target.warnings);
}

function readDomainValue(text: string): Value | ValueFault {
  const wildcard = /^(\*\.|\.)(.*)$/s.exec(text);
  const domain = readDomain(wildcard?.[2] ?? text);
  if (domain === null) {
    return fault('VALUE_NOT_A_DOMAIN');
  }
  if (wildcard !== null) {
    const below = `domain-name:value LIKE '%.${domain}'`;
    const isStar = wildcard[1] === '*.';
    const both = `domain-name:value = '${domain}' OR ${below}`;
    return value(isStar ? below : both, `${wildcard[1]}${domain}`);
  }
  return {
    ...value(`domain-name:value = '${domain}'`, hasNonAscii(text) ? unicodeDomain(domain) : domain),
    host: { type: 'domain-name', text: domain },
  };
}

function readDomainIp(text: string): Value | ValueFault {
  const [left = '', right = ''] = text.split('|');
  const domain = readDomain(left.trim());
  const address = readIp(right.trim());
  if (domain === null || address === null || address.prefix !== null) {
    return fault('VALUE_NOT_A_DOMAIN');
  }
  const resolved = `domain-name:resolves_to_refs[*].value = '${address.text}'`;
  return value(`domain-name:value = '${domain}' AND ${resolved}`, domain);
}

function readUrlValue(text: string): Value | ValueFault {
  const url = readUrl(text);
  if (url !== null) {
    return value(`url:value = ${quoted(url)}`, url);
  }
  const assumed = text.includes('://') || !text.includes('/') ? null : readUrl(`http://${text}`);
  return assumed === null
    ? fault('VALUE_NOT_A_URL')
    : value(`url:value = ${quoted(assumed)}`, assumed, ['URL_SCHEME_ASSUMED']);
}

function emailValue(text: string, path: string): Value | ValueFault {
  const email = readEmail(text);
  return email === null ? fault('VALUE_NOT_AN_EMAIL') : plain(path, email);
}
