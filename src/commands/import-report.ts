// What the command line tells of imports: their states, counts and findings, and the exit code.
import { EXIT, table } from './output.ts';

/** An import as the server describes it. */
export interface Import {
  readonly id: string;
  readonly state: string;
  readonly file_name: string | null;
  readonly dry_run?: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes_read: number;
  readonly bytes_total: number;
  readonly records_per_second: number | null;
  readonly seconds_left: number | null;
  readonly undo?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

export interface Finding {
  readonly kind: string;
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** An import and what is told with it. */
export interface Report {
  readonly one: Import;
  readonly findings: readonly Finding[];
  /** Whether there are more findings than these. */
  readonly more: boolean;
  /** Where the rejected records were saved. */
  readonly errors: string | null;
}

/** The report for people. */
export function describe({ one, findings, more, errors }: Report): string[] {
  const dry = one.dry_run === true ? ' (dry run: nothing was stored)' : '';
  const lines = [`${one.file_name ?? one.id}: ${one.state}${dry}`];
  if (one.error !== undefined)
    return [...lines, `  ${one.error.code}: ${one.error.message}`, `  ${one.error.hint ?? ''}`];
  const counts = Object.entries(one.counts).filter(([name, n]) => n > 0 || name === 'total');
  lines.push(`  ${counts.map(([name, n]) => `${n} ${name}`).join(', ')}`);
  const rows = findings.map(({ kind, line, column, code, message, hint }) => [
    kind,
    line === 0 ? 'file' : `line ${line}`,
    column ?? '',
    code,
    hint === null ? message : `${message} ${hint}`,
  ]);
  lines.push(...table(rows).map((row) => `  ${row}`));
  if (more) lines.push('  … and more: ask for them with --findings, or save them with --errors');
  if (Number(one.counts.set_aside) > 0 && one.dry_run !== true)
    lines.push(`  what was set aside waits for you: taxiway set-aside list --import ${one.id}`);
  if (errors !== null) lines.push(`  rejected records saved in ${errors}: mend it and import it`);
  return lines;
}

/** What an undo has done, for people. */
export function describeUndo({ id, file_name, state, undo = {} }: Import): string[] {
  const counts = ['revoked', 'restored', 'removed', 'discarded', 'kept'].filter(
    (name) => Number(undo[name]) > 0,
  );
  const told = counts.map((name) => `${undo[name]} ${name}`).join(', ');
  return [`${file_name ?? id}: ${state}`, `  ${told || 'nothing to take back'}`];
}

export function exitCode(states: readonly string[]): number {
  if (states.some((state) => ['failed', 'rejected', 'cancelled'].includes(state)))
    return EXIT.refused;
  return states.includes('completed_with_errors') ? EXIT.partly : EXIT.done;
}
