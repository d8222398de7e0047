// A file that is there, imported again with other settings: what is kept, and for how long.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deleteOldUploads } from '../../src/store/uploads.ts';
import { ended, importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

async function ask(
  id: string,
  query: Record<string, string> = {},
  as?: { name: string; password: string },
) {
  const path = `/api/v1/imports/${id}/replay?${new URLSearchParams(query)}`;
  const answer = await server.request(path, { method: 'POST', ...(as && { as }) });
  checkAgainstSpec({ method: 'POST', path }, answer);
  return answer;
}

async function replay(id: string, query?: Record<string, string>) {
  const { status, json, headers } = await ask(id, query);
  expect([status, headers.location]).toEqual([202, `/api/v1/imports/${json.id}`]);
  return ended(server, json.id);
}

async function indicators(collection: string) {
  const path = `${server.objects(root, collection)}?match[type]=indicator`;
  return (await server.request(path)).json.objects ?? [];
}

/** As if imports had ended two days ago. */
async function age(...ids: string[]) {
  await server.database.db.work.query(
    `update import set finished_at = finished_at - interval '2 days' where id = any($1::uuid[])`,
    [ids],
  );
}

const FILE = 'Address,Words\n198.51.100.1,a\nnonsense,b\n';

describe('a replay', () => {
  test('of a file that could not be read takes it with another mapping', async () => {
    const target = await server.makeCollection(root);
    const failed = await importFile(server, target, 'one,two\nx,y\n', { file_name: 'a.csv' });
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'FILE_NO_VALUE_COLUMN' } });
    const columns = '{"one":"mutex","two":"name"}';
    const one = await replay(failed.id, { columns });
    expect(one).toMatchObject({
      ...{ state: 'completed', replay_of: failed.id, file_name: 'a.csv', source: 'Test Source' },
      counts: { created: 1 },
    });
    expect(await indicators(target)).toMatchObject([{ name: 'y' }]);
    const again = await replay(one.id, { default_tlp: 'green' });
    expect(again).toMatchObject({ replay_of: failed.id, counts: { updated: 1 } });
    const bare = await replay(one.id, { inherit: 'false' });
    expect(bare).toMatchObject({ state: 'failed', source: null });
  });

  test('of a dry run is the import that it tried', async () => {
    const target = await server.makeCollection(root);
    const settings = { columns: '{"Address":"ip"}', default_confidence: '70', dry_run: 'true' };
    const dry = await importFile(server, target, FILE, settings);
    const one = await replay(dry.id);
    expect(one).toMatchObject({ dry_run: false, counts: dry.counts });
    expect(await indicators(target)).toMatchObject([{ name: '198.51.100.1', confidence: 70 }]);
    const errors = await server.request(`/api/v1/imports/${one.id}/error-file`);
    expect(errors.text).toContain('nonsense');
    const record = await server.request(`/api/v1/imports/${one.id}/samples?line=2`);
    expect(record.json.items).toMatchObject([{ kind: 'new', object: { confidence: 70 } }]);
  });

  test('goes into another collection where it says so, and is undone for itself', async () => {
    const [target, other] = [await server.makeCollection(root), await server.makeCollection(root)];
    const first = await importFile(server, target, 'value\n198.51.100.1\n');
    const one = await replay(first.id, { collection: other, source: 'Other' });
    expect(one).toMatchObject({ collection: other, source: 'Other', counts: { created: 1 } });
    await server.request(`/api/v1/imports/${one.id}/undo?remove=true`, { method: 'POST' });
    await ended(server, one.id);
    expect(await indicators(other)).toEqual([]);
    expect(await indicators(target)).toHaveLength(1);
  });

  test('keeps the file for as long as it needs it itself, and no longer', async () => {
    const target = await server.makeCollection(root);
    const first = await importFile(server, target, FILE.replace('Address', 'value'));
    const second = await replay(first.id);
    await age(first.id);
    await deleteOldUploads(server.database.db, 24);
    const third = await replay(first.id);
    await age(second.id, third.id);
    await deleteOldUploads(server.database.db, 24);
    for (const id of [first.id, third.id]) expect((await ask(id)).status).toBe(410);
    const errors = await server.request(`/api/v1/imports/${third.id}/error-file`);
    expect(errors.status).toBe(410);
  });

  test('is for whoever sees the import and may write', async () => {
    const target = await server.makeCollection(root);
    const { id } = await importFile(server, target, FILE);
    const [stranger, writer] = [await server.makeAccount(), await server.makeAccount()];
    await server.grant(target, writer.name, true, true);
    expect((await ask(id, {}, stranger)).status).toBe(404);
    expect((await ask(id, {}, writer)).status).toBe(202);
    const closed = await server.makeCollection(root);
    expect((await ask(id, { collection: closed }, writer)).status).toBe(422);
    await server.grant(closed, writer.name, true, false);
    expect((await ask(id, { collection: closed }, writer)).status).toBe(403);
    expect((await ask(id, { columns: '[]' })).status).toBe(400);
  });
});
