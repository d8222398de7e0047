// The figures of the overview are those of the searches that they lead to.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { importFile } from '../support/imports.ts';
import { type Credentials, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator, malware } from '../support/stix.ts';

let server: TestServer;
let root: string;
let open: string;
let closed: string;
let member: { name: string; password: string };

const MAKERS = ['1', '2'].map((n) => `identity--b3c0de1f-5a61-4b7e-9c2d-0f1e2d3c4b5${n}`);
const soon = new Date(Date.now() + 3 * 86_400_000).toISOString();
const pattern = "[ipv4-addr:value = '198.51.100.7']";

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  open = await server.makeCollection(root, { title: 'Open' });
  closed = await server.makeCollection(root, { title: 'Closed' });
  member = await server.makeAccount();
  await server.grant(open, member.name, true, true);
  const push = (collection: string, objects: readonly object[]) =>
    server.request(server.objects(root, collection), { method: 'POST', body: { objects } });
  const names = ['One', 'Two'].map((name, at) => ({
    type: 'identity',
    spec_version: '2.1',
    id: MAKERS[at],
    created: '2020-01-01T00:00:00.000Z',
    modified: '2020-01-01T00:00:00.000Z',
    name,
  }));
  await push(open, [
    ...names,
    indicator({ pattern, created_by_ref: MAKERS[0], valid_until: soon }),
    indicator({ pattern, created_by_ref: MAKERS[1], valid_until: '2021-01-01T00:00:00Z' }),
    malware({ created_by_ref: MAKERS[1], revoked: true }),
  ]);
  await push(closed, [indicator()]);
  await importFile(server, open, 'type,value\nip,203.0.113.7\nip,not.an.ip.address.9\n');
  await server.request(`${server.objects(root, open)}?limit=2`);
});
afterAll(() => server.stop());

async function ask(path: string, as: Credentials = member) {
  const answer = await server.request(`/api/v1/${path}`, { as });
  checkAgainstSpec({ method: 'GET', path: `/api/v1/${path}` }, answer);
  return answer;
}

test('what is counted is what the search behind it finds', async () => {
  const { json } = await ask('overview');
  const total = (await ask('intel/count')).json.count;
  expect(json.totals).toMatchObject({ objects: total, revoked: 1, expired: 1 });
  expect(json.expiring.map(({ count }: { count: number }) => count)).toEqual([1, 1]);
  const groups = [json.types, json.tlp, json.sources, json.added, json.expiring].flat();
  expect(groups.length).toBeGreaterThan(8);
  for (const { count, where } of groups) {
    const found = await ask(`intel/count?where=${encodeURIComponent(JSON.stringify(where))}`);
    expect({ where, count: found.json.count }).toEqual({ where, count });
  }
});

test('imports, overlap and what polls were given are told', async () => {
  await importFile(server, open, 'value\n198.51.100.9\n?\n', { dry_run: 'true' });
  const { json } = await ask('overview?days=2');
  expect(json.days).toHaveLength(2);
  expect(json.imports).toMatchObject([{ imports: 1, failed: 0, created: 1, rejected: 1 }]);
  expect(json.overlap).toEqual({
    is_estimate: false,
    values: 1,
    pairs: [{ sources: ['One', 'Two'], values: 1 }],
  });
  expect(json.served).toMatchObject([
    { collection: { id: open, title: 'Open' }, requests: 1, objects: 2 },
  ]);
});

test('nobody is told of collections that one may not read', async () => {
  expect((await ask(`overview?collection=${closed}`)).status).toBe(404);
  const stranger = await server.makeAccount();
  expect((await ask('overview', stranger)).json.totals.objects).toBe(0);
});
