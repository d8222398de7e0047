// taxiway set-aside: what waits for a decision, and the decisions, over HTTP.
import type { Command } from 'commander';
import { misuse, print, table } from './output.ts';
import { addRemoteOptions, openRemote, type Remote } from './remote.ts';

interface Options {
  readonly collection?: string;
  readonly import?: string;
  readonly limit: string;
  readonly url: string;
}

interface Item {
  readonly id: number;
  readonly stix_id: string;
  readonly object: Readonly<Record<string, unknown>> | null;
  readonly reason: { readonly code: string; readonly message: string };
}

interface Page {
  readonly items: readonly Item[];
  readonly more: boolean;
}

/** Adds the command. */
export function addSetAside(program: Command): void {
  const parent = program
    .command('set-aside')
    .description('objects that wait for a decision before they are stored');
  const list = parent
    .command('list')
    .description('what waits and why, the longest waiting first')
    .option('--limit <n>', 'at most so many', '100');
  addWhere(list).action(runList);
  for (const verb of ['release', 'discard'] as const) {
    const what = verb === 'release' ? 'store what waits' : 'drop what waits';
    const command = parent.command(verb).description(what).argument('[id...]', 'which of it');
    addWhere(command).action((ids: readonly string[], options: Options, self: Command) =>
      runDecision(verb, ids, options, self),
    );
  }
}

function addWhere(command: Command): Command {
  return addRemoteOptions(
    command
      .option('-c, --collection <collection>', 'all that was to go there')
      .option('--import <id>', 'all that an import has set aside'),
  );
}

async function runList(options: Options, self: Command): Promise<void> {
  const query = new URLSearchParams({ ...whereOf(options), limit: options.limit });
  const answer = await openRemote(options).send(`/api/v1/set-aside?${query}`);
  const page = (await answer.json()) as Page;
  const rows = page.items.map(({ id, stix_id, object, reason }) => [
    String(id),
    String(object?.name ?? stix_id),
    reason.code,
    reason.message,
  ]);
  const more = page.more ? ['… and more: ask for them with --limit'] : [];
  print(self, page, rows.length === 0 ? ['nothing waits'] : [...table(rows), ...more]);
}

async function runDecision(
  verb: 'release' | 'discard',
  ids: readonly string[],
  options: Options,
  self: Command,
): Promise<void> {
  const numbers = ids.map(Number);
  if (numbers.some((id) => !Number.isSafeInteger(id) || id < 1))
    throw misuse('An id is the number in front of what `taxiway set-aside list` shows.');
  const selection = { ...(ids.length > 0 && { ids: numbers }), ...whereOf(options) };
  if (Object.keys(selection).length === 0)
    throw misuse('Say what is meant: ids, --collection or --import.');
  const done = await decideAll(openRemote(options), verb, selection);
  const told = Object.entries(done).filter(
    ([name, n]) => n > 0 || /^(released|discarded)$/.test(name),
  );
  print(self, done, [told.map(([name, n]) => `${n} ${name}`).join(', ')]);
}

// A call decides on so many, and says when others are left.
async function decideAll(
  remote: Remote,
  verb: string,
  selection: object,
): Promise<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (;;) {
    const answer = await remote.send(`/api/v1/set-aside/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(selection),
    });
    const { more, ...counts } = (await answer.json()) as Record<string, number | boolean>;
    for (const [name, n] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + Number(n);
    // What is kept would be offered again and again.
    if (more !== true || Number(counts.released ?? counts.discarded) === 0) return sum;
  }
}

function whereOf(options: Options): Record<string, string> {
  return {
    ...(options.collection !== undefined && { collection: options.collection }),
    ...(options.import !== undefined && { import: options.import }),
  };
}
