// What is set aside, over a real server: nobody polls it, whoever may write decides, and it is stored in
// the name of the import that brought it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

type Asker = { name: string; password: string };
const ASIDE = { mode: 'set-aside' };
// The second and the third have a warning: no scheme; zeros in front.
const FILE = 'value,tags\n198.51.100.1,a\nevil.org/x,b\n198.51.100.02,c\nnonsense,\n';

async function ask(path: string, options: { method?: string; body?: object; as?: Asker } = {}) {
  const { method = 'GET', body, as } = options;
  const answer = await server.request(path, { method, ...(body && { body }), ...(as && { as }) });
  checkAgainstSpec({ method, path }, answer);
  return answer;
}

async function decide(verb: 'release' | 'discard', body: object, as?: Asker) {
  const path = `/api/v1/set-aside/${verb}`;
  return ask(path, { method: 'POST', body, ...(as && { as }) });
}

async function waiting(filter: Record<string, string>, as?: Asker) {
  const { json } = await ask(`/api/v1/set-aside?${new URLSearchParams(filter)}`, {
    ...(as && { as }),
  });
  return json.items;
}

async function names(collection: string, query = 'match[type]=indicator') {
  const { json } = await server.request(`${server.objects(root, collection)}?${query}`);
  return (json.objects ?? []).map(({ name }: { name: string }) => name);
}

async function polled(collection: string) {
  const path = `${server.objects(root, collection)}?match[version]=all&limit=10000`;
  return (await server.request(path)).json.objects ?? [];
}

async function undo(id: string, query = '') {
  await server.request(`/api/v1/imports/${id}/undo${query}`, { method: 'POST' });
  return ended(server, id);
}

