// taxiway push FILE…: sends bundles or envelopes of STIX objects to a collection, and prints the
// status of each.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT, misuse, print, wantsJson } from './output.ts';
import { addRemoteOptions, findCollectionPath, openRemote } from './remote.ts';

interface Status {
  readonly id: string;
  readonly status: string;
  readonly success_count: number;
  readonly failure_count: number;
  readonly failures?: readonly { readonly id: string; readonly message?: string }[];
}

const TAXII = 'application/taxii+json;version=2.1';

/** Adds the command. */
export function addPush(program: Command): void {
  const command = program
    .command('push')
    .description('push STIX objects to a collection')
    .argument('<file...>', 'bundles, envelopes or lists of objects, as JSON')
    .requiredOption('-c, --collection <collection>', 'its id, root/alias, or alias');
  addRemoteOptions(command).action(
    async (files: string[], options: { collection: string; url: string }, self: Command) => {
      const remote = openRemote(options);
      const path = await findCollectionPath(remote, options.collection);
      const statuses: Status[] = [];
      for (const file of files) {
        const body = await readEnvelope(file);
        const headers = { 'content-type': TAXII };
        const answer = await remote.send(`${path}/objects/`, { method: 'POST', body, headers });
        const status = (await answer.json()) as Status;
        statuses.push(status);
        if (!wantsJson(self)) print(self, null, describe(file, status));
      }
      if (wantsJson(self)) print(self, statuses, []);
      process.exitCode = exitCode(statuses);
    },
  );
}

// A bare list becomes an envelope; the text of the objects stays as it is.
async function readEnvelope(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw misuse(`The file ${file} cannot be read.`);
  });
  const bare = text.replace(/^\ufeff/, '').trim();
  return bare.startsWith('[') ? `{"objects":${bare}}` : bare;
}

function describe(file: string, status: Status): string[] {
  const failures = (status.failures ?? []).slice(0, 20);
  return [
    `${file}: ${status.status}, ${status.success_count} stored, ${status.failure_count} failed`,
    ...failures.map(({ id, message }) => `  ${id}: ${message ?? 'refused'}`),
    `  status ${status.id}`,
  ];
}

function exitCode(statuses: readonly Status[]): number {
  const failed = statuses.reduce((sum, status) => sum + status.failure_count, 0);
  const stored = statuses.reduce((sum, status) => sum + status.success_count, 0);
  if (failed === 0) return EXIT.done;
  return stored === 0 ? EXIT.refused : EXIT.partly;
}
