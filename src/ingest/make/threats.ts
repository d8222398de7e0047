// indicator_types: the words of feeds and tools → STIX 2.1's open vocabulary.
import { nForm } from '../map/names.ts';

const WORDS: readonly (readonly [string, string])[] = [
  [
    'malicious-activity',
    'maliciousactivity malicious botnet botnetcc c2 cc candc commandandcontrol cryptomining ddos maliciousurl malware malwaredownload malwaredistribution payload payloaddelivery phishing ransomware exploit trojan stealer spam bruteforce',
  ],
  ['anonymization', 'anonymization proxy tor torexit vpn darknet'],
  ['compromised', 'compromised compromisedhost'],
  ['anomalous-activity', 'anomalousactivity watchlist scanner scan suspicious pua'],
  ['benign', 'benign allowed allow goodware allowlist'],
  ['attribution', 'attribution'],
  ['unknown', 'unknown'],
];

const byWord: ReadonlyMap<string, string> = new Map(
  WORDS.flatMap(([type, words]) => words.split(' ').map((word) => [word, type] as const)),
);

const remembered = new Map<string, readonly string[]>();

/** The words of a threat-types cell as written: split on commas, semicolons and bars. */
export function threatWords(cell: string): readonly string[] {
  return cell
    .split(/[,;|]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** The indicator types that words stand for, sorted; empty where none is known. */
export function indicatorTypesOf(words: readonly string[]): readonly string[] {
  const key = words.join('|');
  const known = remembered.get(key);
  if (known !== undefined) {
    return known;
  }
  const types = new Set<string>();
  for (const word of words) {
    const type = byWord.get(nForm(word));
    if (type !== undefined) {
      types.add(type);
    }
  }
  const sorted = [...types].sort();
  if (remembered.size < 4096) {
    remembered.set(key, sorted);
  }
  return sorted;
}
