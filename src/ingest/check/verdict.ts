// What becomes of a record whose value is on a warning list.
import { type Finding, shown } from '../entry.ts';
import type { KeptStix } from '../make/stix-object.ts';
import { type Draft, reject, warn } from '../map/draft.ts';
import type { Lists } from './lists.ts';

/** The code of a warning that sets its record aside whatever the mode is. */
export const LISTED_ASIDE = 'WARNING_LIST_SET_ASIDE';

const HINT = 'Remove the record, or say otherwise what is done with the list.';

/**
 * Holds a row's pattern against the lists, and rejects the row where one of them says so.
 * @returns the labels that tell which lists it is on
 */
export function checkRow(
  draft: Draft,
  column: number,
  pattern: string,
  lists: Lists,
): readonly string[] {
  const labels: string[] = [];
  for (const { name, action } of lists.find(pattern)) {
    if (action === 'refuse')
      reject(draft, column, 'VALUE_EXCLUDED', `is on the warning list ${name}`, HINT);
    else if (action === 'set_aside')
      warn(draft, column, LISTED_ASIDE, `is set aside, because it is on the warning list ${name}`);
    else {
      labels.push(`warning-list:${name}`);
      warn(draft, column, 'WARNING_LIST', `is on the warning list ${name}`);
    }
  }
  return labels;
}

/** Holds a STIX object against the lists. It stays as it came: a list may warn, and put in no label. */
export function checkStix(
  kept: KeptStix,
  { type, pattern, pattern_type }: Readonly<Record<string, unknown>>,
  lists: Lists,
): KeptStix {
  const isPattern = type === 'indicator' && (pattern_type ?? 'stix') === 'stix';
  if (kept.kind !== 'stix' || !isPattern || typeof pattern !== 'string') return kept;
  const listed = lists.find(pattern);
  if (listed.length === 0) return kept;
  const { line } = kept;
  const refused = listed.find(({ action }) => action === 'refuse');
  if (refused !== undefined)
    return {
      kind: 'rejected',
      line,
      findings: [say('VALUE_EXCLUDED', line, pattern, refused.name)],
    };
  const warnings = listed.map(({ name, action }) =>
    say(action === 'set_aside' ? LISTED_ASIDE : 'WARNING_LIST', line, pattern, name),
  );
  return { ...kept, findings: [...kept.findings, ...warnings] };
}

function say(code: string, line: number, pattern: string, name: string): Finding {
  const isRefused = code === 'VALUE_EXCLUDED';
  const before = code === LISTED_ASIDE ? 'The object is set aside: ' : '';
  return {
    kind: isRefused ? 'rejection' : 'warning',
    line,
    column: 'pattern',
    value: pattern,
    code,
    message: `${before}\`pattern\` tests a value on the warning list ${name} (found "${shown(pattern)}").`,
    hint: isRefused ? HINT : null,
  };
}
