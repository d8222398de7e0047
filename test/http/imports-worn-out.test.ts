// An import whose process has died as often as a job is tried: it ends, says so, and can be gone on from.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ended, importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

const query = (text: string, values: readonly unknown[]) =>
  server.database.db.work.query(text, [...values]);

/** Keeps what stores into a collection waiting meanwhile. */
async function whileHeld(collection: string, run: () => Promise<void>): Promise<void> {
  const client = await server.database.db.work.connect();
  try {
    await client.query('begin');
    const lock = 'select from collection_clock where collection_id = $1 for update';
    await client.query(lock, [collection]);
    await run();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** As if the process that has the job had died, for the last time. */
async function wearOut(id: string): Promise<void> {
  for (;;) {
    const { rowCount } = await query(
      `update graphile_worker._private_jobs set attempts = max_attempts, locked_by = null, locked_at = null
        where key = $1 and locked_at is not null`,
      [id],
    );
    if (rowCount === 1) return;
    await sleep(25);
  }
}

const FILE = 'value\n192.0.2.1\nnonsense\n192.0.2.2\n';

test('an import fails with the reason, and its file can be imported again', async () => {
  const into = await server.makeCollection(root);
  let id = '';
  await whileHeld(into, async () => {
    const search = new URLSearchParams({ collection: into, source: 'Test Source' });
    const upload = { method: 'POST', body: FILE };
    id = (await server.request(`/api/v1/imports?${search}`, upload)).json.id;
    await wearOut(id);
    const failed = await ended(server, id);
    expect(failed).toMatchObject({ state: 'failed', counts: { created: 0 } });
    expect(failed.error).toMatchObject({
      code: 'UNEXPECTED',
      message: expect.stringContaining('several times'),
      hint: expect.stringContaining('again'),
    });
  });
  const path = `/api/v1/imports/${id}/replay`;
  const { json } = await server.request(path, { method: 'POST' });
  const again = await ended(server, json.id);
  expect(again).toMatchObject({ counts: { created: 2, rejected: 1 } });
  // What was given up stays so, though its thread may have come to life again.
  expect((await server.request(`/api/v1/imports/${id}`)).json.state).toBe('failed');
});

test('an undo is given up, the import is as before, and can be undone once more', async () => {
  const into = await server.makeCollection(root);
  const { id } = await importFile(server, into, FILE);
  const path = `/api/v1/imports/${id}/undo`;
  await whileHeld(into, async () => {
    await server.request(path, { method: 'POST' });
    await wearOut(id);
    expect((await ended(server, id)).state).toBe('completed_with_errors');
  });
  await server.request(path, { method: 'POST' });
  const undone = await ended(server, id);
  expect(undone).toMatchObject({ state: 'undone', undo: { revoked: 2 } });
});
