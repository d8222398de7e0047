// Dry runs, all or nothing, and what is set aside, under kill -9 on the built server: they come to the same end.
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

async function send<T>(path: string, body?: string, type = 'text/csv'): Promise<T> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: server.authorization, 'content-type': type },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return JSON.parse(text);
}

const call = (path: string, body?: string) => send<Import>(`/imports${path}`, body);

async function waitFor(id: string, holds: (one: Import) => boolean): Promise<Import> {
  let one = await call(`/${id}`);
  await until(async () => {
    one = await call(`/${id}`);
    return holds(one);
  });
  return one;
}

/** Every row twice, the second time far behind the first. `shy`: every other one without a scheme. */
function fileOf(source: string, shy = false): string {
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const scheme = shy && n % 2 === 0 ? '' : 'https://';
    return `url,${scheme}${source}.example/${n}\n`;
  });
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

/** Kills the server twice while it imports, and waits for the end. */
async function killWhile(id: string): Promise<Import> {
  for (const part of [0.1, 1.2]) {
    await waitFor(
      id,
      ({ counts, state }) =>
        !['waiting', 'running'].includes(state) || Number(counts.total) > part * ROWS,
    );
    await server.kill();
    await server.start();
  }
  return waitFor(id, ({ state }) => !['waiting', 'running'].includes(state));
}

describe('after kill -9', () => {
  test.each(['dry_run=true', 'mode=all-or-nothing'])('%s counts as it would have', async (how) => {
    const source = how.startsWith('dry') ? 'dry' : 'all';
    const query = `?collection=indicators&source=${source}&${how}`;
    const { id } = await call(query, fileOf(source));
    const one = await killWhile(id);
    expect(one).toMatchObject({
      state: 'completed',
      counts: { total: 2 * ROWS, created: ROWS, duplicate: ROWS, unchanged: 0, rejected: 0 },
    });
    if (source === 'dry') expect(await polled()).toEqual([]);
  });

  test('what is set aside is there once, and so is what is released of it', async () => {
    const query = '?collection=indicators&source=shy&mode=set-aside';
    const { id } = await call(query, fileOf('shy', true));
    const one = await killWhile(id);
    expect(one).toMatchObject({
      state: 'completed',
      counts: { total: 2 * ROWS, created: ROWS / 2, set_aside: ROWS / 2, duplicate: ROWS },
    });
    const release = () =>
      send<{ more: boolean }>(
        '/set-aside/release',
        JSON.stringify({ import: id }),
        'application/json',
      );
    const cutOff = release().catch(() => null);
    const first = '/set-aside?limit=1&import=';
    const before = await send<{ items: { id: number }[] }>(`${first}${id}`);
    await until(async () => {
      const { items } = await send<{ items: { id: number }[] }>(`${first}${id}`);
      return items[0]?.id !== before.items[0]?.id;
    });
    await server.kill();
    await cutOff;
    await server.start();
    for (let answer = await release(); answer.more; ) answer = await release();
    expect(await send(`/set-aside?import=${id}`)).toEqual({ items: [], more: false });
    // All that came, once: an import of the same file finds nothing to do.
    const again = await call(query, fileOf('shy', true));
    expect(
      await waitFor(again.id, ({ state }) => !['waiting', 'running'].includes(state)),
    ).toMatchObject({ counts: { unchanged: ROWS, duplicate: ROWS, created: 0, updated: 0 } });
  }, 180_000);
});
