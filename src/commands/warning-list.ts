// taxiway warning-list: the lists that imports are held against, over HTTP.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { misuse, print, table } from './output.ts';
import { addRemoteOptions, openRemote } from './remote.ts';

interface Options {
  readonly type?: string;
  readonly action?: string;
  readonly description?: string;
  readonly url: string;
}

interface List {
  readonly name: string;
  readonly type: string;
  readonly action: string;
  readonly is_shipped: boolean;
  readonly size: number;
  readonly description: string | null;
  readonly values?: readonly string[];
}

const PATH = '/api/v1/warning-lists';

/** Adds the command. */
export function addWarningList(program: Command): void {
  const parent = program
    .command('warning-list')
    .description('lists of values that imports are held against');
  addRemoteOptions(parent.command('list').description('all lists')).action(runList);
  addRemoteOptions(
    parent.command('show').description('a list with its values').argument('<name>'),
  ).action(runShow);
  const put = parent
    .command('put')
    .description('store a list, in the place of one of that name')
    .argument('<name>', 'small letters, digits, - and _')
    .argument('<file>', 'a value a line; lines that begin with # are passed over')
    .option('--type <type>', 'cidr, hostname, hash or string')
    .option('--action <action>', 'refuse, set_aside, tag or ignore, where an import says `on`')
    .option('--description <text>', 'what it is for');
  addRemoteOptions(put).action(runPut);
  addRemoteOptions(
    parent
      .command('remove')
      .description('delete a list; a shipped one whose place it took is there again')
      .argument('<name>'),
  ).action(runRemove);
}

async function runList(options: Options, self: Command): Promise<void> {
  const answer = await openRemote(options).send(`${PATH}?limit=1000`);
  const page = (await answer.json()) as { readonly items: readonly List[] };
  const rows = page.items.map((one) => [
    one.name,
    one.type,
    one.action,
    `${one.size} values`,
    one.is_shipped ? 'shipped' : 'your own',
    one.description ?? '',
  ]);
  print(self, page, table(rows));
}

async function runShow(name: string, options: Options, self: Command): Promise<void> {
  const answer = await openRemote(options).send(pathOf(name));
  const list = (await answer.json()) as List;
  print(self, list, list.values ?? []);
}

async function runPut(name: string, file: string, options: Options, self: Command): Promise<void> {
  const { type, action, description } = options;
  if (type === undefined) throw misuse('Say with --type: cidr, hostname, hash or string.');
  const text = await readFile(file, 'utf8').catch(() => {
    throw misuse(`The file ${file} cannot be read.`);
  });
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const values = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const body = { type, values, ...(action && { action }), ...(description && { description }) };
  const answer = await openRemote(options).send(pathOf(name), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const list = (await answer.json()) as List;
  print(self, list, [`${list.name}: ${list.size} values, ${list.action}`]);
}

async function runRemove(name: string, options: Options, self: Command): Promise<void> {
  await openRemote(options).send(pathOf(name), { method: 'DELETE' });
  print(self, { name, removed: true }, [`${name} removed`]);
}

function pathOf(name: string): string {
  return `${PATH}/${encodeURIComponent(name)}`;
}
