// Changes of many objects at once: counted, made by a job, undone by one.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importFile } from '../support/imports.ts';
import { type RequestOptions, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix-objects.ts';

let server: TestServer;
let root: string;
let collection: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
beforeEach(async () => {
  collection = await server.makeCollection(root);
});
afterAll(() => server.stop());

async function ask(method: string, path: string, options: RequestOptions = {}) {
  const full = `/api/v1/changes${path}`;
  const answer = await server.request(full, { method, ...options });
  checkAgainstSpec({ method, path: full }, answer);
  return answer;
}

async function ended(id: string) {
  for (;;) {
    const { json } = await ask('GET', `/${id}`);
    if (!['waiting', 'running', 'undoing'].includes(json.state)) return json;
    await sleep(25);
  }
}

async function change(body: object) {
  const { status, json } = await ask('POST', '', { body });
  expect(status).toBe(202);
  return ended(json.id);
}

async function undo(id: string) {
  expect((await ask('POST', `/${id}/undo`)).status).toBe(202);
  return ended(id);
}

async function poll(query = '') {
  const { json } = await server.request(`${server.objects(root, collection)}?${query}`);
  return json.objects ?? [];
}

async function read(id: string) {
  return (await server.request(`/api/v1/collections/${collection}/objects/${id}`)).json;
}

const others = [0, 1, 2].map((n) =>
  indicator({ id: `indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd0${n}`, labels: ['feed'] }),
);

/** Three objects of ours, three of others. */
async function fill() {
  await importFile(server, collection, 'type,value\nip,192.0.2.1\nip,192.0.2.2\nip,192.0.2.3\n');
  const body = { objects: others };
  await server.request(server.objects(root, collection), { method: 'POST', body });
}

const indicators = () => ({ collection, where: { field: 'type', op: 'is', value: 'indicator' } });
const action = { add_labels: ['reviewed'], confidence: 80, tlp: 'amber' };

describe('a change of all that a search finds', () => {
  test('is counted first', async () => {
    await fill();
    const { status, json } = await ask('POST', '', {
      body: { ...indicators(), action, dry_run: true },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ count: 6, own: 3, others: 3 });
  });

  test('makes new versions of our objects, annotates the others, and is undone', async () => {
    await fill();
    const before = await poll('match[type]=indicator');
    const done = await change({ ...indicators(), action });
    expect(done).toMatchObject({ state: 'completed', count: 6, done: 6, changed: 6, refused: 0 });
    expect(done.asked).toEqual(indicators());
    const after = await poll('match[type]=indicator');
    const ours = after.filter(({ labels = [] }: { labels?: string[] }) =>
      labels.includes('reviewed'),
    );
    expect(ours).toHaveLength(3);
    expect(ours[0]).toMatchObject({
      confidence: 80,
      object_marking_refs: ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'],
    });
    for (const other of others) {
      expect(after).toContainEqual(other);
      expect((await read(String(other.id))).item).toMatchObject({
        labels: ['feed', 'reviewed'],
        confidence: 80,
        tlp: 'amber',
      });
    }
    const undone = await undo(done.id);
    expect(undone).toMatchObject({ state: 'undone', undone: 6, kept: 0 });
    const bare = ({ modified, ...object }: Record<string, unknown>) => JSON.stringify(object);
    expect((await poll('match[type]=indicator')).map(bare).sort()).toEqual(before.map(bare).sort());
    expect(await read(String(others[0]?.id))).toMatchObject({
      annotation: null,
      item: { labels: ['feed'], confidence: null, tlp: null },
    });
  });

  test('leaves alone on undo what somebody has changed since', async () => {
    await fill();
    const done = await change({ ...indicators(), action });
    const path = `/api/v1/collections/${collection}/objects/${others[0]?.id}/annotation`;
    await server.request(path, { method: 'PUT', body: { comment: 'Mine' } });
    expect(await undo(done.id)).toMatchObject({ undone: 5, kept: 1 });
    expect((await read(String(others[0]?.id))).annotation).toMatchObject({ confidence: 80 });
  });

  test('changes nothing that is so already', async () => {
    await fill();
    await change({ ...indicators(), action });
    expect(await change({ ...indicators(), action })).toMatchObject({ changed: 0, unchanged: 6 });
  });
});

describe('a change of a list', () => {
  const ids = () => others.map(({ id }) => ({ collection, id }));

  test('takes these alone, and says why it leaves some', async () => {
    await fill();
    const done = await change({ ids: ids(), action: { revoke: true } });
    expect(done).toMatchObject({ count: 3, changed: 0, refused: 3 });
    expect(done.asked.where).toEqual({ field: 'id', op: 'in', value: others.map(({ id }) => id) });
    expect(done.refusals[0].message).toContain('only its creator');
  });

  test('deletes with all versions, and undo stores them again as they were', async () => {
    await fill();
    const before = await poll('match[version]=all');
    const done = await change({ ...indicators(), action: { delete: true } });
    expect(done).toMatchObject({ changed: 6 });
    expect(await poll('match[type]=indicator')).toEqual([]);
    expect(await undo(done.id)).toMatchObject({ undone: 6 });
    const sorted = (objects: { id: string }[]) => objects.map((one) => JSON.stringify(one)).sort();
    expect(sorted(await poll('match[version]=all'))).toEqual(sorted(before));
  });

  test('revokes what was told of deleted objects, and undo tells it again', async () => {
    const path = `/api/v1/collections/${collection}`;
    await server.request(path, { method: 'PATCH', body: { publish_annotations: true } });
    await fill();
    await change({ ids: ids(), action });
    const told = async () =>
      (await poll('match[type]=note')).filter(({ revoked }: { revoked?: boolean }) => !revoked);
    expect(await told()).toHaveLength(3);
    const done = await change({ ids: ids(), action: { delete: true } });
    expect(await told()).toEqual([]);
    await undo(done.id);
    expect(await told()).toHaveLength(3);
  });

  test('revokes ours, and undo makes them good again', async () => {
    await fill();
    const done = await change({ ...indicators(), action: { revoke: true } });
    expect(done).toMatchObject({ changed: 3, refused: 3 });
    expect(await undo(done.id)).toMatchObject({ undone: 3 });
    const objects: { revoked?: boolean }[] = await poll('match[type]=indicator');
    expect(objects.filter(({ revoked }) => revoked === true)).toEqual([]);
  });

  test.each([
    [{ action }],
    [{ ids: [{ collection: 'x', id: 'y' }], action }],
    [{ where: { field: 'type', op: 'like', value: 'x' }, action }],
    [{ where: { all: [] }, action: {} }],
    [{ where: { all: [] }, action: { revoke: true, delete: true } }],
    [{ where: { all: [] }, ids: [], action }],
    [{ where: { all: [] }, action: { valid_until: 'soon' } }],
  ])('is refused as %j', async (body) => {
    expect((await ask('POST', '', { body })).status).toBe(422);
  });
});

test('a change takes what its maker may write, is seen by its maker, and audited', async () => {
  await fill();
  const [reader, writer] = await Promise.all([server.makeAccount(), server.makeAccount()]);
  await server.grant(collection, reader.name, true, false);
  await server.grant(collection, writer.name, true, true);
  const body = { ...indicators(), action };
  const none = await ask('POST', '', { as: reader, body: { ...body, dry_run: true } });
  expect(none.json).toMatchObject({ count: 0 });
  const { json } = await ask('POST', '', { as: writer, body });
  expect((await ended(json.id)).changed).toBe(6);
  expect((await ask('GET', `/${json.id}`, { as: reader })).status).toBe(404);
  expect((await ask('GET', '', { as: writer })).json.items).toMatchObject([{ id: json.id }]);
  await server.grant(collection, writer.name, true, false);
  expect((await ask('POST', `/${json.id}/undo`, { as: writer })).status).toBe(403);
  expect((await ask('DELETE', `/${json.id}`, { as: writer })).status).toBe(409);
  const { rows } = await server.database.db.work.query(
    'select account_name, action from audit where target = $1',
    [json.id],
  );
  expect(rows).toEqual([{ account_name: writer.name, action: 'createChange' }]);
});

describe('changes and imports', () => {
  /** Runs something while nobody can store anything in the collection. */
  async function whileHeld(held: string, run: () => Promise<void>) {
    const client = await server.database.db.work.connect();
    try {
      await client.query('begin');
      await client.query('select from collection_clock where collection_id = $1 for update', [
        held,
      ]);
      await run();
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  test('do not wait for each other', async () => {
    await fill();
    const elsewhere = await server.makeCollection(root);
    const rows = 'type,value\nip,192.0.2.1\n';
    let id = '';
    await whileHeld(collection, async () => {
      id = (await ask('POST', '', { body: { ...indicators(), action } })).json.id;
      expect(await importFile(server, elsewhere, rows)).toMatchObject({ state: 'completed' });
      expect((await ask('GET', `/${id}`)).json.state).toMatch(/waiting|running/);
    });
    expect(await ended(id)).toMatchObject({ state: 'completed', changed: 6 });
    let imported = Promise.resolve<{ state: string }>({ state: '' });
    await whileHeld(elsewhere, async () => {
      imported = importFile(server, elsewhere, 'type,value\nip,192.0.2.2\n');
      expect(await undo(id)).toMatchObject({ state: 'undone', undone: 6 });
    });
    expect(await imported).toMatchObject({ state: 'completed' });
  });
});
