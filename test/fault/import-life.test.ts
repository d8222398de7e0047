// Ends of imports under kill -9 on the built server: an undo is carried on and takes back each object
// once; a cancelled import stays cancelled, and stores nothing more.
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
  readonly undo?: Readonly<Record<string, number>>;
}

async function call(path: string, method = 'GET', body?: string): Promise<Import> {
  const answer = await fetch(`${server.url}/api/v1/imports${path}`, {
    method,
    headers: { authorization: server.authorization },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return JSON.parse(text);
}

function upload(source: string): Promise<Import> {
  const rows = Array.from({ length: ROWS }, (_, n) => `url,https://${source}.example/${n}\n`);
  return call(`?collection=indicators&source=${source}`, 'POST', `type,value\n${rows.join('')}`);
}

async function waitFor(id: string, holds: (one: Import) => boolean): Promise<Import> {
  let one = await call(`/${id}`);
  await until(async () => {
    one = await call(`/${id}`);
    return holds(one);
  });
  return one;
}

/** All versions of the indicators of a source, counted by whether they are revoked. */
async function countVersions(source: string): Promise<{ good: number; revoked: number }> {
  const counts = { good: 0, revoked: 0 };
  let next = '';
  do {
    const query = `match[type]=indicator&match[version]=all&limit=10000${next && `&next=${next}`}`;
    const url = `${server.url}/taxii2/intel/collections/indicators/objects/?${query}`;
    const answer = await fetch(url, {
      headers: {
        authorization: server.authorization,
        accept: 'application/taxii+json;version=2.1',
      },
    });
    const page = (await answer.json()) as {
      readonly objects?: readonly { readonly name: string; readonly revoked?: boolean }[];
      readonly next?: string;
    };
    for (const { name, revoked } of page.objects ?? [])
      if (name.includes(`${source}.example`)) counts[revoked === true ? 'revoked' : 'good'] += 1;
    next = encodeURIComponent(page.next ?? '');
  } while (next !== '');
  return counts;
}

describe('after kill -9', () => {
  test('an undo is carried on, and each object is revoked once', async () => {
    const { id } = await upload('undone');
    await waitFor(id, ({ state }) => state === 'completed');
    await call(`/${id}/undo`, 'POST');
    for (const part of [0.1, 0.6]) {
      const isSoFar = ({ undo, state }: Import) =>
        state !== 'undoing' || Number(undo?.revoked) > part * ROWS;
      await waitFor(id, isSoFar);
      await server.kill();
      await server.start();
    }
    const one = await waitFor(id, ({ state }) => state === 'undone');
    expect(one.undo).toMatchObject({ revoked: ROWS, restored: 0, removed: 0, kept: 0 });
    expect(await countVersions('undone')).toEqual({ good: ROWS, revoked: ROWS });
  });

  test('a cancelled import stays so, with what it had stored', async () => {
    const { id } = await upload('cancelled');
    await waitFor(id, ({ counts }) => Number(counts.created) > 0);
    const cancelled = await call(`/${id}`, 'DELETE');
    await server.kill();
    await server.start();
    const after = await upload('after');
    await waitFor(after.id, ({ state }) => state === 'completed');
    expect(await call(`/${id}`)).toEqual(cancelled);
    expect(cancelled.counts.created).toBeLessThan(ROWS);
    const { good } = await countVersions('cancelled');
    expect(good).toBe(cancelled.counts.created);
  });
});
