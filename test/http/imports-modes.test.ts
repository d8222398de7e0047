// How an import decides: dry runs, which say what would be and store nothing; all or nothing; snapshots.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSample } from '../support/import-samples.ts';
import { ended, importFile } from '../support/imports.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let root: string;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
});
afterAll(() => server.stop());

async function polled(collection: string): Promise<{ readonly id: string }[]> {
  const path = `${server.objects(root, collection)}?match[version]=all&limit=10000`;
  return (await server.request(path)).json.objects ?? [];
}

async function findings(id: string): Promise<readonly Record<string, unknown>[]> {
  return (await server.request(`/api/v1/imports/${id}/findings`)).json.items;
}

/** Rows of addresses from one number to another. */
function rows(from: number, to: number, description = ''): string {
  const lines = Array.from({ length: to - from }, (_, at) => {
    const n = from + at;
    return `ip,198.18.${Math.floor(n / 250)}.${(n % 250) + 1},${description}\n`;
  });
  return lines.join('');
}

const HEADER = 'type,value,description\n';

describe('a dry run', () => {
  test.each(['sentinel-other.csv', 'otx.csv', 'one-bad.csv', 'stix-bundle.json'])(
    'of %s counts and finds what an import does, and stores nothing',
    async (name) => {
      const { bytes, expected } = readSample(name);
      const target = await server.makeCollection(root);
      const settings = Object.entries(expected.options as Record<string, unknown>);
      const query = Object.fromEntries(settings.map(([key, value]) => [key, String(value)]));
      const dry = await importFile(server, target, bytes, { ...query, dry_run: 'true' });
      expect(dry).toMatchObject({ dry_run: true, counts: expected.counts as object });
      expect(dry.bytes_read).toBe(dry.bytes_total);
      expect(await polled(target)).toEqual([]);
      const real = await importFile(server, target, bytes, query);
      expect(real).toMatchObject({ dry_run: false, state: dry.state, counts: dry.counts });
      expect(await findings(real.id)).toEqual(await findings(dry.id));
    },
  );

  test('counts as the import after it, whatever the file repeats and the collection holds', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, HEADER + rows(0, 6000, 'a'));
    const before = await polled(target);
    // Unchanged, updated, new; then each of them once more, in other batches.
    const once = rows(0, 3000, 'a') + rows(3000, 6000, 'b') + rows(6000, 9000, 'c');
    const file = `${HEADER}${once}ip,bad,\n${once}`;
    const dry = await importFile(server, target, file, { dry_run: 'true' });
    expect(dry.counts).toMatchObject({
      ...{ total: 18_001, created: 3000, updated: 3000, unchanged: 3000, duplicate: 9000 },
      ...{ rejected: 1, valid: 18_000 },
    });
    expect(await polled(target)).toEqual(before);
    const real = await importFile(server, target, file);
    expect(real.counts).toEqual(dry.counts);
    const [found, again] = [await findings(dry.id), await findings(real.id)];
    expect(again).toEqual(found);
    expect(found[1]).toMatchObject({ kind: 'duplicate', line: 9003, first_line: 2 });
  });

  test('tells STIX objects that repeat or contradict an earlier one of the file', async () => {
    const target = await server.makeCollection(root);
    const object = (n: number, name = 'first') => {
      const digits = n.toString(16).padStart(12, '0');
      return `{"type":"campaign","spec_version":"2.1","id":"campaign--8b7d1c52-9a52-4a7c-8f6e-${digits}","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"${name}"}`;
    };
    const many = Array.from({ length: 4000 }, (_, n) => object(n));
    const file = `[${[...many, object(1), object(2, 'other')].join()}]`;
    const dry = await importFile(server, target, file, { dry_run: 'true' });
    expect(dry.counts).toMatchObject({ created: 4000, duplicate: 1, rejected: 1 });
    expect(await findings(dry.id)).toMatchObject([
      { kind: 'duplicate', line: 4001, first_line: 2 },
      { code: 'STIX_INVALID', line: 4002, column: 'modified' },
    ]);
    const real = await importFile(server, target, file);
    expect(real.counts).toEqual(dry.counts);
  });

  test('does not wait for whoever holds the clock of the collection', async () => {
    const target = await server.makeCollection(root);
    const client = await server.database.db.work.connect();
    try {
      await client.query('begin');
      await client.query('select from collection_clock where collection_id = $1 for update', [
        target,
      ]);
      const dry = await importFile(server, target, HEADER + rows(0, 10), { dry_run: 'true' });
      expect(dry).toMatchObject({ state: 'completed', counts: { created: 10 } });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  test('has an error file, and nothing to undo', async () => {
    const target = await server.makeCollection(root);
    const dry = await importFile(server, target, `${HEADER}ip,bad,\n`, { dry_run: 'true' });
    expect(dry.state).toBe('completed_with_errors');
    const { text } = await server.request(`/api/v1/imports/${dry.id}/error-file`);
    expect(text).toContain('VALUE_NOT_AN_IP');
    const undo = await server.request(`/api/v1/imports/${dry.id}/undo`, { method: 'POST' });
    expect(undo.status).toBe(409);
  });
});

describe('all or nothing', () => {
  const mode = 'all-or-nothing';

  test('stores nothing when one record is rejected, and counts as the contract says', async () => {
    const { bytes, expected } = readSample('all-or-nothing.csv');
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, bytes, { mode });
    expect(one).toMatchObject({ state: 'rejected', detected: expected.detected });
    expect(one.counts).toEqual({ ...(expected.counts as object), set_aside: 0 });
    expect(one.bytes_read).toBe(one.bytes_total);
    expect(await polled(target)).toEqual([]);
    const found = await findings(one.id);
    expect(found).toMatchObject([
      { kind: 'rejection', line: 4, code: 'VALUE_NOT_AN_IPV4', column: 'value' },
      { kind: 'duplicate', line: 5, first_line: 2 },
    ]);
    const dry = await importFile(server, target, bytes, { mode, dry_run: 'true' });
    expect(dry).toMatchObject({ state: 'rejected', counts: one.counts });
  });

  test('counts nothing as done where the first batches were good', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, HEADER + rows(0, 10));
    const file = `${HEADER}${rows(0, 4000)}ip,bad,\n`;
    const one = await importFile(server, target, file, { mode });
    expect(one).toMatchObject({ state: 'rejected', counts: { valid: 4000, rejected: 1 } });
    expect(one.counts).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(await polled(target)).toHaveLength(12);
  });

  test('stores everything when all of it is good, and tells its findings once', async () => {
    const target = await server.makeCollection(root);
    const file = `${HEADER}${rows(0, 4000)}${rows(0, 1)}`;
    const one = await importFile(server, target, file, { mode });
    expect(one).toMatchObject({ state: 'completed', counts: { created: 4000, duplicate: 1 } });
    expect(one.counts.total).toBe(4001);
    expect(await findings(one.id)).toHaveLength(1);
    // With the identity of the source and the extension-definition.
    expect(await polled(target)).toHaveLength(4002);
    const again = await importFile(server, target, file, { mode });
    expect(again.counts).toMatchObject({ created: 0, unchanged: 4000, duplicate: 1 });
  });

  test('may be cancelled before anything is stored', async () => {
    const target = await server.makeCollection(root);
    const search = new URLSearchParams({ collection: target, source: 'Test Source', mode });
    const { json } = await server.request(`/api/v1/imports?${search}`, {
      method: 'POST',
      body: HEADER + rows(0, 40_000),
    });
    await server.request(`/api/v1/imports/${json.id}`, { method: 'DELETE' });
    expect((await ended(server, json.id)).state).toBe('cancelled');
    expect(await polled(target)).toEqual([]);
  });
});

