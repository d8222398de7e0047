// Names of types, kinds of values and TLP levels, as people say them.

const TYPES: Readonly<Record<string, string>> = {
  artifact: 'Artifact',
  'attack-pattern': 'Attack pattern',
  'autonomous-system': 'Autonomous system',
  campaign: 'Campaign',
  'course-of-action': 'Course of action',
  directory: 'Directory',
  'domain-name': 'Domain',
  'email-addr': 'E-mail address',
  'email-message': 'E-mail',
  'extension-definition': 'Extension',
  file: 'File',
  grouping: 'Grouping',
  identity: 'Identity',
  incident: 'Incident',
  indicator: 'Indicator',
  infrastructure: 'Infrastructure',
  'intrusion-set': 'Intrusion set',
  'ipv4-addr': 'IPv4 address',
  'ipv6-addr': 'IPv6 address',
  'language-content': 'Translation',
  location: 'Location',
  'mac-addr': 'MAC address',
  malware: 'Malware',
  'malware-analysis': 'Malware analysis',
  'marking-definition': 'Marking',
  mutex: 'Mutex',
  'network-traffic': 'Network traffic',
  note: 'Note',
  'observed-data': 'Observed data',
  opinion: 'Opinion',
  process: 'Process',
  relationship: 'Relationship',
  report: 'Report',
  sighting: 'Sighting',
  software: 'Software',
  'threat-actor': 'Threat actor',
  tool: 'Tool',
  url: 'URL',
  'user-account': 'User account',
  vulnerability: 'Vulnerability',
  'windows-registry-key': 'Registry key',
  'x509-certificate': 'Certificate',
};

const KINDS: Readonly<Record<string, string>> = {
  'autonomous-system:number': 'AS number',
  'file:name': 'File name',
  'windows-registry-key:key': 'Registry key',
  vulnerability: 'CVE',
};

/** The types that can be asked for. */
export const TYPE_NAMES: readonly string[] = Object.keys(TYPES);

/** From open to strict. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** The levels as a form offers them. */
export const TLP_CHOICES = TLP_LEVELS.map((value) => ({
  value,
  label: `TLP:${value.toUpperCase()}`,
}));

/** A STIX type in words; types of others as they are. */
export function typeWords(type: string): string {
  return TYPES[type] ?? type;
}

/** What kind of value that is, in words. */
export function kindWords(kind: string): string {
  if (kind.startsWith('file:') && KINDS[kind] === undefined) return kind.slice('file:'.length);
  return KINDS[kind] ?? TYPES[kind] ?? kind;
}

/** `malicious-activity` as `malicious activity`; `x_our_words` as `our words`. */
export function spaced(name: string): string {
  return name.replace(/^x_/, '').replace(/[_-]/g, ' ');
}

/** `indicator_types` as `Indicator types`. */
export function propertyWords(name: string): string {
  const words = spaced(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const NUMBER = new Intl.NumberFormat();

/** `1 object`, `1,204 objects`. */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${NUMBER.format(count)} ${count === 1 ? one : more}`;
}