describe('an import in mode set-aside', () => {
  test('stores what is good without a warning, and keeps the rest from every poll', async () => {
    const target = await server.makeCollection(root);
    const dry = await importFile(server, target, FILE, { ...ASIDE, dry_run: 'true' });
    expect(await waiting({ collection: target })).toEqual([]);
    const one = await importFile(server, target, FILE, ASIDE);
    expect(one).toMatchObject({ state: 'completed_with_errors', counts: dry.counts });
    expect(one.counts).toMatchObject({
      ...{ total: 4, valid: 3, created: 1, set_aside: 2, warned: 2, rejected: 1 },
    });
    expect(await names(target)).toEqual(['198.51.100.1']);
    expect(JSON.stringify(await polled(target))).not.toContain('evil.org');
    const items = await waiting({ import: one.id });
    expect(items).toMatchObject([
      { line: 3, type: 'indicator', reason: { code: 'URL_SCHEME_ASSUMED' }, import: one.id },
      { line: 4, collection: target, reason: { code: 'IPV4_LEADING_ZEROS' } },
    ]);
    expect(items[0].object).toMatchObject({ id: items[0].stix_id, labels: ['b'] });
    expect(items[0].account).toBe(server.admin.name);
    const samples = await server.request(`/api/v1/imports/${one.id}/samples?kind=set_aside`);
    expect(samples.json.items.map(({ line }: { line: number }) => line)).toEqual([3, 4]);
    const record = await server.request(`/api/v1/imports/${one.id}/samples?line=3`);
    expect(record.json.items).toMatchObject([{ kind: 'set_aside', line: 3 }]);
  });

  test('of the same file again neither doubles nor loses what waits', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, FILE, ASIDE);
    const before = await waiting({ collection: target });
    const two = await importFile(server, target, FILE, ASIDE);
    expect(two.counts).toMatchObject({ unchanged: 3, set_aside: 0, created: 0 });
    expect(await waiting({ collection: target })).toEqual(before);
    // Undone, the second takes nothing along that it did not bring.
    expect((await undo(two.id)).undo).toMatchObject({ discarded: 0 });
    expect(await waiting({ import: one.id })).toEqual(before);
    const three = await importFile(server, target, FILE.replace(',b', ',new'), ASIDE);
    expect(three.counts).toMatchObject({ unchanged: 2, set_aside: 1 });
    const after = await waiting({ collection: target });
    expect(after).toHaveLength(2);
    expect(await waiting({ import: three.id })).toMatchObject([{ object: { labels: ['new'] } }]);
  });

  test('sets nothing aside that is stored already, and what would change it', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, 'value,tags\nhttp://evil.org/x,b\n198.51.100.2,c\n');
    const one = await importFile(server, target, FILE.replace(',c', ',new'), ASIDE);
    expect(one.counts).toMatchObject({ created: 1, unchanged: 1, set_aside: 1 });
    expect(await waiting({ import: one.id })).toMatchObject([{ object: { labels: ['new'] } }]);
    const { json } = await decide('release', { import: one.id });
    expect(json).toEqual({
      ...{ released: 1, created: 0, updated: 1, unchanged: 0, kept: 0, more: false },
    });
    const undone = await undo(one.id);
    expect(undone.undo).toMatchObject({ revoked: 1, restored: 1, discarded: 0 });
  });

  test('takes the first of records that repeat each other, also one that waits', async () => {
    const target = await server.makeCollection(root);
    const fill = Array.from({ length: 5000 }, (_, n) => `10.1.${n >> 8}.${n & 255},\n`).join('');
    const file = `${FILE}${fill}http://evil.org/x,late\n198.51.100.02,c\n`;
    const dry = await importFile(server, target, file, { ...ASIDE, dry_run: 'true' });
    const one = await importFile(server, target, file, ASIDE);
    expect(one.counts).toMatchObject({ created: 5001, set_aside: 2, duplicate: 2 });
    expect(one.counts).toEqual(dry.counts);
  });

  test('keeps STIX objects as they came, each version for itself', async () => {
    const target = await server.makeCollection(root);
    const version = (day: number) => ({
      ...{ type: 'campaign', spec_version: '2.1', name: `day ${day}`, confidence: '50' },
      id: 'campaign--8b7d1c52-9a52-4a7c-8f6e-000000000001',
      created: '2026-01-01T00:00:00.000Z',
      modified: `2026-01-0${day}T00:00:00.000Z`,
    });
    const one = await importFile(server, target, JSON.stringify([version(1), version(2)]), ASIDE);
    expect(one.counts).toMatchObject({ set_aside: 2, created: 0 });
    const again = await importFile(server, target, JSON.stringify([version(2)]), ASIDE);
    expect(again.counts).toMatchObject({ set_aside: 0, unchanged: 1 });
    expect(await polled(target)).toEqual([]);
    await decide('release', { collection: target });
    expect(await polled(target)).toEqual([
      { ...version(1), confidence: 50 },
      { ...version(2), confidence: 50 },
    ]);
  });

  test('sets aside what a warning list says, whatever the mode', async () => {
    const target = await server.makeCollection(root);
    const lists = { warning_lists: '{"public-resolvers":"set_aside"}' };
    const one = await importFile(server, target, 'value\n8.8.8.8\n198.51.100.02\n', lists);
    expect(one.counts).toMatchObject({ created: 1, set_aside: 1, warned: 2 });
    const [item] = await waiting({ import: one.id });
    expect(item.reason.code).toBe('WARNING_LIST_SET_ASIDE');
    expect(item.reason.message).toContain('public-resolvers');
    expect(item.object.labels).toBeUndefined();
    const stix = { ...item.object, id: 'indicator--6b0b4f5e-6f35-4a5b-9a93-7d6d3a4c0a01' };
    const two = await importFile(server, target, JSON.stringify([stix]), lists);
    expect(two.counts).toMatchObject({ created: 0, set_aside: 1 });
    const all = { ...lists, mode: 'all-or-nothing' };
    const other = await server.makeCollection(root);
    const three = await importFile(server, other, 'value\n8.8.8.8\n198.51.100.2\n', all);
    expect(three.counts).toMatchObject({ created: 1, set_aside: 1, total: 2 });
    const four = await importFile(server, other, 'value\n8.8.4.4\nnonsense\n', all);
    expect(four).toMatchObject({ state: 'rejected', counts: { set_aside: 0, valid: 1 } });
    expect(await waiting({ import: four.id })).toEqual([]);
  });

  test('is no gap in a snapshot', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, 'value,tags\n198.51.100.2,a\n198.51.100.3,\n');
    const query = { ...ASIDE, snapshot: 'true' };
    const one = await importFile(server, target, 'value,tags\n198.51.100.02,b\n', query);
    expect(one.counts).toMatchObject({ set_aside: 1, revoked: 1 });
  });
});

