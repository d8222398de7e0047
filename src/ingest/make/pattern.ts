// The pattern of an indicator: made from its value, or taken from a pattern or rule cell.
import { checkPattern } from '../../stix/pattern/pattern.ts';
import { type Draft, reject, textOf } from '../map/draft.ts';
import { nForm } from '../map/names.ts';
import type { Chosen } from './choose.ts';
import { typeOfWord } from './declared.ts';
import type { Joined } from './join.ts';

/** A pattern and the language that it is in. */
export interface Pattern {
  readonly text: string;
  readonly type: string;
  readonly name: string;
}

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

function givenPattern(draft: Draft, chosen: Chosen): Pattern | null {
  const word = textOf(draft, 'pattern_type');
  const column = draft.plan.scalars.pattern_type;
  if (column !== undefined) {
    draft.used[column] = true;
  }
  const type = word === null ? 'stix' : word.toLowerCase();
  // Rules in other languages are taken as they are.
  const fault = type === 'stix' ? checkPattern(chosen.text).errors[0] : undefined;
  if (fault !== undefined) {
    const complaint = `is no valid STIX pattern: ${fault.message}`;
    reject(draft, chosen.column, 'PATTERN_INVALID', complaint, fault.hint);
    return null;
  }
  return { text: chosen.text, type, name: type === 'stix' ? chosen.text : `${type} rule` };
}

function ruleWord(draft: Draft, column: number): string {
  const word = textOf(draft, 'type');
  const isWord = word !== null && typeOfWord(word) === 'rule';
  return nForm(isWord ? word : (draft.plan.names[column] ?? 'yara'));
}
