// taxiway poll: the objects of a collection, page after page, one a line. Their text is cut out of
// the pages as the sender wrote it: parsed and printed again, 1.0 would become 1.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { scanEnvelope } from '../stix/json/scan.ts';
import { misuse, wantsJson } from './output.ts';
import { addRemoteOptions, findCollectionPath, openRemote, type Remote } from './remote.ts';

interface Options {
  readonly url: string;
  readonly addedAfter?: string;
  readonly match: readonly string[];
  readonly limit?: string;
  readonly out?: string;
}

interface Envelope {
  readonly more?: boolean;
  readonly next?: string;
}

const FILTERS: readonly string[] = ['type', 'id', 'version', 'spec_version'];

/** Adds the command. */
export function addPoll(program: Command): void {
  const command = program
    .command('poll')
    .description('print the objects of a collection, one a line (with --json: one envelope)')
    .argument('<collection>', 'its id, root/alias, or alias')
    .option('--added-after <time>', 'only what was added after this time')
    .option('--match <name=value>', 'a filter: type, id, version, spec_version', collect, [])
    .option('--limit <n>', 'at most so many objects')
    .option('--out <file>', 'write to a file');
  addRemoteOptions(command).action(async (name: string, options: Options, self: Command) => {
    const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : Number(options.limit);
    if (!(limit >= 1)) throw misuse('--limit takes a number from 1.');
    const remote = openRemote(options);
    const path = await findCollectionPath(remote, name);
    const out = options.out === undefined ? process.stdout : createWriteStream(options.out);
    const count = await pollAll({ remote, path, options, limit, out, json: wantsJson(self) });
    if (out !== process.stdout) {
      out.end();
      await once(out, 'close');
      process.stderr.write(`${count} objects written to ${options.out}\n`);
    }
  });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function pollAll(poll: {
  readonly remote: Remote;
  readonly path: string;
  readonly options: Options;
  readonly limit: number;
  readonly out: Writable;
  readonly json: boolean;
}): Promise<number> {
  const { limit, out, json } = poll;
  let count = 0;
  if (json) await write(out, '{"objects":[');
  for await (const text of readObjects(poll)) {
    await write(out, json ? `${count === 0 ? '\n' : ',\n'}${text}` : `${onOneLine(text)}\n`);
    count += 1;
    if (count >= limit) break;
  }
  if (json) await write(out, ']}\n');
  return count;
}

async function* readObjects({
  remote,
  path,
  options,
  limit,
}: {
  readonly remote: Remote;
  readonly path: string;
  readonly options: Options;
  readonly limit: number;
}): AsyncGenerator<string> {
  const query = readQuery(options);
  if (Number.isFinite(limit)) query.set('limit', String(Math.min(limit, 10_000)));
  for (;;) {
    const answer = await remote.send(`${path}/objects/?${query}`);
    const text = await answer.text();
    const page = JSON.parse(text) as Envelope;
    for (const { start, end } of scanEnvelope(text).elements)
      if (end > start) yield text.slice(start, end);
    if (page.more !== true || page.next === undefined) return;
    query.set('next', page.next);
  }
}

function readQuery(options: Options): URLSearchParams {
  const query = new URLSearchParams();
  if (options.addedAfter !== undefined) query.set('added_after', options.addedAfter);
  for (const match of options.match) {
    const at = match.indexOf('=');
    if (at < 1) throw misuse(`--match takes name=value, not ${match}.`);
    const name = match.slice(0, at);
    // A server passes over filters that it does not know, and would send everything.
    if (!FILTERS.includes(name)) throw misuse(`--match knows ${FILTERS.join(', ')}, not ${name}.`);
    query.set(`match[${name}]`, match.slice(at + 1));
  }
  return query;
}

// Strings hold no line breaks in JSON, so these stand between its tokens.
function onOneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}
