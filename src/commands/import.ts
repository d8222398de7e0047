// taxiway import FILE…: uploads files, shows how far they are, and what was found in them; watches a
// folder for files; takes imports back.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Importing, importFile, replayImport, undoImport } from './import-file.ts';
import { watchFolder } from './import-folder.ts';
import { describe, describeUndo, exitCode, type Import, type Report } from './import-report.ts';
import { misuse, print, wantsJson } from './output.ts';
import { addRemoteOptions, openRemote, type Remote } from './remote.ts';

interface Options {
  readonly collection?: string;
  readonly source?: string;
  readonly template?: string;
  readonly mode?: string;
  readonly set: readonly string[];
  readonly warningList: readonly string[];
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly findings: string;
  readonly errors?: string;
  readonly watch?: string;
  readonly replay?: string;
  readonly undo?: string;
  readonly remove?: boolean;
  readonly url: string;
}

/** Adds the command. */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('import files of indicators into a collection')
    .argument('[file...]', 'a table, a list, JSON or a workbook, plain, gzipped or zipped')
    .option('-c, --collection <collection>', 'its id, root/alias, or alias')
    .option('-s, --source <name>', 'who the intelligence comes from; rows need it')
    .option('--template <name>', 'saved settings of imports')
    .option('--set <name=value>', 'a setting of the import (repeatable)', collect, [])
    .option('--mode <mode>', 'valid-only, all-or-nothing, or set-aside (doubtful objects wait)')
    .option('--warning-list <name=action>', 'refuse, set_aside, tag or ignore it', collect, [])
    .option('--dry-run', 'read, check and count everything, and store nothing')
    .option('--no-wait', 'do not wait until the file is read')
    .option('--findings <n>', 'show at most so many findings', '20')
    .option('--errors <path>', 'save rejected records: a file, or a folder')
    .option('--watch <folder>', 'import what is put into a folder, until stopped')
    .option('--replay <id>', 'import the file of an import again, with these settings')
    .option('--undo <id>', 'take an import back')
    .option('--remove', 'with --undo: remove what came, and do not tell pollers');
  addRemoteOptions(command).action(run);
}

async function run(files: readonly string[], options: Options, self: Command): Promise<void> {
  const { undo, watch, replay } = options;
  const given = [files.length > 0, watch !== undefined, replay !== undefined, undo !== undefined];
  if (given.filter(Boolean).length !== 1)
    throw misuse(
      'Name files to import, or a folder with --watch, or an import with --replay or --undo.',
    );
  if (undo !== undefined) return runUndo(undo, options, self);
  const importing = await readImporting(files, options, wantsJson(self));
  const remote = openRemote(options);
  if (watch !== undefined) return runWatch(watch, remote, importing, self);
  const reports: Report[] = [];
  for (const file of replay === undefined ? files : [replay]) {
    const doIt = replay === undefined ? importFile : replayImport;
    const report = await doIt(remote, file, importing);
    reports.push(report);
    if (!wantsJson(self)) print(self, null, describe(report));
  }
  if (wantsJson(self)) print(self, reports.map(toJson), []);
  process.exitCode = exitCode(reports.map(({ one }) => one.state));
}

async function runUndo(id: string, options: Options, self: Command): Promise<void> {
  const undone: Import = await undoImport(openRemote(options), id, options.remove === true);
  print(self, undone, describeUndo(undone));
}

async function runWatch(
  folder: string,
  remote: Remote,
  importing: Importing,
  self: Command,
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  await watchFolder(folder, {
    signal: stopping.signal,
    importOne: async (path) => {
      const errors = importing.errors ?? join(folder, 'errors');
      await mkdir(errors, { recursive: true });
      const report = await importFile(remote, path, { ...importing, errors, isQuiet: true });
      print(self, toJson(report), describe(report));
      return report.one.state.startsWith('completed') ? 'imported' : 'refused';
    },
    onFault: (path, fault) => {
      const reason = fault instanceof Error ? fault.message : String(fault);
      process.stderr.write(`taxiway: ${path}: ${reason}\n`);
    },
  });
}

function toJson({ one, findings, errors }: Report): object {
  return { ...one, findings, ...(errors !== null && { errors }) };
}

async function readImporting(
  files: readonly string[],
  options: Options,
  isQuiet: boolean,
): Promise<Importing> {
  const shown = Number(options.findings);
  if (!Number.isSafeInteger(shown) || shown < 0) throw misuse('--findings takes a number.');
  const { wait, errors = null } = options;
  const isFolder =
    errors !== null && (await stat(errors).catch(() => null))?.isDirectory() === true;
  if (errors !== null && !wait) throw misuse('--errors needs the end of the import: no --no-wait.');
  if (errors !== null && !isFolder && (files.length > 1 || options.watch !== undefined))
    throw misuse('--errors takes a folder that is there, where several files are imported.');
  return { parameters: readParameters(options), wait, shown, errors, isQuiet };
}

function readParameters(options: Options): Record<string, string> {
  const { collection, source, template, mode, dryRun, set, warningList } = options;
  if (collection === undefined && options.replay === undefined)
    throw misuse('Say where to with --collection.');
  const lists = readPairs('--warning-list', warningList);
  return {
    ...(collection !== undefined && { collection }),
    ...(source !== undefined && { source }),
    ...(template !== undefined && { template }),
    ...(mode !== undefined && { mode }),
    ...(dryRun === true && { dry_run: 'true' }),
    ...(warningList.length > 0 && { warning_lists: JSON.stringify(lists) }),
    ...readPairs('--set', set),
  };
}

function readPairs(option: string, pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw misuse(`${option} takes name=value, not ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