describe('a snapshot', () => {
  const snapshot = { snapshot: 'true' };

  async function indicators(collection: string) {
    const path = `${server.objects(root, collection)}?match[type]=indicator&limit=10000`;
    const objects: { name: string; revoked?: boolean; modified: string }[] =
      (await server.request(path)).json.objects ?? [];
    return objects.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const revokedNames = async (collection: string) =>
    (await indicators(collection)).filter(({ revoked }) => revoked).map(({ name }) => name);

  test('revokes what its source no longer says, and nothing else', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, HEADER + rows(0, 4), { source: 'Other' });
    await importFile(server, target, HEADER + rows(2, 6, 'a'));
    const path = server.objects(root, target);
    const [pushed] = (await indicators(target)).filter(({ name }) => name === '198.18.0.6');
    const edited = { ...pushed, modified: '2090-01-01T00:00:00.000Z' };
    await server.request(path, { method: 'POST', body: { objects: [edited] } });
    const { headers } = await server.request(path);
    const last = String(headers['x-taxii-date-added-last']);
    const file = `${HEADER}${rows(3, 4, 'a')}${rows(7, 8)}ip,bad,\n`;
    const dry = await importFile(server, target, file, { ...snapshot, dry_run: 'true' });
    expect(dry.counts).toMatchObject({ created: 1, unchanged: 1, rejected: 1, revoked: 2 });
    expect(await revokedNames(target)).toEqual([]);
    const one = await importFile(server, target, file, snapshot);
    expect(one.counts).toEqual(dry.counts);
    expect(await revokedNames(target)).toEqual(['198.18.0.3', '198.18.0.5']);
    const told = await server.request(`${path}?added_after=${last}&match[type]=indicator`);
    expect(told.json.objects.map((o: { name: string }) => o.name)).toEqual([
      '198.18.0.8',
      '198.18.0.3',
      '198.18.0.5',
    ]);
    const again = await importFile(server, target, file, snapshot);
    expect(again.counts).toMatchObject({ unchanged: 2, revoked: 0 });
  });

  test('makes good again what a later one has again', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, HEADER + rows(0, 3));
    await importFile(server, target, HEADER + rows(0, 2), snapshot);
    expect(await revokedNames(target)).toEqual(['198.18.0.3']);
    const one = await importFile(server, target, HEADER + rows(0, 3), snapshot);
    expect(one.counts).toMatchObject({ updated: 1, unchanged: 2, revoked: 0 });
    expect(await revokedNames(target)).toEqual([]);
  });

  test.each(['false', 'true'])('is undone as any import (remove=%s)', async (remove) => {
    const target = await server.makeCollection(root);
    await importFile(server, target, HEADER + rows(0, 3000));
    const one = await importFile(server, target, HEADER + rows(2999, 3001), snapshot);
    expect(one.counts).toMatchObject({ created: 1, unchanged: 1, revoked: 2999 });
    expect(await revokedNames(target)).toHaveLength(2999);
    const undo = `/api/v1/imports/${one.id}/undo?remove=${remove}`;
    await server.request(undo, { method: 'POST' });
    const undone = await ended(server, one.id);
    expect(undone.undo).toMatchObject(
      remove === 'true' ? { removed: 3000, kept: 0 } : { restored: 2999, revoked: 1, kept: 0 },
    );
    expect(await revokedNames(target)).toHaveLength(remove === 'true' ? 0 : 1);
  });

  test('spares what a rejected row still names, also where the row comes again after it', async () => {
    const target = await server.makeCollection(root);
    const head = 'type,value,valid_from,confidence\n';
    const day = '2026-01-01';
    const good = `ip,198.18.0.1,${day},\nip,198.18.0.2,${day},\nip,198.18.0.3,${day},\ncve,CVE-2099-0001,,50\n`;
    await importFile(server, target, head + good);
    const bad =
      'ip,198.18.0.1,the 3rd of May,\nip,198.18.0.2,yesterday,\ncve,CVE-2099-0001,,much\n';
    const file = `${head}${bad}ip,198.18.0.2,${day},\n`;
    const dry = await importFile(server, target, file, { ...snapshot, dry_run: 'true' });
    expect(dry.counts).toMatchObject({ unchanged: 1, duplicate: 0, rejected: 3, revoked: 1 });
    const one = await importFile(server, target, file, snapshot);
    expect(one.counts).toEqual(dry.counts);
    expect(await revokedNames(target)).toEqual(['198.18.0.3']);
  });

  test('without a good row revokes nothing', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, HEADER + rows(0, 3));
    const one = await importFile(server, target, `${HEADER}ip,bad,\n`, snapshot);
    expect(one.counts).toMatchObject({ rejected: 1, revoked: 0 });
    const all = { ...snapshot, mode: 'all-or-nothing' };
    const two = await importFile(server, target, `${HEADER}${rows(5, 6)}ip,bad,\n`, all);
    expect(two).toMatchObject({ state: 'rejected', counts: { revoked: 0 } });
    expect(await revokedNames(target)).toEqual([]);
  });
});
