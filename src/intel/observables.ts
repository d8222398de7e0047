// The values that an object is about: what an indicator's pattern asks for, what an SCO is, the CVE of
// a vulnerability. Spelled one way, so that the same value is found whoever wrote it.
import type { Properties } from '../stix/finding.ts';
import { objectTypes } from '../stix/model/model.ts';
import { patternConstants } from '../stix/pattern/constants.ts';
import { parsePattern, patternVersion } from '../stix/pattern/pattern.ts';
import { type Address, printAddress, readAddress } from './address.ts';

/** A value, and what kind of thing it is. */
export interface Observable {
  /** The type of SCO where the value is all of it; `type:property` otherwise, hashes by algorithm. */
  readonly kind: string;
  /** In lower case; addresses as RFC 5952 has them. */
  readonly value: string;
  /** Of addresses and networks. */
  readonly ip: Address | null;
}

const LOOSE = /([a-z0-9-]{3,250}):([\w.'[\]*-]{1,250})\s{0,9}=\s{0,9}'((?:[^'\\]|\\.){1,2000})'/gs;
const LONGEST_PATTERN = 65_536;
const MOST = 10_000;
const LONGEST_VALUE = 2000;
const LONGEST_KIND = 200;
const CVE = /^CVE-\d{4}-\d{4,19}$/i;
// What an SCO may be known by, besides its hashes.
const NAMES = [
  'value',
  'name',
  'key',
  'path',
  'number',
  'user_id',
  'account_login',
  'serial_number',
];
// Narrows a search, and is nothing that anybody would look up.
const CIRCUMSTANCE =
  /(?:^|[._])(?:type|size|port|protocols\[.*|is_[a-z_]+|encoding|mime_type|language|version)$/;

/** The values of an object, each once. Never throws. */
export function readObservables(object: Properties): readonly Observable[] {
  const { type } = object;
  if (type === 'indicator') return ofIndicator(object);
  if (type === 'vulnerability') return ofVulnerability(object);
  if (typeof type === 'string' && objectTypes.get(type)?.class === 'sco')
    return ofSco(type, object);
  return [];
}

/** A value as it is stored and looked for. */
export function spell(kind: string, written: string): Observable {
  const text = written.length > LONGEST_VALUE ? written.slice(0, LONGEST_VALUE) : written;
  const ip = kind === 'ipv4-addr' || kind === 'ipv6-addr' ? readAddress(text.trim()) : null;
  if (ip !== null) return { kind, value: printAddress(ip), ip };
  const value = text.toWellFormed().toLowerCase();
  return { kind, value: value.includes('\0') ? value.replaceAll('\0', '') : value, ip };
}

function ofIndicator({ pattern, pattern_type, pattern_version, spec_version }: Properties) {
  if (typeof pattern !== 'string' || (pattern_type !== undefined && pattern_type !== 'stix'))
    return [];
  const reading = parsePattern(pattern, patternVersion(pattern_version, spec_version));
  const constants = reading.ok ? patternConstants(reading.ast) : looseConstants(pattern);
  const found = collection();
  for (const { object_type, path, value } of constants) {
    if (CIRCUMSTANCE.test(path)) continue;
    found.add(kindOf(object_type, path, value), value);
  }
  return found.all;
}

// Patterns with a fault are stored where the operator wants that, and what they name is to be found too.
function looseConstants(pattern: string) {
  return Array.from(pattern.slice(0, LONGEST_PATTERN).matchAll(LOOSE), (found) => ({
    object_type: found[1] ?? '',
    path: (found[2] ?? '').replaceAll("'", ''),
    value: (found[3] ?? '').replace(/\\(.)/gs, '$1'),
  }));
}

function ofSco(type: string, object: Properties): readonly Observable[] {
  const found = collection();
  for (const name of NAMES) {
    const value = object[name];
    if (typeof value === 'string' || typeof value === 'number')
      found.add(kindOf(type, name, ''), String(value));
  }
  const { hashes } = object;
  if (typeof hashes === 'object' && hashes !== null)
    for (const [algorithm, value] of Object.entries(hashes))
      if (typeof value === 'string') found.add(`${type}:${algorithmOf(algorithm)}`, value);
  return found.all;
}

function ofVulnerability({ name, external_references: references }: Properties) {
  const found = collection();
  const ids = Array.isArray(references) ? references.map((one) => one?.external_id) : [];
  for (const id of [name, ...ids])
    if (typeof id === 'string' && CVE.test(id)) found.add('vulnerability', id);
  return found.all;
}

function collection() {
  const all: Observable[] = [];
  const seen = new Set<string>();
  return {
    all,
    add: (kind: string, written: string) => {
      const one = spell(kind, written);
      const key = `${kind} ${one.value}`;
      if (one.value === '' || all.length === MOST || seen.has(key)) return;
      seen.add(key);
      all.push(one);
    },
  };
}

function kindOf(type: string, path: string, value: string): string {
  if (path === 'value') return type;
  if (path.startsWith('hashes.')) return `${type}:${algorithmOf(path.slice('hashes.'.length))}`;
  if (path.endsWith('_ref.value') || path.endsWith('_refs[*].value')) return kindOfReferred(value);
  return `${type}:${path}`.slice(0, LONGEST_KIND);
}

// network-traffic:dst_ref.value and its like do not say what is behind the reference.
function kindOfReferred(value: string): string {
  if (value.includes('@')) return 'email-addr';
  const address = readAddress(value);
  if (address === null) return 'domain-name';
  return address.octets.length === 4 ? 'ipv4-addr' : 'ipv6-addr';
}

// As the vocabulary of hash algorithms has them; STIX 2.0 content often leaves the dash out.
function algorithmOf(name: string): string {
  return name
    .toUpperCase()
    .replace(/^SHA(\d)/, 'SHA-$1')
    .slice(0, 50);
}
