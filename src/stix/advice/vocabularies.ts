// Values from open vocabularies (STIX 2.1 §2.14, §10), and names that look like theirs.

import { add, isProperties, type Path, type Report, type Rule } from '../finding.ts';
import { hasTlshVersion } from '../format/hash.ts';
import type { PropertyModel } from '../model/property.ts';
import { quote } from '../quote.ts';
import { isInVocabulary, suggest } from '../vocabulary.ts';
import { hyphenated, isHyphenated } from './names.ts';
import { isFull } from './walk.ts';

const VOCABULARY_VALUE: Rule = {
  code: 'VOCABULARY_VALUE',
  level: 'warning',
  section: '2.14',
  title: 'A value comes from the open vocabulary of its property.',
  hint: 'Take the nearest value of the vocabulary, or keep your own if none says it.',
};
const VOCABULARY_FORMAT: Rule = {
  code: 'VOCABULARY_FORMAT',
  level: 'warning',
  section: '2.14',
  title: 'A value outside the vocabulary is in lower case, with hyphens between words.',
  hint: 'Write it in lower case, with hyphens for spaces and underscores.',
};
const KILL_CHAIN_NAME: Rule = {
  code: 'KILL_CHAIN_NAME',
  level: 'warning',
  section: '2.11',
  title: 'Names of kill chains and their phases are in lower case, with hyphens between words.',
  hint: 'Write it in lower case, with hyphens for spaces and underscores.',
};
const HASH_ALGORITHM: Rule = {
  code: 'HASH_ALGORITHM',
  level: 'warning',
  section: '2.7',
  title: 'Names of hash algorithms come from the vocabulary `hash-algorithm-ov`.',
  hint: 'Spell the algorithm as the vocabulary does; begin a name of your own with `x_`.',
};
const HASH_SHA_256: Rule = {
  code: 'HASH_SHA_256',
  level: 'info',
  section: '2.7',
  title: 'A SHA-256 hash is among the hashes wherever possible.',
  hint: 'Add the SHA-256 hash, which all consumers know.',
};
const HASH_TLSH_VERSION: Rule = {
  code: 'HASH_TLSH_VERSION',
  level: 'info',
  section: '10.7',
  title: 'A TLSH value is 70 hexadecimal digits.',
  hint: 'Leave out the leading `T1`, which names the version of TLSH; older consumers do not know it.',
};

/** The rules of this file. */
export const VOCABULARY_ADVICE: readonly Rule[] = [
  VOCABULARY_VALUE,
  VOCABULARY_FORMAT,
  KILL_CHAIN_NAME,
  HASH_ALGORITHM,
  HASH_SHA_256,
  HASH_TLSH_VERSION,
];

const OWN_HASH = 'x_';

/** Checks a value of an open vocabulary (§2.14). */
export function adviseVocabulary(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property?.kind !== 'open-vocab' || property.vocabulary === undefined) return;
  if (typeof value !== 'string' || isInVocabulary(property.vocabulary, value)) return;
  const nearest = suggest(property.vocabulary, value);
  const message = `${quote(value)} is not in ${property.vocabulary}`;
  add(
    report,
    VOCABULARY_VALUE,
    path,
    message,
    nearest === null ? undefined : `Did you mean "${nearest}"?`,
  );
  if (!isHyphenated(value))
    add(report, VOCABULARY_FORMAT, path, `${quote(value)} has capitals, spaces or underscores`);
}

/** Checks the two names of a kill chain phase (§2.11). */
export function adviseKillChainPhase(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property?.kind !== 'kill-chain-phase' || !isProperties(value)) return;
  for (const name of ['kill_chain_name', 'phase_name']) {
    const text = value[name];
    if (typeof text !== 'string' || isHyphenated(text)) continue;
    const message = `${name} ${quote(text)} has capitals, spaces or underscores`;
    add(report, KILL_CHAIN_NAME, [...path, name], message, `Write ${quote(hyphenated(text))}.`);
  }
}

/** Checks the names of hash algorithms (§2.7) and what newer programs write differently (§10.7). */
export function adviseHashes(
  value: unknown,
  property: PropertyModel | undefined,
  path: Path,
  report: Report,
): void {
  if (property?.kind !== 'hashes' || !isProperties(value)) return;
  // In external references a name outside the vocabulary is an error (§2.5).
  if (path[0] !== 'external_references') adviseAlgorithms(value, path, report);
  const tlsh = value.TLSH;
  if (typeof tlsh === 'string' && hasTlshVersion(tlsh))
    add(report, HASH_TLSH_VERSION, [...path, 'TLSH'], `TLSH ${quote(tlsh)} begins with T1`);
  if (!Object.hasOwn(value, 'SHA-256')) add(report, HASH_SHA_256, path, 'hashes has no SHA-256');
}

function adviseAlgorithms(
  hashes: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
): void {
  for (const name in hashes) {
    if (isFull(report)) return;
    if (isInVocabulary('hash-algorithm-ov', name) || name.startsWith(OWN_HASH)) continue;
    const nearest = suggest('hash-algorithm-ov', name);
    const message = `${quote(name)} is not in hash-algorithm-ov`;
    const hint = nearest === null ? undefined : `Did you mean "${nearest}"?`;
    add(report, HASH_ALGORITHM, [...path, name], message, hint);
  }
}
