// The pattern of an indicator: made from its value, or taken from a pattern or rule cell.
import { type Draft, reject, textOf } from '../map/draft.ts';
import { nForm } from '../map/names.ts';
import { type Chosen, typeOfWord } from './choose.ts';
import type { Joined } from './join.ts';

/** A pattern and the language that it is in. */
export interface Pattern {
  readonly text: string;
  readonly type: string;
  readonly name: string;
}

const LANGUAGES: ReadonlySet<string> = new Set([
  'stix',
  'pcre',
  'sigma',
  'snort',
  'suricata',
  'yara',
]);

/** The pattern of the record; null when it is not valid (then rejected). */
export function patternOf(draft: Draft, chosen: Chosen, joined: Joined): Pattern | null {
  if (chosen.type === 'pattern') {
    return givenPattern(draft, chosen);
  }
  if (chosen.type === 'rule') {
    const word = ruleWord(draft, chosen.column);
    return { text: chosen.text, type: word, name: `${word} rule` };
  }
  return { text: `[${joined.comparison}]`, type: 'stix', name: joined.name };
}

/** A first look at a STIX pattern: quotes closed, brackets paired, at least one comparison. */
function looksLikePattern(text: string): boolean {
  const bare = text.replace(/'(?:[^'\\]|\\.)*'/gs, "''");
  if (!/^[[(]/.test(bare.trim()) || (bare.match(/'/g)?.length ?? 0) % 2 !== 0) {
    return false;
  }
  const observation =
    /\[\s*\(*\s*(?:NOT\s+|EXISTS\s+)?[a-z0-9-]+:[^\s]+[^[\]]*(?:\[[*\d]+\][^[\]]*)*\]/;
  const brackets = (bare.match(/\[/g)?.length ?? 0) - (bare.match(/\]/g)?.length ?? 0);
  const parentheses = (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0);
  return observation.test(bare) && brackets === 0 && parentheses === 0;
}

function givenPattern(draft: Draft, chosen: Chosen): Pattern | null {
  const word = textOf(draft, 'pattern_type');
  const column = draft.plan.scalars.pattern_type;
  if (column !== undefined) {
    draft.used[column] = true;
  }
  const type = word === null ? 'stix' : word.toLowerCase();
  const isSound =
    type === 'stix' ? looksLikePattern(chosen.text) : LANGUAGES.has(nForm(type)) || word !== null;
  if (!isSound) {
    const hint = "Use a STIX pattern such as [ipv4-addr:value = '192.0.2.1'].";
    reject(draft, chosen.column, 'PATTERN_INVALID', 'is no valid STIX pattern', hint);
    return null;
  }
  return { text: chosen.text, type, name: type === 'stix' ? chosen.text : `${type} rule` };
}

function ruleWord(draft: Draft, column: number): string {
  const word = textOf(draft, 'type');
  const isWord = word !== null && typeOfWord(word) === 'rule';
  return nForm(isWord ? word : (draft.plan.names[column] ?? 'yara'));
}
