// The members of an object that are lists: labels, kinds of threat, kill chain, references.
import { isUrl } from '../../stix/format/url.ts';
import type { TlpLevel } from '../../stix/tlp.ts';
import { type Draft, textAt, textOf, warn } from '../map/draft.ts';
import type { Attribute } from '../map/field.ts';
import { indicatorTypesOf, threatWords } from './threats.ts';
import { readTlp } from './tlp.ts';

/** One external reference, its properties in alphabetical order. */
export interface Reference {
  readonly description?: string;
  readonly external_id?: string;
  readonly source_name: string;
  readonly url?: string;
}

/** One phase of a kill chain. */
export interface Phase {
  readonly kill_chain_name: string;
  readonly phase_name: string;
}

/** Labels, the TLP levels that were among the tags, and the words about the threat. */
export interface Labels {
  readonly labels: readonly string[];
  readonly tlp: readonly TlpLevel[];
  readonly threats: readonly string[];
}

const LOCKHEED: ReadonlySet<string> = new Set(
  'reconnaissance weaponization delivery exploitation installation command-and-control actions-on-objectives'.split(
    ' ',
  ),
);
const TACTICS: ReadonlySet<string> = new Set(
  'resource-development initial-access execution persistence privilege-escalation defense-evasion credential-access discovery lateral-movement collection exfiltration impact'.split(
    ' ',
  ),
);

/** Tags, every threat word as written, and malware names. */
export function labelsOf(draft: Draft, threatWord: string | null): Labels {
  const labels = new Set<string>();
  const tlp: TlpLevel[] = [];
  for (const tag of itemsOf(draft, 'labels', splitTags, nameOf)) {
    const level = /^tlp:/i.test(tag) ? readTlp(tag) : 'unreadable';
    if (level === 'unreadable' || level === 'null') {
      labels.add(tag);
    } else {
      tlp.push(level);
    }
  }
  const threats = itemsOf(draft, 'threat_types', threatWords);
  const allThreats = threatWord === null ? threats : [...threats, threatWord];
  for (const word of allThreats) {
    labels.add(word);
  }
  for (const word of itemsOf(draft, 'malware', (cell) => cell.split(','))) {
    labels.add(word);
  }
  return { labels: [...labels], tlp, threats: allThreats };
}

/** indicator_types, and whether a cell of the record said them. */
export function typesOf(
  draft: Draft,
  threats: readonly string[],
  isCompromised: boolean,
  asked: readonly string[],
): { readonly types: readonly string[]; readonly isDefault: boolean } {
  const mapped = indicatorTypesOf(threats);
  const action = textOf(draft, 'action');
  const isAllowed =
    action !== null &&
    (/^allow(?:ed)?$/i.test(action) || indicatorTypesOf([action])[0] === 'benign');
  if (isAllowed || mapped.includes('benign')) {
    return { types: ['benign'], isDefault: false };
  }
  if (mapped.length > 0) {
    return { types: withCompromised(mapped, isCompromised), isDefault: false };
  }
  if (asked.length > 0) {
    return { types: withCompromised(asked, isCompromised), isDefault: false };
  }
  const standard = [draft.plan.feed?.indicatorType ?? 'unknown'];
  return { types: withCompromised(standard, isCompromised), isDefault: !isCompromised };
}

/** The phases of the kill-chain cells. */
export function phasesOf(draft: Draft): readonly Phase[] {
  const columns = draft.plan.lists.kill_chain ?? [];
  const phases: Phase[] = [];
  for (const column of columns) {
    const items = cellItems(draft, column, splitTags, phaseOf);
    const read = items.map(readPhase);
    const known = read.filter((phase) => phase !== null);
    for (const phase of known) phases.push(phase);
    draft.used[column] = read.length > 0 && known.length === read.length;
    if (known.length < read.length) {
      warn(draft, column, 'KILL_CHAIN_UNKNOWN', 'names no known phase; it was kept as it is');
    }
  }
  return phases;
}

