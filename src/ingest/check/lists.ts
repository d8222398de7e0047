// Lists → one look-up for all of them, made once an import, so that a row costs a fraction of a
// microsecond however long the lists are.
import { isWithin, orderRanges, type Range, type Ranges, readRange } from './addresses.ts';
import { constantsOf } from './constants.ts';
import { hostOf } from './hosts.ts';
import type { ListAction, ListType, WarningList } from './warning-list.ts';

/** A list that a value is on, and what is done about it. */
export interface Listed {
  readonly name: string;
  readonly action: Exclude<ListAction, 'ignore'>;
}

/** The lists that an import is held against. */
export interface Lists {
  /** The lists that have one of the constants of a pattern. */
  readonly find: (pattern: string) => readonly Listed[];
}

/** A list and what is done with what is on it. */
export interface ActiveList extends Listed {
  readonly list: WarningList;
}

interface Index {
  readonly texts: Map<string, Listed[]>;
  readonly hashes: Map<string, Listed[]>;
  readonly hosts: Map<string, Listed[]>;
  /** Without the dot that they begin with: the host and all below it. */
  readonly domains: Map<string, Listed[]>;
  readonly networks: { readonly listed: Listed; readonly ipv4: Ranges; readonly ipv6: Ranges }[];
}

const HASH = /^[0-9a-f]+$/i;
const HASH_LENGTHS: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);

/** Makes the look-up. */
export function indexLists(lists: readonly ActiveList[]): Lists {
  const index: Index = {
    texts: new Map(),
    hashes: new Map(),
    hosts: new Map(),
    domains: new Map(),
    networks: [],
  };
  for (const { list, name, action } of lists) ADD[list.type](index, { name, action }, list.values);
  return { find: (pattern) => findAll(index, pattern) };
}

/** A value as its list keeps it; null for what cannot be on such a list. */
export function readListValue(type: ListType, value: string): string | null {
  const text = value.trim();
  if (type === 'cidr') return readRange(text) === null ? null : text;
  if (type === 'hash')
    return HASH_LENGTHS.has(text.length) && HASH.test(text) ? text.toLowerCase() : null;
  if (type === 'string') return text === '' ? null : text;
  const host = text.toLowerCase().replace(/\.$/, '');
  return /^\.?[^\s./@]+(?:\.[^\s./@]+)*$/.test(host) ? host : null;
}

const ADD: Record<ListType, (index: Index, listed: Listed, values: readonly string[]) => void> = {
  string: ({ texts }, listed, values) => {
    for (const value of values) add(texts, value, listed);
  },
  hash: ({ hashes }, listed, values) => {
    for (const value of values) add(hashes, value, listed);
  },
  hostname: ({ hosts, domains }, listed, values) => {
    for (const value of values) {
      if (value.startsWith('.')) add(domains, value.slice(1), listed);
      else add(hosts, value, listed);
    }
  },
  cidr: ({ networks }, listed, values) => {
    const ranges = values.flatMap((value) => readRange(value) ?? []);
    const isIpv4 = ({ from }: Range) => typeof from === 'number';
    const ipv4 = orderRanges(ranges.filter(isIpv4));
    const ipv6 = orderRanges(ranges.filter((range) => !isIpv4(range)));
    networks.push({ listed, ipv4, ipv6 });
  },
};

function add(map: Map<string, Listed[]>, key: string, listed: Listed): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [listed]);
  else there.push(listed);
}

function findAll(index: Index, pattern: string): readonly Listed[] {
  const found: Listed[] = [];
  for (const constant of constantsOf(pattern)) findOne(index, constant, found);
  return found.length > 1 ? [...new Set(found)] : found;
}

function findOne(index: Index, constant: string, found: Listed[]): void {
  if (index.texts.size > 0) collect(found, index.texts.get(constant));
  if (HASH_LENGTHS.has(constant.length)) collect(found, index.hashes.get(constant.toLowerCase()));
  const own = readRange(constant);
  const host = own === null ? hostOf(constant) : null;
  const range = host === null ? own : readRange(host);
  if (range !== null) findRange(index, range, found);
  else if (host !== null) findHost(index, host, found);
}

function findRange({ networks }: Index, range: Range, found: Listed[]): void {
  const isIpv4 = typeof range.from === 'number';
  for (const { listed, ipv4, ipv6 } of networks)
    if (isWithin(range, isIpv4 ? ipv4 : ipv6)) found.push(listed);
}

function findHost({ hosts, domains }: Index, host: string, found: Listed[]): void {
  if (hosts.size > 0) collect(found, hosts.get(host));
  if (domains.size === 0) return;
  for (let at = 0; at !== -1; at = nextLabel(host, at)) collect(found, domains.get(host.slice(at)));
}

function nextLabel(host: string, at: number): number {
  const dot = host.indexOf('.', at);
  return dot === -1 ? -1 : dot + 1;
}

function collect(found: Listed[], listed: readonly Listed[] | undefined): void {
  if (listed !== undefined) found.push(...listed);
}
