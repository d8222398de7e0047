// Network traffic (STIX 2.1 §6.12): ports, protocols, and names that other registries define.

import {
  add,
  isProperties,
  type Path,
  type Properties,
  type Report,
  type Rule,
} from '../finding.ts';
import type { TypeModel } from '../model/model.ts';
import { quote } from '../quote.ts';
import { nearest } from '../vocabulary.ts';
import { HTTP_HEADERS } from './http-headers.ts';
import { hasNoPorts, isProtocol, PROTOCOLS } from './protocols.ts';
import { isFull } from './walk.ts';

const PORTS_PRESENT: Rule = {
  code: 'PORTS_PRESENT',
  level: 'warning',
  section: '6.12',
  title: 'Network traffic has both ports, where its protocols have ports.',
  hint: 'Add the port if it is known.',
};
const PROTOCOL_NAME: Rule = {
  code: 'PROTOCOL_NAME',
  level: 'warning',
  section: '6.12.1',
  title: 'Protocols have the names of the IANA registry of services, in lower case.',
  hint: 'Take the name from the IANA Service Name and Transport Protocol Port Number Registry.',
};
const PROTOCOL_OF_EXTENSION: Rule = {
  code: 'PROTOCOL_OF_EXTENSION',
  level: 'warning',
  section: '6.12.1',
  title: 'The protocol that an extension is about is among `protocols`.',
  hint: 'Add the protocol to `protocols`, or remove the extension.',
};
const IPFIX_NAME: Rule = {
  code: 'IPFIX_NAME',
  level: 'warning',
  section: '6.12.1',
  title: 'Keys of `ipfix` are names of IPFIX elements as the IANA registry spells them.',
  hint: 'IPFIX names look like `octetDeltaCount`.',
};
const HTTP_HEADER: Rule = {
  code: 'HTTP_HEADER',
  level: 'info',
  section: '6.12.2',
  title: 'Keys of `request_header` are names of header fields that are well known.',
  hint: 'Check the spelling; fields of an application’s own are fine.',
};
const SOCKET_OPTION: Rule = {
  code: 'SOCKET_OPTION',
  level: 'warning',
  section: '6.12.4',
  title: 'Keys of `options` are names of socket options.',
  hint: 'Names of socket options look like `SO_KEEPALIVE`, `IP_TTL` or `TCP_NODELAY`.',
};

/** The rules of this file. */
export const NETWORK_ADVICE: readonly Rule[] = [
  PORTS_PRESENT,
  PROTOCOL_NAME,
  PROTOCOL_OF_EXTENSION,
  IPFIX_NAME,
  HTTP_HEADER,
  SOCKET_OPTION,
];

const IPFIX = /^[a-z][A-Za-z0-9]*$/;
const SOCKET = /^(?:SO|ICMP6?|IP|IPV6|MCAST|TCP|UDP|IRLMP)_[A-Z0-9_]+$/;

// Extension, and the protocols that it may be about; the first is the one that the text names.
const EXTENSION_PROTOCOLS: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['http-request-ext', new Set(['http', 'https', 'http-alt', 'http2', 'http3'])],
  ['icmp-ext', new Set(['icmp', 'icmp6', 'icmpv6', 'ipv6-icmp'])],
  ['tcp-ext', new Set(['tcp'])],
];

/** Checks what network traffic says of itself (§6.12). */
export function adviseTraffic(object: Properties, model: TypeModel, report: Report): void {
  if (model.name !== 'network-traffic') return;
  const protocols = Array.isArray(object.protocols) ? object.protocols : [];
  for (const port of ['src_port', 'dst_port'])
    if (!Object.hasOwn(object, port) && !protocols.some(hasNoPorts))
      add(report, PORTS_PRESENT, [], `network-traffic has no ${port}`);
  adviseProtocols(protocols, report);
  if (isProperties(object.ipfix)) adviseIpfix(object.ipfix, report);
  if (isProperties(object.extensions)) adviseExtensions(object.extensions, protocols, report);
}

function adviseProtocols(protocols: readonly unknown[], report: Report): void {
  for (let index = 0; index < protocols.length && !isFull(report); index += 1) {
    const protocol = protocols[index];
    if (typeof protocol !== 'string' || isProtocol(protocol)) continue;
    const message = `protocol ${quote(protocol)} is not among the names that are known`;
    const meant = nearest(protocol, PROTOCOLS);
    const hint = meant === null ? undefined : `Did you mean "${meant}"?`;
    add(report, PROTOCOL_NAME, ['protocols', index], message, hint);
  }
}

function adviseIpfix(ipfix: Properties, report: Report): void {
  adviseNames(ipfix, ['ipfix'], IPFIX_NAME, (key) => IPFIX.test(key), report);
}

function adviseExtensions(
  extensions: Properties,
  protocols: readonly unknown[],
  report: Report,
): void {
  for (const [name, wanted] of EXTENSION_PROTOCOLS) {
    if (!Object.hasOwn(extensions, name)) continue;
    if (protocols.some((protocol) => typeof protocol === 'string' && wanted.has(protocol)))
      continue;
    const [protocol = ''] = wanted;
    const message = `${name} is present, but protocols has no "${protocol}"`;
    add(report, PROTOCOL_OF_EXTENSION, ['protocols'], message);
  }
  adviseMembers(
    extensions,
    'socket-ext',
    'options',
    SOCKET_OPTION,
    (key) => SOCKET.test(key),
    report,
  );
  if (report.limits.infos)
    adviseMembers(extensions, 'http-request-ext', 'request_header', HTTP_HEADER, isHeader, report);
}

function isHeader(key: string): boolean {
  return HTTP_HEADERS.has(key.toLowerCase());
}

function adviseMembers(
  extensions: Properties,
  extension: string,
  property: string,
  rule: Rule,
  isKnown: (key: string) => boolean,
  report: Report,
): void {
  const members = extensions[extension];
  const dictionary = isProperties(members) ? members[property] : undefined;
  if (isProperties(dictionary))
    adviseNames(dictionary, ['extensions', extension, property], rule, isKnown, report);
}

function adviseNames(
  dictionary: Properties,
  path: Path,
  rule: Rule,
  isKnown: (key: string) => boolean,
  report: Report,
): void {
  for (const key in dictionary) {
    if (isFull(report)) return;
    if (!isKnown(key)) add(report, rule, [...path, key], `key ${quote(key)} is no such name`);
  }
}
