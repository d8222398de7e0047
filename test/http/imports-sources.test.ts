// Who an import comes from: its source, a column of its rows, or the STIX objects themselves.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ended } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

async function run(collection: string, body: string, query: Record<string, string> = {}) {
  const search = new URLSearchParams({ collection, ...query });
  const answer = await server.request(`/api/v1/imports?${search}`, { method: 'POST', body });
  expect(answer.status).toBe(202);
  return ended(server, answer.json.id);
}

async function findings(id: string) {
  return (await server.request(`/api/v1/imports/${id}/findings`)).json.items;
}

type Stored = Record<string, string> & { type: string };

async function stored(collection: string, query = ''): Promise<Stored[]> {
  const { json } = await server.request(`${server.objects(root, collection)}${query}`);
  return json.objects ?? [];
}

const IDENTITY = {
  type: 'identity',
  spec_version: '2.1',
  id: 'identity--0f3d1bd0-3bd1-4b5c-8a5e-6ac0e37d2b01',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'An organization',
};
const THREE = [
  'value,feed',
  '192.0.2.1,Feed A',
  '192.0.2.1,Feed B',
  '192.0.2.2,',
  '192.0.2.3,Feed A',
].join('\n');

test('a file of STIX objects needs no source, and gets no identity beside them', async () => {
  const target = await server.makeCollection(root);
  const one = await run(target, JSON.stringify([IDENTITY]));
  expect(one).toMatchObject({ state: 'completed', source: null, counts: { created: 1 } });
  expect(await stored(target)).toHaveLength(1);
});

test.each([
  ['a table', 'type,value\nip,192.0.2.1\n'],
  ['a list', '192.0.2.1\n192.0.2.2\n'],
  ['JSON', '[{"ip":"192.0.2.1"}]'],
])('%s of rows without a source ends as failed, and says why', async (_name, body) => {
  const target = await server.makeCollection(root);
  const one = await run(target, body);
  expect(one).toMatchObject({ state: 'failed', error: { code: 'SOURCE_MISSING' } });
  expect(one.error.hint).toContain('`source`');
  expect(one.counts.total).toBe(0);
  expect(await stored(target)).toEqual([]);
});

test('rows among STIX objects are rejected alone where nobody says who they come from', async () => {
  const target = await server.makeCollection(root);
  const one = await run(target, `${JSON.stringify(IDENTITY)}\n{"ip":"192.0.2.1"}\n`);
  expect(one).toMatchObject({
    state: 'completed_with_errors',
    counts: { created: 1, rejected: 1 },
  });
  expect(await findings(one.id)).toMatchObject([{ line: 2, code: 'SOURCE_MISSING' }]);
});

test('a column of sources is an extra, unless it is to choose the source', async () => {
  const target = await server.makeCollection(root);
  await run(target, THREE, { source: 'Ours' });
  const made = await stored(target, '?match[type]=identity');
  expect(made.map(({ name }) => name)).toEqual(['Ours']);
  expect(JSON.stringify(await stored(target))).toContain('{"name":"feed","value":"Feed A"}');
});

test('rows that choose their source are made by its identity, and are objects of their own', async () => {
  const target = await server.makeCollection(root);
  const query = { source: 'Ours', row_source: 'true' };
  const one = await run(target, THREE, query);
  expect(one).toMatchObject({ state: 'completed', counts: { created: 4 } });
  const all = await stored(target);
  const names = new Map(
    all.filter(({ type }) => type === 'identity').map(({ id, name }) => [id, name]),
  );
  const made = all.filter(({ type }) => type === 'indicator');
  expect(made.map((o) => [o.name, names.get(o.created_by_ref ?? '')])).toEqual([
    ['192.0.2.1', 'Feed A'],
    ['192.0.2.1', 'Feed B'],
    ['192.0.2.2', 'Ours'],
    ['192.0.2.3', 'Feed A'],
  ]);
  expect(JSON.stringify(made)).not.toContain('extensions');
  expect((await run(target, THREE, query)).counts).toMatchObject({ unchanged: 4, created: 0 });
});

test('without a source of the import, a row that names none is rejected', async () => {
  const target = await server.makeCollection(root);
  const one = await run(target, THREE, { row_source: 'true' });
  expect(one.counts).toMatchObject({ created: 3, rejected: 1 });
  expect(await findings(one.id)).toMatchObject([
    { kind: 'rejection', line: 4, column: 'feed', code: 'SOURCE_MISSING' },
  ]);
});

test('a file may name so many sources, by names so long', async () => {
  const target = await server.makeCollection(root);
  const rows = Array.from({ length: 1002 }, (_, n) => `192.0.2.1,Feed ${n}`);
  const body = ['value,source', `192.0.2.1,${'x'.repeat(251)}`, ...rows].join('\n');
  const one = await run(target, body, { row_source: 'true' });
  expect(one.counts).toMatchObject({ created: 1000, rejected: 3 });
  const codes = (await findings(one.id)).map(({ code, line }: Stored) => [line, code]);
  expect(codes).toEqual([
    [2, 'SOURCE_UNUSABLE'],
    [1003, 'SOURCE_UNUSABLE'],
    [1004, 'SOURCE_UNUSABLE'],
  ]);
});

test('an undo takes back the rows of all sources, and with removal their identities', async () => {
  const target = await server.makeCollection(root);
  const query = { source: 'Ours', row_source: 'true' };
  const take = async (id: string, how: string) => {
    await server.request(`/api/v1/imports/${id}/undo${how}`, { method: 'POST' });
    return ended(server, id);
  };
  const one = await run(target, THREE, query);
  expect((await take(one.id, '')).undo).toMatchObject({ revoked: 4, removed: 0 });
  const other = await server.makeCollection(root);
  const two = await run(other, THREE, query);
  expect((await take(two.id, '?remove=true')).undo).toMatchObject({ removed: 4 });
  expect(await stored(other)).toEqual([]);
});
