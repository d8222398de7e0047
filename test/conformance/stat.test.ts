// STAT: the status of a push. OASIS TAXII 2.1 section 4.3.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { TAXII } from '../support/server.ts';
import { indicator, ipv4Addr, markingDefinition } from '../support/stix.ts';
import { expectError, type Fixture, type Status, startFixture } from './fixture.ts';
import { startSibling } from './sibling.ts';
import { line } from './suite.ts';

let f: Fixture;
beforeAll(async () => {
  f = await startFixture();
});
afterAll(() => f.stop());

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const get = (id: string) => f.request(`${f.R}status/${id}/`);

async function post(objects: readonly object[]): Promise<Status> {
  const answer = await f.request(f.path(f.C, 'objects/'), { method: 'POST', body: { objects } });
  expect(answer.status).toBe(202);
  return answer.json;
}

const postMixed = () => post([indicator(), { ...indicator(), modified: 'never' }, ipv4Addr(), {}]);

line(
  ['STAT-01', 'STAT-14'],
  'the status of a push can be read at once, and is the same',
  async () => {
    const posted = await postMixed();
    const answer = await get(posted.id);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(TAXII);
    expect(answer.json).toEqual(posted);
  },
);

const age = (id: string, interval: string) =>
  f.server.database.db.work.query(
    'update status set created_at = now() - $2::interval where id = $1',
    [id, interval],
  );

// The server's own hourly job, with its own settings.
async function purge(): Promise<void> {
  const { work } = f.server.database.db;
  await work.query("select graphile_worker.add_job('purge', job_key => 'now')");
  for (;;) {
    const { rows } = await work.query<{ last_error: string | null }>(
      "select j.last_error from graphile_worker.jobs j where j.key = 'now'",
    );
    if (rows.length === 0) return;
    expect(rows[0]?.last_error ?? null).toBe(null);
    await sleep(50);
  }
}

line('STAT-02', 'unknown and expired statuses are 404', async () => {
  expectError(await get('0a6b3f4e-9a70-4d5c-8a44-0c6f8f9b6a10'), 404);
  const { id } = await post([indicator()]);
  await age(id, '48 hours 1 minute');
  await purge();
  expectError(await get(id), 404);
});

line(['STAT-03', 'IOP-02'], 'a status is kept for 24 hours and longer', async () => {
  const { id } = await post([indicator()]);
  for (const interval of ['23 hours 59 minutes', '24 hours 1 minute', '47 hours 59 minutes']) {
    await age(id, interval);
    await purge();
    expect((await get(id)).status).toBe(200);
  }
});

line(['STAT-04', 'STAT-05'], 'state and counts are always there', async () => {
  for (const status of [await post([indicator()]), await postMixed(), await post([{}])]) {
    expect(['complete', 'pending']).toContain(status.status);
    for (const count of [
      'total_count',
      'success_count',
      'failure_count',
      'pending_count',
    ] as const) {
      expect(Number.isInteger(status[count])).toBe(true);
      expect(status[count]).toBeGreaterThanOrEqual(0);
    }
  }
});

line('STAT-06', 'the counts add up', async () => {
  const mixed = await postMixed();
  expect(mixed).toMatchObject({ total_count: 4, success_count: 2, failure_count: 2 });
  expect(mixed.success_count + mixed.failure_count + mixed.pending_count).toBe(4);
});

line('STAT-07', 'a complete status has nothing pending and never changes', async () => {
  const { id } = await postMixed();
  const first = await get(id);
  expect(first.json).toMatchObject({ status: 'complete', pending_count: 0 });
  expect(first.json).not.toHaveProperty('pendings');
  await f.push(f.C, [indicator()]);
  expect((await get(id)).text).toBe(first.text);
});

line('STAT-08', 'lists are as long as their counts say, and absent at zero', async () => {
  const mixed = await postMixed();
  expect(mixed.successes).toHaveLength(2);
  expect(mixed.failures).toHaveLength(2);
  const good = await post([indicator()]);
  expect(good).not.toHaveProperty('failures');
  const bad = await post([{}]);
  expect(bad).not.toHaveProperty('successes');
  expect(bad.failures).toHaveLength(1);
});

line(['STAT-09', 'STAT-10'], 'each detail has id and version, each failure says why', async () => {
  const marking = markingDefinition();
  const one = indicator({ modified: '2021-02-03T04:05:06.789Z' });
  const broken = { ...indicator(), modified: 'never' };
  const status = await post([one, marking, broken]);
  expect(status.successes).toEqual([
    expect.objectContaining({ id: one.id, version: '2021-02-03T04:05:06.789Z' }),
    expect.objectContaining({ id: marking.id, version: marking.created }),
  ]);
  expect(status.failures).toEqual([
    expect.objectContaining({
      id: broken.id,
      version: expect.any(String),
      message: expect.stringMatching(/modified/),
    }),
  ]);
});

line('STAT-11', 'an object without times has one version, everywhere the same', async () => {
  const address = ipv4Addr();
  const status = await f.push(f.C, [address]);
  const version = status.successes?.[0]?.version;
  const manifest = await f.request(f.path(f.C, `manifest/?match[id]=${address.id}`));
  expect(manifest.json.objects[0].version).toBe(version);
  const versions = await f.request(f.path(f.C, `objects/${address.id}/versions/`));
  expect(versions.json.versions).toEqual([version]);
});

line('STAT-12', 'request_timestamp is when the push came', async () => {
  const before = Date.now();
  const status = await post([indicator()]);
  expect(status.request_timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  const at = Date.parse(status.request_timestamp);
  expect(at).toBeGreaterThanOrEqual(before);
  expect(at).toBeLessThanOrEqual(Date.now());
});

line('STAT-13', 'the id is a UUIDv4', async () => {
  expect((await post([indicator()])).id).toMatch(V4);
});

line('STAT-14', 'the status is there after a restart and on another node', async () => {
  const { id } = await postMixed();
  const node = await startSibling(f.server);
  const answer = await node.request(`${f.R}status/${id}/`, { as: f.users.rw });
  await node.stop();
  expect(answer.text).toBe((await get(id)).text);
});

line('STAT-15', 'refusals of a status are error resources', async () => {
  const { id } = await post([indicator()]);
  const path = `${f.R}status/${id}/`;
  expectError(await f.request(path, { as: null }), 401);
  expectError(await f.request(path, { as: f.users.ro }), 404);
  expectError(await f.request(path, { headers: { Accept: 'text/html' } }), 406);
});
