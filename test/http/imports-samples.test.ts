// Samples of imports and dry runs: what records of each kind make, and what that changes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

interface Sample {
  readonly kind: string;
  readonly line: number;
  readonly object: Record<string, unknown> | null;
  readonly differences?: readonly object[];
  readonly findings: readonly Record<string, unknown>[];
}

async function samples(id: string, query = ''): Promise<readonly Sample[]> {
  const path = `/api/v1/imports/${id}/samples${query}`;
  const answer = await server.request(path);
  expect(answer.status).toBe(200);
  checkAgainstSpec({ method: 'GET', path }, answer);
  return answer.json.items;
}

const STORED = 'type,value,description\nip,192.0.2.1,old\nip,192.0.2.2,same\n';
const FILE = `type,value,description
ip,192.0.2.1,new
ip,192.0.2.2,same
url,evil.example/x,warned
ip,bad,
ip,192.0.2.2,again
`;

describe('samples', () => {
  test.each(['true', 'false'])('show each kind of record (dry_run=%s)', async (dry_run) => {
    const target = await server.makeCollection(root);
    await importFile(server, target, STORED);
    const one = await importFile(server, target, FILE, { dry_run });
    const found = await samples(one.id);
    expect(found.map(({ kind, line }) => [kind, line])).toEqual([
      ['new', 4],
      ['changed', 2],
      ['unchanged', 3],
      ['duplicate', 6],
      ['warned', 4],
      ['rejected', 5],
    ]);
    const [made, changed, same, repeated, warned, rejected] = found;
    expect(made?.object).toMatchObject({ type: 'indicator', name: 'http://evil.example/x' });
    expect(changed).toMatchObject({
      object: { name: '192.0.2.1', description: 'new' },
      differences: [{ property: 'description', before: 'old', after: 'new' }],
    });
    expect(same?.object).toMatchObject({ name: '192.0.2.2' });
    expect(repeated?.findings).toMatchObject([{ code: 'DUPLICATE_IN_FILE', first_line: 3 }]);
    expect(warned?.findings).toMatchObject([{ code: 'URL_SCHEME_ASSUMED' }]);
    expect(rejected).toMatchObject({ object: null, findings: [{ code: 'VALUE_NOT_AN_IP' }] });
    if (dry_run === 'false') {
      const path = `${server.objects(root, target)}?match[id]=${changed?.object?.id}`;
      const { json } = await server.request(path);
      expect(json.objects).toEqual([changed?.object]);
    }
  });

  test('are the first five of a kind, however many batches there are', async () => {
    const target = await server.makeCollection(root);
    const rows = Array.from({ length: 5000 }, (_, n) => `url,https://example.com/${n}\n`);
    const one = await importFile(server, target, `type,value\n${rows.join('')}`);
    expect((await samples(one.id)).map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(await samples(one.id, '?kind=changed')).toEqual([]);
    expect(await samples(one.id, '?kind=new')).toHaveLength(5);
  });

  test('are those of the second reading where the file is read twice', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, STORED, { mode: 'all-or-nothing' });
    const found = await samples(one.id);
    expect(found.map(({ kind, line }) => [kind, line])).toEqual([
      ['new', 2],
      ['new', 3],
    ]);
  });

  test('hold STIX objects with a NUL, and leave out what is too large to be looked at', async () => {
    const target = await server.makeCollection(root);
    const campaign = (n: number, name: string) => ({
      type: 'campaign',
      spec_version: '2.1',
      id: `campaign--8b7d1c52-9a52-4a7c-8f6e-00000000000${n}`,
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      name,
    });
    const objects = [campaign(1, 'x'.repeat(70_000)), campaign(2, 'a\u0000b')];
    const one = await importFile(server, target, JSON.stringify(objects));
    expect(one.counts.created).toBe(2);
    expect(await samples(one.id)).toMatchObject([{ kind: 'new', line: 2, object: objects[1] }]);
  });

  test.each(['true', 'false'])('show any one record (dry_run=%s)', async (dry_run) => {
    const target = await server.makeCollection(root);
    await importFile(server, target, STORED);
    const one = await importFile(server, target, FILE, { dry_run });
    const ofLine = async (line: number) => (await samples(one.id, `?line=${line}`))[0];
    const all = (await samples(one.id)).filter(({ kind }) => kind !== 'warned');
    for (const sample of all) {
      const { object, ...others } = sample;
      expect(await ofLine(sample.line)).toMatchObject(others);
      const { modified, valid_from, ...members } = object ?? {};
      expect((await ofLine(sample.line))?.object ?? {}).toMatchObject(members);
    }
    expect(all.map(({ line }) => line)).toEqual([4, 2, 3, 6, 5]);
    for (const line of [1, 7, 1_000_000]) {
      const answer = await server.request(`/api/v1/imports/${one.id}/samples?line=${line}`);
      expect(answer.status).toBe(404);
    }
  });

  test('show what warning lists have made of a record', async () => {
    const target = await server.makeCollection(root);
    const warning_lists = JSON.stringify({ 'special-purpose-addresses': 'tag' });
    const file = 'type,value\nip,10.0.0.1\n';
    const one = await importFile(server, target, file, { warning_lists, dry_run: 'true' });
    const [kept] = await samples(one.id);
    const [read] = await samples(one.id, '?line=2');
    expect(read?.object?.labels).toEqual(['warning-list:special-purpose-addresses']);
    expect(kept?.object?.labels).toEqual(read?.object?.labels);
  });

  test('show a record of the upload until that is forgotten', async () => {
    const target = await server.makeCollection(root);
    const rows = Array.from({ length: 5000 }, (_, n) => `url,https://example.com/${n}\n`);
    const one = await importFile(server, target, `type,value\n${rows.join('')}`);
    const [sample] = await samples(one.id, '?line=4711');
    expect(sample).toMatchObject({ kind: 'new', object: { name: 'https://example.com/4709' } });
    await server.database.db.work.query('delete from import_chunk where import_id = $1', [one.id]);
    const path = `/api/v1/imports/${one.id}/samples`;
    expect((await server.request(`${path}?line=4711`)).status).toBe(410);
    expect(await samples(one.id)).toHaveLength(5);
  });

  test('are for whoever sees the import', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, STORED);
    const as = await server.makeAccount();
    const answer = await server.request(`/api/v1/imports/${one.id}/samples`, { as });
    expect(answer.status).toBe(404);
    expect((await server.request(`/api/v1/imports/${one.id}/samples?kind=x`)).status).toBe(400);
  });
});
