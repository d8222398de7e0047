// Imports over a real server: a file goes in through HTTP, its objects come out through TAXII.
import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSample } from '../support/import-samples.ts';
import { type Answer, startServer, type TestServer } from '../support/server.ts';
import { makeWorkbook, makeZip } from '../support/zip.ts';

let server: TestServer;
let root: string;
let collection: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  collection = await server.makeCollection(root);
});
afterAll(() => server.stop());

async function upload(
  body: string | Buffer,
  query: Record<string, string> = {},
  headers: Record<string, string> = { 'content-type': 'text/csv' },
): Promise<Answer> {
  const search = new URLSearchParams({ collection, source: 'Test Source', ...query });
  return server.request(`/api/v1/imports?${search}`, { method: 'POST', body, headers });
}

async function ended(location: string | undefined) {
  for (;;) {
    const { json } = await server.request(String(location));
    if (!['waiting', 'running'].includes(json.state)) return json;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function importFile(body: string | Buffer, query = {}, headers?: Record<string, string>) {
  const answer = await upload(body, query, headers);
  expect(answer.status).toBe(202);
  return ended(answer.headers.location);
}

async function findings(id: string, kind?: string) {
  const query = kind === undefined ? '' : `?kind=${kind}`;
  const { json } = await server.request(`/api/v1/imports/${id}/findings${query}`);
  return json.items;
}

describe('a file that goes in', () => {
  test.each(['sentinel-other.csv', 'otx.csv', 'one-bad.csv'])(
    '%s gives its expected counts, patterns and rejections',
    async (name) => {
      const { bytes, expected } = readSample(name);
      const target = await server.makeCollection(root);
      const options = expected.options as Record<string, unknown>;
      const settings = Object.fromEntries(
        Object.entries(options).map(([key, value]) => [key, String(value)]),
      );
      const one = await importFile(bytes, {
        ...settings,
        collection: target,
        now: '2026-11-01T00:00:00.000Z',
        file_name: name,
      });
      expect(one).toMatchObject({
        state: 'completed_with_errors',
        file_name: name,
        detected: expected.detected,
      });
      expect(one.counts).toEqual({ ...(expected.counts as object), set_aside: 0 });
      const polled = await server.request(server.objects(root, target));
      const made = polled.json.objects.filter(
        (object: { type: string }) =>
          object.type !== 'identity' && object.type !== 'extension-definition',
      );
      const patterns = (expected.objects as { pattern?: string }[]).map((o) => o.pattern);
      expect(made.map((o: { pattern?: string }) => o.pattern)).toEqual(patterns);
      const rejections = (await findings(one.id, 'rejection')).map(
        ({ line, code, column }: Record<string, unknown>) => ({ line, code, column }),
      );
      expect(rejections).toEqual(expected.rejections);
    },
  );

  test('may be gzip, and may come in a form', async () => {
    const target = await server.makeCollection(root);
    const packed = gzipSync('type,value\nip,192.0.2.1\n');
    const one = await importFile(packed, { collection: target }, { 'content-encoding': 'gzip' });
    expect(one).toMatchObject({ state: 'completed', detected: { compression: 'gzip' } });
    const form = [
      '--b1',
      'Content-Disposition: form-data; name="file"; filename="list.csv"',
      'Content-Type: text/csv',
      '',
      'type,value\nip,192.0.2.2\n',
      '--b1--',
      '',
    ].join('\r\n');
    const type = { 'content-type': 'multipart/form-data; boundary=b1' };
    const two = await importFile(form, { collection: target }, type);
    expect(two).toMatchObject({ state: 'completed', file_name: 'list.csv' });
    expect(two.counts).toMatchObject({ total: 1, created: 1 });
  });

  test('may be a workbook, or in a zip, of several stored chunks', async () => {
    const target = await server.makeCollection(root);
    // Digits that do not compress, so that the archive is larger than one chunk.
    const rows = Array.from({ length: 40_000 }, (_, row) => `${hash('sha512', `${row}`)}`);
    const bytes = makeZip([{ name: 'feed.csv', content: `sha512\n${rows.join('\n')}\n` }]);
    expect(bytes.length).toBeGreaterThan(2_500_000);
    const one = await importFile(bytes, { collection: target });
    expect(one).toMatchObject({ state: 'completed', detected: { compression: 'zip' } });
    expect(one.counts).toMatchObject({ total: 40_000, created: 40_000 });
    const sheet = '<row r="4"><c t="inlineStr"><is><t>evil.example</t></is></c></row>';
    const two = await importFile(makeWorkbook(sheet), { collection: target });
    expect(two).toMatchObject({ state: 'completed', format: 'xlsx', counts: { created: 1 } });
  });

  test('tells a duplicate with the line that won', async () => {
    const target = await server.makeCollection(root);
    const file = 'type,value\nip,192.0.2.1\nip,192.0.2.2\nip,192.0.2.1\n';
    const one = await importFile(file, { collection: target });
    expect(one.counts).toMatchObject({ total: 3, created: 2, duplicate: 1 });
    expect(await findings(one.id)).toMatchObject([
      { kind: 'duplicate', code: 'DUPLICATE_IN_FILE', line: 4, first_line: 2 },
    ]);
  });

  test('changes nothing when it comes again, and updates what it says anew', async () => {
    const target = await server.makeCollection(root);
    const query = { collection: target };
    await importFile('type,value,description\nip,192.0.2.1,a\nip,192.0.2.2,b\n', query);
    const again = await importFile('type,value\nip,192.0.2.1\nip,192.0.2.2\n', query);
    expect(again.counts).toMatchObject({ unchanged: 2, created: 0, updated: 0 });
    const other = await importFile('type,value,description\nip,192.0.2.1,new\n', query);
    expect(other.counts).toMatchObject({ updated: 1 });
    const { json } = await server.request(`${server.objects(root, target)}?match[type]=indicator`);
    expect(json.objects.map((o: { description: string }) => o.description).sort()).toEqual([
      'b',
      'new',
    ]);
  });

  test('stores the identity of its source and our extension-definition once', async () => {
    const target = await server.makeCollection(root);
    await importFile('type,value\nip,192.0.2.1\n', { collection: target });
    await importFile('type,value\nip,192.0.2.2\n', { collection: target });
    const { json } = await server.request(server.objects(root, target));
    const types = json.objects.map((o: { type: string }) => o.type).sort();
    expect(types).toEqual(['extension-definition', 'identity', 'indicator', 'indicator']);
  });

  test('JSON rows are read, and a cut-off document stores nothing', async () => {
    const target = await server.makeCollection(root);
    const rows = [{ type: 'ip', value: '192.0.2.1' }, { url: 'http://a.example/' }, { x: 1 }];
    const one = await importFile(JSON.stringify(rows), { collection: target });
    expect(one).toMatchObject({ state: 'completed_with_errors', format: 'json' });
    expect(one.counts).toMatchObject({ total: 3, created: 2, rejected: 1 });
    const cut = await importFile(JSON.stringify(rows).slice(0, -5), { collection: target });
    expect(cut).toMatchObject({ state: 'failed', error: { code: 'JSON_SYNTAX' } });
    expect(cut.counts).toMatchObject({ total: 0, created: 0 });
  });
});

describe('a file of STIX objects', () => {
  test('is kept as it is, without an identity of ours beside it', async () => {
    const target = await server.makeCollection(root);
    const { bytes, expected } = readSample('stix-bundle.json');
    const one = await importFile(bytes, { collection: target });
    expect(one).toMatchObject({ state: 'completed_with_errors', detected: expected.detected });
    expect(one.counts).toEqual({ ...(expected.counts as object), set_aside: 0 });
    expect(await findings(one.id, 'duplicate')).toMatchObject([{ line: 5, first_line: 3 }]);
    const all = `${server.objects(root, target)}?match[version]=all`;
    const { json, text } = await server.request(all);
    expect(json.objects).toEqual(expected.objects);
    const malware = /\{[^{}]*"malware"[^{}]*\}/.exec(bytes.toString('utf8'))?.[0] ?? '';
    expect(text).toContain(malware);
  });

  test('changes nothing when it comes again', async () => {
    const target = await server.makeCollection(root);
    const { bytes } = readSample('sentinel-array.json');
    await importFile(bytes, { collection: target });
    const again = await importFile(bytes, { collection: target });
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 4, rejected: 3 });
  });

  test('cannot say something else of a version that is there', async () => {
    const target = await server.makeCollection(root);
    const object = {
      type: 'malware',
      spec_version: '2.1',
      id: 'malware--00000022-0000-4000-8000-0000000000aa',
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      name: 'one',
      is_family: true,
    };
    const lines = [
      object,
      { ...object, name: 'two' },
      { ...object, modified: '2026-02-01T00:00:00.000Z' },
    ];
    const file = lines.map((line) => JSON.stringify(line)).join('\n');
    const one = await importFile(file, { collection: target });
    expect(one.counts).toMatchObject({ total: 3, valid: 2, created: 2, rejected: 1 });
    expect(await findings(one.id, 'rejection')).toMatchObject([
      { line: 2, code: 'STIX_INVALID', column: 'modified' },
    ]);
    const newer = JSON.stringify([{ ...object, modified: '2026-03-01T00:00:00.000Z' }]);
    const two = await importFile(newer, { collection: target });
    expect(two.counts).toMatchObject({ created: 0, updated: 1 });
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['nothing', '', 'FILE_EMPTY'],
    [
      'a cut-off gzip',
      gzipSync('type,value\nip,192.0.2.1\n'.repeat(99)).subarray(0, 40),
      'FILE_TRUNCATED',
    ],
    ['a damaged zip', Buffer.from('PK\u0003\u0004 and so on'), 'FILE_TRUNCATED'],
    ['a zip of nothing', makeZip([]), 'FILE_UNSUPPORTED'],
    ['bytes that are no text', Buffer.from('a.example\n\0'.repeat(20)), 'FILE_UNSUPPORTED'],
    ['a table without a value', 'a,b\nc,d\n', 'FILE_NO_VALUE_COLUMN'],
    ['JSON without a list', '{"a":1}', 'FILE_NO_RECORDS'],
  ])('%s ends as failed', async (_name, body, code) => {
    expect(await importFile(body)).toMatchObject({ state: 'failed', error: { code } });
  });
});

