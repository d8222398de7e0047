// taxiway import FILE…: uploads files, shows how far they are, and what was found in them.
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import cliProgress from 'cli-progress';
import type { Command } from 'commander';
import { EXIT, misuse, print, table, wantsJson } from './output.ts';
import { addRemoteOptions, openRemote, type Remote } from './remote.ts';

interface Import {
  readonly id: string;
  readonly state: string;
  readonly file_name: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly bytes_read: number;
  readonly bytes_total: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

interface Finding {
  readonly kind: string;
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

interface Options {
  readonly collection: string;
  readonly source: string;
  readonly set: readonly string[];
  readonly wait: boolean;
  readonly findings: string;
  readonly url: string;
}

const STEP_MS = 250;

/** Adds the command. */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('import files of indicators into a collection')
    .argument('<file...>', 'CSV or JSON, plain or gzipped')
    .requiredOption('-c, --collection <collection>', 'its id, root/alias, or alias')
    .requiredOption('-s, --source <name>', 'who the intelligence comes from')
    .option('--set <name=value>', 'a setting of the import (repeatable)', collect, [])
    .option('--no-wait', 'do not wait until the file is read')
    .option('--findings <n>', 'show at most so many findings', '20');
  addRemoteOptions(command).action(run);
}

interface Result {
  readonly one: Import;
  readonly findings: readonly Finding[];
}

async function run(files: readonly string[], options: Options, self: Command): Promise<void> {
  const shown = Number(options.findings);
  if (!Number.isSafeInteger(shown) || shown < 0) throw misuse('--findings takes a number.');
  const results: Result[] = [];
  for (const file of files) {
    const result = await importFile(file, options, shown, wantsJson(self));
    results.push(result);
    if (!wantsJson(self)) print(self, null, describe(result));
  }
  if (wantsJson(self)) {
    const value = results.map(({ one, findings }) => ({ ...one, findings }));
    print(self, value, []);
  }
  process.exitCode = exitCode(results.map(({ one }) => one.state));
}

async function importFile(
  file: string,
  options: Options,
  shown: number,
  isQuiet: boolean,
): Promise<Result> {
  const remote = openRemote(options);
  const begun = await upload(remote, file, options);
  if (!options.wait) return { one: begun, findings: [] };
  const one = await follow(remote, begun, isQuiet);
  return { one, findings: shown > 0 ? await readFindings(remote, one.id, shown) : [] };
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function upload(remote: Remote, file: string, options: Options): Promise<Import> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw misuse(`There is no file ${file}.`);
  if (!found.isFile()) throw misuse(`${file} is no file.`);
  const query = new URLSearchParams({
    collection: options.collection,
    source: options.source,
    file_name: basename(file),
  });
  for (const setting of options.set) {
    const at = setting.indexOf('=');
    if (at < 1) throw misuse(`--set takes name=value, not ${setting}.`);
    query.set(setting.slice(0, at), setting.slice(at + 1));
  }
  // A blob of a file is read as it is sent; it is never held whole.
  const body = await openAsBlob(file);
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await remote.send(`/api/v1/imports?${query}`, { method: 'POST', body, headers });
  return (await answer.json()) as Import;
}

async function follow(remote: Remote, begun: Import, isQuiet: boolean): Promise<Import> {
  const progress = isQuiet ? null : process.stderr.isTTY ? startBar(begun) : startLines(begun);
  let one = begun;
  while (one.state === 'waiting' || one.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    one = (await (await remote.send(`/api/v1/imports/${begun.id}`)).json()) as Import;
    progress?.update(one);
  }
  progress?.stop();
  return one;
}

interface Progress {
  readonly update: (one: Import) => void;
  readonly stop: () => void;
}

function startBar(begun: Import): Progress {
  const bar = new cliProgress.SingleBar({
    format: `${begun.file_name ?? 'file'} {bar} {percentage}% | {records} records`,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(Math.max(1, begun.bytes_total), 0, { records: 0 });
  return {
    update: (one) => bar.update(one.bytes_read, { records: one.counts.total ?? 0 }),
    stop: () => bar.stop(),
  };
}

// Where nothing can be drawn over: one line at the start and one every tenth of the file.
function startLines(begun: Import): Progress {
  const name = begun.file_name ?? begun.id;
  let told = 0;
  process.stderr.write(`${name}: ${begun.bytes_total} octets uploaded\n`);
  return {
    update: ({ bytes_read, bytes_total, counts }) => {
      const tenths = Math.floor((10 * bytes_read) / Math.max(1, bytes_total));
      if (tenths <= told) return;
      told = tenths;
      process.stderr.write(`${name}: ${tenths * 10} % read, ${counts.total ?? 0} records\n`);
    },
    stop: () => undefined,
  };
}

async function readFindings(
  remote: Remote,
  id: string,
  limit: number,
): Promise<readonly Finding[]> {
  const answer = await remote.send(`/api/v1/imports/${id}/findings?limit=${limit}`);
  return ((await answer.json()) as { readonly items: readonly Finding[] }).items;
}

function describe({ one, findings }: Result): string[] {
  const lines = [`${one.file_name ?? one.id}: ${one.state}`];
  if (one.error !== undefined)
    return [...lines, `  ${one.error.code}: ${one.error.message}`, `  ${one.error.hint ?? ''}`];
  const counts = Object.entries(one.counts).filter(([name, n]) => n > 0 || name === 'total');
  lines.push(`  ${counts.map(([name, n]) => `${n} ${name}`).join(', ')}`);
  if (findings.length === 0) return lines;
  const rows = findings.map(({ kind, line, column, code, message }) => [
    kind,
    line === 0 ? 'file' : `line ${line}`,
    column ?? '',
    code,
    message,
  ]);
  return [...lines, ...table(rows).map((row) => `  ${row}`)];
}

function exitCode(states: readonly string[]): number {
  if (states.some((state) => ['failed', 'rejected', 'cancelled'].includes(state)))
    return EXIT.refused;
  return states.includes('completed_with_errors') ? EXIT.partly : EXIT.done;
}
