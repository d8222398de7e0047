// Objects by hand: made, read, edited, revoked, deleted, by the rules of pushes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
  collection = await server.makeCollection(root);
});
afterAll(() => server.stop());

async function ask(method: string, path: string, options: RequestOptions = {}) {
  const full = `/api/v1/collections/${collection}/objects${path}`;
  const answer = await server.request(full, { method, ...options });
  checkAgainstSpec({ method, path: full }, answer);
  return answer;
}

const written = {
  type: 'indicator',
  name: 'Beacon',
  pattern: "[ipv4-addr:value = '198.51.100.7']",
  pattern_type: 'stix',
  valid_from: '2026-03-01T09:00:00.000Z',
};

async function make(more: object = {}) {
  const { status, json } = await ask('POST', '', { body: { ...written, ...more } });
  expect(status).toBe(201);
  return json.object;
}

async function poll(query = '') {
  const { json } = await server.request(`${server.objects(root, collection)}?${query}`);
  return json.objects ?? [];
}

describe('an object that is made', () => {
  test('gets its id, times and creator from the server, and is polled', async () => {
    const { status, json, headers } = await ask('POST', '', { body: written });
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/collections/${collection}/objects/${json.id}`);
    expect(json.object).toMatchObject({ ...written, id: json.id, spec_version: '2.1' });
    expect(json.object.created).toBe(json.object.modified);
    expect(await poll(`match[id]=${json.id}`)).toEqual([json.object]);
    const [creator] = await poll(`match[id]=${json.object.created_by_ref}`);
    expect(creator).toMatchObject({ type: 'identity', name: 'manual' });
  });

  test('is held to the rules, each fault told with its place', async () => {
    const body = { ...written, pattern: '[ipv4-addr:value =', valid_from: 'today' };
    const { status, json } = await ask('POST', '', { body });
    expect(status).toBe(422);
    const places = json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(places.sort()).toEqual(['/pattern', '/valid_from']);
  });

  test.each([
    [{ id: `indicator--${'0'.repeat(8)}` }, '/id'],
    [{ created: '2026-03-01T09:00:00.000Z' }, '/created'],
    [{ created_by_ref: 'identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f' }, '/created_by_ref'],
    [{ spec_version: '2.0' }, '/spec_version'],
    [{ type: 'ipv4-addr', value: '192.0.2.1' }, '/type'],
  ])('is refused with %j', async (more, pointer) => {
    const { status, json } = await ask('POST', '', { body: { ...written, ...more } });
    expect(status).toBe(422);
    expect(json.errors[0]).toMatchObject({ pointer });
  });

  test.each([
    ['{"type":', 400],
    ['[]', 400],
  ])('is refused as %s', async (body, status) => {
    expect((await ask('POST', '', { body })).status).toBe(status);
  });

  test('is only checked in a dry run', async () => {
    const count = (await poll()).length;
    const good = await ask('POST', '?dry_run=true', { body: written });
    expect(good.status).toBe(200);
    expect(good.json).toMatchObject({ valid: true, errors: [] });
    const bad = await ask('POST', '?dry_run=true', { body: { type: 'malware' } });
    expect(bad.json.valid).toBe(false);
    expect(bad.json.errors).toContainEqual(expect.objectContaining({ pointer: '/is_family' }));
    expect(await poll()).toHaveLength(count);
  });
});

describe('an object that is read', () => {
  test('has its content, its bytes and its versions, the latest first', async () => {
    const body = JSON.stringify({ ...indicator(), name: 'Sent' }, null, 1);
    const text = `{"objects":[${body}]}`;
    await server.request(server.objects(root, collection), { method: 'POST', body: text });
    const newer = indicator({ modified: '2025-01-01T00:00:00.000Z', x_mine: 1.5 });
    const envelope = { objects: [newer] };
    await server.request(server.objects(root, collection), { method: 'POST', body: envelope });
    const { json } = await ask('GET', `/${newer.id}`);
    expect(json.object).toEqual(newer);
    expect(json.own).toBe(false);
    expect(json.versions).toMatchObject([
      { modified: '2025-01-01T00:00:00.000Z', account: 'admin', import: null },
      { modified: '2024-01-01T00:00:00.000Z' },
    ]);
    const older = await ask('GET', `/${newer.id}/versions/${json.versions[1].added}`);
    expect(older.json.body).toBe(body);
    expect((await ask('GET', `/${newer.id}/versions/2026-01-01T00:00:00Z`)).status).toBe(404);
  });

  test.each(['nothing', 'indicator--00000000-0000-4000-8000-000000000000'])(
    'is not found as %s',
    async (id) => {
      expect((await ask('GET', `/${id}`)).status).toBe(404);
    },
  );
});

describe('an object that is edited', () => {
  test('has a new version with what was sent, and keeps what it is', async () => {
    const first = await make({ labels: ['a'] });
    const { labels: _, ...rest } = first;
    const { status, json } = await ask('PUT', `/${first.id}`, {
      body: { ...rest, name: 'Beacon, seen again' },
    });
    expect(status).toBe(200);
    expect(json.object.modified > first.modified).toBe(true);
    const expected = { ...rest, name: 'Beacon, seen again', modified: json.object.modified };
    expect(json.object).toEqual(expected);
    expect(await poll(`match[id]=${first.id}`)).toEqual([expected]);
    expect((await ask('GET', `/${first.id}`)).json.versions).toHaveLength(2);
  });

  test('is a conflict when somebody was faster', async () => {
    const first = await make();
    expect((await ask('PUT', `/${first.id}`, { body: first })).status).toBe(200);
    const second = await ask('PUT', `/${first.id}`, { body: { ...first, name: 'Late' } });
    expect(second.status).toBe(409);
    expect(second.json.detail).toContain('last version');
  });

  test('cannot become another, or invalid', async () => {
    const first = await make();
    const { json } = await ask('PUT', `/${first.id}`, {
      body: {
        ...first,
        type: 'malware',
        created: '2020-01-01T00:00:00.000Z',
        valid_until: 'never',
      },
    });
    const places = json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(places.sort()).toEqual(['/created', '/type', '/valid_until']);
  });

  test('may come from an import of ours, but from nobody else', async () => {
    await importFile(server, collection, 'type,value\nip,192.0.2.9\n');
    const imported = (await poll('match[type]=indicator')).find(
      ({ pattern }: { pattern: string }) => pattern.includes('192.0.2.9'),
    );
    const edited = await ask('PUT', `/${imported.id}`, { body: { ...imported, name: 'Known' } });
    expect(edited.status).toBe(200);
    const others = indicator({ id: 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd30' });
    const path = server.objects(root, collection);
    await server.request(path, { method: 'POST', body: { objects: [others] } });
    const refused = await ask('PUT', `/${others.id}`, { body: others });
    expect(refused.status).toBe(409);
    expect(refused.json.detail).toContain('Annotate it');
  });

  test('is only checked in a dry run', async () => {
    const first = await make();
    const { json } = await ask('PUT', `/${first.id}?dry_run=true`, {
      body: { ...first, confidence: 101 },
    });
    expect(json).toMatchObject({ valid: false, errors: [{ pointer: '/confidence' }] });
    expect(await poll(`match[id]=${first.id}`)).toEqual([first]);
  });
});

describe('an object that is taken away', () => {
  test('is revoked for all who poll, and then has no further version', async () => {
    const first = await make();
    const { status, json } = await ask('POST', `/${first.id}/revoke`);
    expect(status).toBe(200);
    expect(json.object).toEqual({ ...first, revoked: true, modified: json.modified });
    expect(await poll(`match[id]=${first.id}`)).toEqual([json.object]);
    expect((await ask('POST', `/${first.id}/revoke`)).status).toBe(409);
    expect((await ask('PUT', `/${first.id}`, { body: json.object })).status).toBe(409);
  });

  test('is deleted with all its versions', async () => {
    const first = await make();
    await ask('PUT', `/${first.id}`, { body: first });
    expect((await ask('DELETE', `/${first.id}`)).status).toBe(204);
    expect(await poll(`match[id]=${first.id}&match[version]=all`)).toEqual([]);
    expect((await ask('DELETE', `/${first.id}`)).status).toBe(404);
  });

  test('leaves who did it in the audit', async () => {
    const first = await make();
    await ask('DELETE', `/${first.id}`);
    const { rows } = await server.database.db.work.query(
      'select account_name, action, details from audit where target = $1 order by id',
      [first.id],
    );
    expect(rows).toEqual([
      { account_name: 'admin', action: 'createObject', details: { collection } },
      { account_name: 'admin', action: 'removeObject', details: { collection } },
    ]);
  });
});

test('rights are those of the collection: reading, writing, and both for a change', async () => {
  const first = await make();
  const [reader, writer, nobody] = await Promise.all([0, 1, 2].map(() => server.makeAccount()));
  if (!reader || !writer || !nobody) throw new Error('no accounts');
  await server.grant(collection, reader.name, true, false);
  await server.grant(collection, writer.name, false, true);
  const tries = (as: typeof reader) =>
    Promise.all([
      ask('GET', `/${first.id}`, { as }),
      ask('POST', '', { as, body: written }),
      ask('PUT', `/${first.id}?dry_run=1`, { as, body: first }),
    ]).then((answers) => answers.map(({ status }) => status));
  expect(await tries(reader)).toEqual([200, 403, 403]);
  expect(await tries(writer)).toEqual([403, 201, 403]);
  expect(await tries(nobody)).toEqual([404, 404, 404]);
});