/** Everything that a record refers to. */
export function referencesOf(draft: Draft, source: string): readonly Reference[] {
  const references: Reference[] = [];
  const id = textOf(draft, 'external_id');
  const idColumn = draft.plan.scalars.external_id;
  if (id !== null && idColumn !== undefined) {
    draft.used[idColumn] = true;
    references.push({ external_id: id, source_name: source });
  }
  for (const column of draft.plan.lists.references ?? []) {
    for (const link of linksOf(draft, column, source)) references.push(link);
  }
  for (const id of itemsOf(draft, 'mitre', splitTags)) {
    references.push({ external_id: id, source_name: 'mitre-attack' });
  }
  for (const id of itemsOf(draft, 'cwe', splitTags)) {
    references.push({ external_id: id, source_name: 'cwe' });
  }
  return references;
}

function withCompromised(types: readonly string[], isCompromised: boolean): readonly string[] {
  return isCompromised ? [...new Set([...types, 'compromised'])].sort() : types;
}

function linksOf(draft: Draft, column: number, source: string): readonly Reference[] {
  const cell = draft.cells[column];
  if (cell === null || cell === undefined) {
    return [];
  }
  const text = textAt(draft, column) ?? (typeof cell === 'string' ? cell : cell.join(' '));
  draft.used[column] = true;
  const parts = text.split(/[\s;]+/).filter((part) => part !== '');
  if (parts.every(isLink)) {
    return parts.map((url) => ({ source_name: new URL(url).hostname, url }));
  }
  return [{ description: text, source_name: source }];
}

// Node reads more as a URL than STIX takes for one.
function isLink(text: string): boolean {
  return /^https?:\/\/./i.test(text) && isUrl(text) && URL.canParse(text);
}

function itemsOf(
  draft: Draft,
  attribute: Attribute,
  split: (cell: string) => readonly string[],
  wordOf?: (item: object) => string | null,
): readonly string[] {
  const columns = draft.plan.lists[attribute];
  if (columns === undefined) {
    return [];
  }
  const items: string[] = [];
  for (const column of columns) {
    const found = cellItems(draft, column, split, wordOf);
    if (found.length > 0) {
      draft.used[column] = true;
      for (const item of found) items.push(item);
    }
  }
  return items;
}

function cellItems(
  draft: Draft,
  column: number,
  split: (cell: string) => readonly string[],
  wordOf?: (item: object) => string | null,
): readonly string[] {
  const cell = draft.cells[column] ?? objectItems(draft, column, wordOf);
  if (cell === null) {
    return [];
  }
  const items = typeof cell === 'string' ? split(textAt(draft, column) ?? '') : cell;
  return items
    .map((item) => item.trim())
    .filter((item) => item !== '' && !/^(?:n\/a|none|null|-)$/i.test(item));
}

// A list of objects, each of which stands for one item; null where one of them does not.
function objectItems(
  draft: Draft,
  column: number,
  wordOf: ((item: object) => string | null) | undefined,
): readonly string[] | null {
  const raw = draft.raw?.[column];
  if (wordOf === undefined || !Array.isArray(raw)) {
    return null;
  }
  const words = raw.map((item: unknown) =>
    typeof item === 'object' && item !== null ? wordOf(item) : null,
  );
  const known = words.filter((word) => word !== null);
  return known.length === words.length ? known : null;
}

function nameOf(item: object): string | null {
  return 'name' in item && typeof item.name === 'string' ? item.name : null;
}

function phaseOf(item: object): string | null {
  if (!('phase_name' in item) || typeof item.phase_name !== 'string') {
    return null;
  }
  const chain = 'kill_chain_name' in item ? item.kill_chain_name : undefined;
  return typeof chain === 'string' ? `${chain}:${item.phase_name}` : item.phase_name;
}

function splitTags(cell: string): readonly string[] {
  if (!cell.includes('"')) {
    return cell.split(/[,;]/);
  }
  return cell.match(/(?:"[^"]*"|[^,;"])+/g) ?? [];
}

function readPhase(item: string): Phase | null {
  const spelled = item.toLowerCase().replace(/[\s_]+/g, '-');
  const colon = spelled.indexOf(':');
  if (colon > 0 && colon < spelled.length - 1) {
    return { kill_chain_name: spelled.slice(0, colon), phase_name: spelled.slice(colon + 1) };
  }
  if (LOCKHEED.has(spelled)) {
    return { kill_chain_name: 'lockheed-martin-cyber-kill-chain', phase_name: spelled };
  }
  return TACTICS.has(spelled) ? { kill_chain_name: 'mitre-attack', phase_name: spelled } : null;
}
