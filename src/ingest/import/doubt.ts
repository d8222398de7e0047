// Which records are doubtful, so that their objects wait for a person's decision.
import { LISTED_ASIDE } from '../check/verdict.ts';
import type { Finding } from '../entry.ts';
import type { ImportSettings } from '../settings.ts';

/** Why the object of a record waits; null: it does not. */
export function doubtOf(
  findings: readonly Finding[],
  mode: ImportSettings['mode'],
): { readonly code: string; readonly message: string } | null {
  if (findings.length === 0) return null;
  const doubts = findings.filter(
    ({ kind, code }) => kind === 'warning' && (mode === 'set-aside' || code === LISTED_ASIDE),
  );
  const [first] = doubts;
  const message = doubts.map((one) => one.message).join(' ');
  return first === undefined ? null : { code: first.code, message };
}
