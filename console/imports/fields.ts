// What a column can mean, in words for people; the names are those of the setting `columns`.

/** A field, and what it is called. */
export type Field = readonly [name: string, label: string];

/** What the value can be. */
export const VALUES: readonly Field[] = [
  ['any', 'Value (its type is told)'],
  ['ip', 'IP address'],
  ['ipv4', 'IPv4 address'],
  ['ipv6', 'IPv6 address'],
  ['cidr', 'Network (CIDR)'],
  ['endpoint', 'Address and port'],
  ['domain', 'Domain'],
  ['host', 'Host: domain or address'],
  ['domain-ip', 'Domain|address'],
  ['url', 'URL'],
  ['email', 'E-mail address'],
  ['email-sender', 'E-mail sender'],
  ['email-recipient', 'E-mail recipient'],
  ['subject', 'E-mail subject'],
  ['hash', 'Hash (its kind is told)'],
  ['md5', 'MD5'],
  ['sha1', 'SHA-1'],
  ['sha224', 'SHA-224'],
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
  ['sha3256', 'SHA3-256'],
  ['sha3512', 'SHA3-512'],
  ['ssdeep', 'SSDEEP'],
  ['tlsh', 'TLSH'],
  ['imphash', 'Imphash'],
  ['pehash', 'PEhash'],
  ['authentihash', 'Authentihash'],
  ['filename-hash', 'File name|hash'],
  ['file', 'File: name or hash'],
  ['file-name', 'File name'],
  ['file-path', 'File path'],
  ['asn', 'AS number'],
  ['mac', 'MAC address'],
  ['cert', 'Certificate fingerprint'],
  ['cert-serial', 'Certificate serial number'],
  ['cert-issuer', 'Certificate issuer'],
  ['cert-subject', 'Certificate subject'],
  ['ja3', 'JA3'],
  ['ja3s', 'JA3S'],
  ['registry', 'Registry key'],
  ['regkey-value', 'Registry key|value'],
  ['mutex', 'Mutex'],
  ['process', 'Command line'],
  ['service', 'Service'],
  ['user', 'User account'],
  ['user-agent', 'User agent'],
  ['cve', 'CVE'],
  ['pattern', 'STIX pattern'],
  ['rule', 'Rule (YARA, Sigma, Snort …)'],
];

/** What a column can say about the value. */
export const ATTRIBUTES: readonly Field[] = [
  ['type', 'Type of the value'],
  ['name', 'Name'],
  ['description', 'Description'],
  ['labels', 'Labels, tags'],
  ['threat_types', 'Indicator types'],
  ['confidence', 'Confidence'],
  ['tlp', 'TLP'],
  ['valid_from', 'Valid from'],
  ['valid_until', 'Valid until'],
  ['duration', 'Valid for (duration)'],
  ['first_seen', 'First seen'],
  ['last_seen', 'Last seen'],
  ['created', 'Created'],
  ['source', 'Source'],
  ['references', 'References, links'],
  ['external_id', 'Id in the source'],
  ['malware', 'Malware'],
  ['kill_chain', 'Kill chain phase'],
  ['mitre', 'ATT&CK technique'],
  ['cwe', 'CWE'],
  ['severity', 'Severity'],
  ['action', 'Action'],
  ['revoked', 'Revoked'],
  ['to_ids', 'For detection (to_ids)'],
  ['is_compromised', 'Is compromised'],
  ['port', 'Port'],
  ['hash_type', 'Hash algorithm'],
  ['file_size', 'File size'],
  ['registry_value_name', 'Registry value name'],
  ['registry_value_data', 'Registry value data'],
  ['pattern_type', 'Pattern type'],
];

const LABELS: ReadonlyMap<string, string> = new Map([
  ...VALUES,
  ...ATTRIBUTES,
  ['extra', 'Keep as it is'],
]);

/** What a field is called; null is none. */
export function labelOf(field: string | null): string {
  return field === null ? 'kept as it is' : (LABELS.get(field) ?? field);
}