describe('what waits', () => {
  test('is stored when it is released, where pollers see it next', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, FILE, ASIDE);
    const [first, second] = await waiting({ collection: target });
    const read = await ask(`/api/v1/set-aside/${first.id}`);
    expect(read.json).toEqual(first);
    const { json } = await decide('release', { ids: [first.id, 999_999_999] });
    expect(json).toMatchObject({ released: 1, created: 1, more: false });
    expect(await names(target)).toEqual(['198.51.100.1', 'http://evil.org/x']);
    expect(await waiting({ collection: target })).toEqual([second]);
    expect((await ask(`/api/v1/set-aside/${first.id}`)).status).toBe(404);
    expect((await decide('release', { ids: [first.id] })).json).toMatchObject({ released: 0 });
    const again = await importFile(server, target, FILE, ASIDE);
    expect(again.counts).toMatchObject({ unchanged: 3, set_aside: 0 });
    expect((await ask(`/api/v1/imports/${one.id}`)).json.counts).toEqual(one.counts);
  });

  test('is forgotten when it is discarded, and comes again with its file', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, FILE, ASIDE);
    expect((await decide('discard', { collection: target })).json).toEqual({
      ...{ discarded: 2, more: false },
    });
    expect(await waiting({ collection: target })).toEqual([]);
    expect(await names(target)).toEqual(['198.51.100.1']);
    const again = await importFile(server, target, FILE, ASIDE);
    expect(again.counts).toMatchObject({ set_aside: 2 });
  });

  test.each(['', '?remove=true'])(
    'goes with its import, released or not (undo%s)',
    async (query) => {
      const target = await server.makeCollection(root);
      const before = await polled(target);
      const one = await importFile(server, target, FILE, ASIDE);
      // Others come in between: what is released later lies behind them on the clock.
      await importFile(server, target, 'value\n203.0.113.9\n', { source: 'Other' });
      const [first] = await waiting({ import: one.id });
      await decide('release', { ids: [first.id] });
      const undone = await undo(one.id, query);
      const isRemoved = query !== '';
      expect(undone.undo).toMatchObject({
        ...{ revoked: isRemoved ? 0 : 2, removed: isRemoved ? 2 : 0, discarded: 1, kept: 0 },
      });
      expect(await waiting({ collection: target })).toEqual([]);
      expect((await decide('release', { import: one.id })).json).toMatchObject({ released: 0 });
      if (isRemoved) expect(await names(target)).toEqual(['203.0.113.9']);
      expect(before).toEqual([]);
    },
  );

  test('keeps its source in the collection, whatever other imports of it are taken back', async () => {
    const target = await server.makeCollection(root);
    const other = await importFile(server, target, 'value\n203.0.113.9\n');
    const one = await importFile(server, target, 'value\nevil.org/x\n', ASIDE);
    await undo(other.id, '?remove=true');
    await decide('release', { import: one.id });
    const objects = await polled(target);
    const { created_by_ref } = objects.find(({ type }: { type: string }) => type === 'indicator');
    expect(objects.map(({ id }: { id: string }) => id)).toContain(created_by_ref);
  });

  test('is released in parts, each call as far as it goes', async () => {
    const target = await server.makeCollection(root);
    const count = 10_500;
    const rows = Array.from({ length: count }, (_, n) => `evil.org/${n}\n`).join('');
    await importFile(server, target, `url\n${rows}`, ASIDE);
    const first = (await decide('release', { collection: target })).json;
    expect(first).toMatchObject({ released: 10_000, more: true });
    const second = (await decide('release', { collection: target })).json;
    expect(second).toMatchObject({ released: 500, more: false });
    const { rows: stored } = await server.database.db.work.query(
      `select count(*) as n from object where collection_id = $1 and stix_type = 'indicator'`,
      [target],
    );
    expect(stored).toEqual([{ n: count }]);
  }, 60_000);

  test('comes in pages, the longest waiting first', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, 'url\nevil.org/1\nevil.org/2\nevil.org/3\n', ASIDE);
    const { json } = await ask(`/api/v1/set-aside?collection=${target}&limit=2`);
    expect([json.items.length, json.more]).toEqual([2, true]);
    const next = new URLSearchParams({ collection: target, next: json.next });
    const rest = await ask(`/api/v1/set-aside?${next}`);
    expect(rest.json).toMatchObject({
      more: false,
      items: [{ object: { name: 'http://evil.org/3' } }],
    });
  });

  test('is decided once, however many decide at the same time', async () => {
    const target = await server.makeCollection(root);
    const rows = Array.from({ length: 3000 }, (_, n) => `evil.org/${n}\n`).join('');
    await importFile(server, target, `url\n${rows}`, ASIDE);
    const all = { collection: target };
    const answers = await Promise.all([
      decide('release', all),
      decide('discard', all),
      decide('release', all),
    ]);
    const done = answers.map(({ json }) => json.released ?? json.discarded);
    expect(done.reduce((sum, n) => sum + n, 0)).toBe(3000);
    expect(await waiting(all)).toEqual([]);
    expect(await polled(target)).toHaveLength(2 + (done[0] + done[2]));
  }, 60_000);

  test('goes with its collection', async () => {
    const target = await server.makeCollection(root);
    const one = await importFile(server, target, FILE, ASIDE);
    expect(
      (await server.request(`/api/v1/collections/${target}`, { method: 'DELETE' })).status,
    ).toBe(204);
    const { rows } = await server.database.db.work.query(
      'select from set_aside where import_id = $1',
      [one.id],
    );
    expect(rows).toEqual([]);
  });

  test('is seen and decided on by whoever may write, and in the audit', async () => {
    const target = await server.makeCollection(root);
    await importFile(server, target, FILE, ASIDE);
    const [reader, writer] = [await server.makeAccount(), await server.makeAccount()];
    await server.grant(target, reader.name, true, false);
    await server.grant(target, writer.name, false, true);
    expect(await waiting({}, reader)).toEqual([]);
    const [item] = await waiting({}, writer);
    expect((await ask(`/api/v1/set-aside/${item.id}`, { as: reader })).status).toBe(404);
    const refused = await ask(`/api/v1/set-aside?collection=${target}`, { as: reader });
    expect(refused.status).toBe(403);
    expect((await decide('release', { collection: target }, reader)).status).toBe(403);
    expect((await decide('discard', { ids: [item.id] }, reader)).json.discarded).toBe(0);
    expect((await decide('release', { ids: [item.id] }, writer)).json.released).toBe(1);
    expect((await decide('discard', { collection: target }, writer)).json.discarded).toBe(1);
    const { rows } = await server.database.db.work.query(
      'select account_name, action, details from audit where target = $1 order by id desc limit 2',
      [target],
    );
    expect(rows).toMatchObject([
      { account_name: writer.name, action: 'discardSetAside', details: { objects: 1 } },
      { account_name: writer.name, action: 'releaseSetAside', details: { objects: 1 } },
    ]);
  });

  test.each([
    ['nothing', {}, 422],
    ['what is not known', { all: true }, 422],
    ['a collection that is not there', { collection: 'nothing' }, 422],
    ['an import that is not there', { import: '0c7ad8b5-6a2a-4b0e-8f64-2f1f3b1c9d10' }, 422],
  ])('is not decided on by a body that names %s', async (_name, body, status) => {
    expect((await decide('discard', body)).status).toBe(status);
  });
});
