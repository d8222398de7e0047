// What a command prints and how it ends: plain lines for people, one JSON value with --json; exit
// code 0 done, 1 refused, 2 misuse, 3 partly.
import type { Command } from 'commander';
import { ApiError } from '../errors.ts';

export const EXIT = { done: 0, refused: 1, misuse: 2, partly: 3 } as const;

/** A command line that cannot be meant: ends with exit code 2. */
export function misuse(message: string): ApiError {
  return new ApiError('BAD_REQUEST', message);
}

/** Prints a command's result: `value` with --json, else the lines. */
export function print(command: Command, value: unknown, lines: readonly string[]): void {
  const text = wantsJson(command) ? JSON.stringify(value, undefined, 2) : lines.join('\n');
  if (text !== '') process.stdout.write(`${text}\n`);
}

/** Whether the command was called with --json, before or behind its name. */
export function wantsJson(command: Command): boolean {
  return command.optsWithGlobals<{ readonly json?: boolean }>().json === true;
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Prints why a command was refused, and gives its exit code. */
export function reportFault(fault: unknown, json: boolean): number {
  const message = fault instanceof Error ? fault.message : String(fault);
  const code = fault instanceof ApiError ? fault.code : 'REFUSED';
  process.stderr.write(
    json ? `${JSON.stringify({ error: { code, message } })}\n` : `taxiway: ${message}\n`,
  );
  return code === 'BAD_REQUEST' ? EXIT.misuse : EXIT.refused;
}