describe('a request that is refused', () => {
  test('for a collection that is not there: 422', async () => {
    expect((await upload('value\n', { collection: 'nowhere' })).status).toBe(422);
  });

  test('without the right to write: 403', async () => {
    const reader = await server.makeAccount();
    await server.grant(collection, reader.name, true, false);
    const path = `/api/v1/imports?collection=${collection}&source=x`;
    const answer = await server.request(path, { method: 'POST', body: 'value\n', as: reader });
    expect(answer.status).toBe(403);
  });

  test('a mode that there is not: 400', async () => {
    expect((await upload('value\n', { mode: 'aside' })).status).toBe(400);
  });

  test('an import of somebody else: 404', async () => {
    const stranger = await server.makeAccount();
    const { json } = await upload('type,value\nip,192.0.2.9\n');
    const answer = await server.request(`/api/v1/imports/${json.id}`, { as: stranger });
    expect(answer.status).toBe(404);
  });
});

test('imports are listed newest first, page by page', async () => {
  const first = await server.request('/api/v1/imports?limit=1');
  expect(first.json).toMatchObject({ more: true });
  const second = await server.request(`/api/v1/imports?limit=1&next=${first.json.next}`);
  const [a] = first.json.items;
  const [b] = second.json.items;
  expect(a.created_at >= b.created_at).toBe(true);
  expect(a.id).not.toBe(b.id);
});

test('an import that has ended cannot be cancelled', async () => {
  const { id } = await importFile('type,value\nip,192.0.2.9\n');
  const answer = await server.request(`/api/v1/imports/${id}`, { method: 'DELETE' });
  expect(answer.status).toBe(409);
});

test.each(['blocklist.txt', 'kev.csv', 'excel-eu-utf16.csv', 'stix-bundle.json', 'sumo.csv'])(
  '%s ends and leaves the server well',
  async (name) => {
    const one = await importFile(readSample(name).bytes);
    expect(['completed', 'completed_with_errors', 'failed']).toContain(one.state);
    expect((await server.request('/healthz', { as: null })).status).toBe(200);
  },
);
