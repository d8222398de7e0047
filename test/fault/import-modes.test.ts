// Dry runs, and all or nothing, under kill -9 on the built server: they come to the same end.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ServerProcess, startProcess, until } from '../support/process.ts';

const ROWS = 30_000;

let server: ServerProcess;

beforeAll(async () => {
  server = await startProcess();
});
afterAll(() => server.stop());

interface Import {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

async function call(path: string, body?: string): Promise<Import> {
  const answer = await fetch(`${server.url}/api/v1/imports${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: server.authorization },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return JSON.parse(text);
}

async function waitFor(id: string, holds: (one: Import) => boolean): Promise<Import> {
  let one = await call(`/${id}`);
  await until(async () => {
    one = await call(`/${id}`);
    return holds(one);
  });
  return one;
}

/** Every row twice, the second time far behind the first. */
function fileOf(source: string): string {
  const rows = Array.from({ length: ROWS }, (_, n) => `url,https://${source}.example/${n}\n`);
  return `type,value\n${rows.join('')}${rows.join('')}`;
}

async function polled(): Promise<readonly unknown[]> {
  const url = `${server.url}/taxii2/intel/collections/indicators/objects/?limit=10`;
  const answer = await fetch(url, {
    headers: {
      authorization: server.authorization,
      accept: 'application/taxii+json;version=2.1',
    },
  });
  return ((await answer.json()) as { objects?: unknown[] }).objects ?? [];
}

describe('after kill -9', () => {
  test.each(['dry_run=true', 'mode=all-or-nothing'])('%s counts as it would have', async (how) => {
    const source = how.startsWith('dry') ? 'dry' : 'all';
    const query = `?collection=indicators&source=${source}&${how}`;
    const { id } = await call(query, fileOf(source));
    for (const part of [0.1, 1.2]) {
      await waitFor(
        id,
        ({ counts, state }) =>
          !['waiting', 'running'].includes(state) || Number(counts.total) > part * ROWS,
      );
      await server.kill();
      await server.start();
    }
    const one = await waitFor(id, ({ state }) => !['waiting', 'running'].includes(state));
    expect(one).toMatchObject({
      state: 'completed',
      counts: { total: 2 * ROWS, created: ROWS, duplicate: ROWS, unchanged: 0, rejected: 0 },
    });
    if (source === 'dry') expect(await polled()).toEqual([]);
  });
});
