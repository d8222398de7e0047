// Ingestion rules over a real server: what becomes of what is pushed, imported and made by hand.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { renewSummaries } from '../../src/ingest/overlay.ts';
import { inTransaction } from '../../src/store/database.ts';
import { ended, importFile } from '../support/imports.ts';
import { type Credentials, startServer, type TestServer } from '../support/server.ts';
import { checkAgainstSpec } from '../support/spec.ts';
import { indicator } from '../support/stix.ts';

let server: TestServer;
let root: string;
let member: Credentials;

beforeAll(async () => {
  server = await startServer();
  root = await server.makeRoot();
  member = await server.makeAccount();
});
afterAll(() => server.stop());

interface Asking {
  readonly method?: string;
  readonly body?: object;
  readonly as?: Credentials;
}

async function ask(path: string, { method = 'GET', body, as }: Asking = {}) {
  const answer = await server.request(path, {
    method,
    ...(body === undefined ? {} : { body }),
    ...(as === undefined ? {} : { as }),
  });
  checkAgainstSpec({ method, path }, answer);
  return answer;
}

// Rules are for the whole server: each test has its own collection, and rules that ask for it.
async function makeCollection(rules: (collection: string) => object[]) {
  const collection = await server.makeCollection(root, {});
  const made = [];
  for (const [at, action] of rules(collection).entries()) {
    const where = { field: 'collection', op: 'is', value: collection };
    const rule = { name: `${collection} ${at}`, where, ...action };
    const { status, json } = await ask('/api/v1/rules', { method: 'POST', body: rule });
    expect(status).toBe(201);
    made.push(json);
  }
  return { collection, rules: made };
}

async function push(collection: string, objects: readonly object[]) {
  const path = server.objects(root, collection);
  return (await server.request(path, { method: 'POST', body: { objects } })).json;
}

async function search(collection: string) {
  return (await ask(`/api/v1/intel?collection=${collection}`)).json.items;
}

const poll = async (collection: string) =>
  (await server.request(server.objects(root, collection))).json.objects ?? [];

describe('what is pushed', () => {
  test('is labelled, rated, marked and ended beside its bytes', async () => {
    const action = {
      add_labels: ['seen'],
      confidence_at_most: 30,
      tlp_at_least: 'amber',
      valid_for: '2d',
    };
    const { collection, rules } = await makeCollection(() => [{ action }]);
    const object = indicator({ confidence: 90, labels: ['own'] });
    expect((await push(collection, [object])).success_count).toBe(1);
    const [item] = await search(collection);
    expect(item).toMatchObject({ confidence: 30, tlp: 'amber', labels: ['own', 'seen'] });
    expect(Date.parse(item.valid_until) - Date.now()).toBeGreaterThan(86_400_000);
    expect(await poll(collection)).toEqual([object]);
    const described = await ask(`/api/v1/collections/${collection}/objects/${object.id}`);
    expect(described.json.rules).toMatchObject([{ id: rules[0].id, name: rules[0].name }]);
    expect(described.json.annotation.updated_by).toBe(`rule: ${rules[0].name}`);
    const { json } = await ask('/api/v1/rules');
    expect(json.items.find(({ id }: { id: string }) => id === rules[0].id).found).toBe(1);
  });

  test('is dropped, and whoever sent it is told by which rule', async () => {
    const { collection, rules } = await makeCollection((id) => [
      {
        action: { drop: true },
        where: {
          all: [
            { field: 'collection', op: 'is', value: id },
            { field: 'confidence', op: 'at_most', value: 10 },
          ],
        },
      },
    ]);
    const [weak, strong] = [indicator({ confidence: 5 }), indicator({ confidence: 50 })];
    const status = await push(collection, [weak, strong]);
    expect(status).toMatchObject({ success_count: 1, failure_count: 1 });
    expect(status.failures[0]).toMatchObject({ id: weak.id });
    expect(status.failures[0].message).toContain(rules[0].name);
    expect(await poll(collection)).toEqual([strong]);
  });

  test('is set aside, and stored once it is released, without being asked again', async () => {
    const { collection } = await makeCollection(() => [{ action: { set_aside: true } }]);
    const object = indicator();
    await push(collection, [object]);
    expect(await poll(collection)).toEqual([]);
    const { json } = await ask(`/api/v1/set-aside?collection=${collection}`);
    expect(json.items).toMatchObject([{ stix_id: object.id, reason: { code: 'RULE' } }]);
    await ask('/api/v1/set-aside/release', { method: 'POST', body: { ids: [json.items[0].id] } });
    expect(await poll(collection)).toEqual([object]);
  });

  test('keeps what a person has said of it', async () => {
    const { collection } = await makeCollection(() => [{ action: { confidence: 10 } }]);
    const object = indicator();
    await push(collection, [object]);
    const path = `/api/v1/collections/${collection}/objects/${object.id}/annotation`;
    await ask(path, { method: 'PUT', body: { confidence: 77 } });
    await push(collection, [{ ...object, name: 'Later', modified: '2031-01-01T00:00:00.000Z' }]);
    expect(await search(collection)).toMatchObject([{ name: 'Later', confidence: 77 }]);
  });

  test('is not asked by rules that are off', async () => {
    const { collection } = await makeCollection(() => [{ action: { drop: true }, is_on: false }]);
    await push(collection, [indicator()]);
    expect(await poll(collection)).toHaveLength(1);
  });
});

test('what is imported is asked: dry, and for good', async () => {
  const { collection } = await makeCollection((id) => {
    const value = (of: string) => ({
      all: [
        { field: 'collection', op: 'is', value: id },
        { field: 'value', op: 'is', value: of },
      ],
    });
    return [
      { action: { drop: true }, where: value('198.51.100.1') },
      { action: { set_aside: true }, where: value('198.51.100.2') },
      { action: { add_labels: ['seen'] }, where: value('198.51.100.3') },
    ];
  });
  const file = 'ip\n198.51.100.1\n198.51.100.2\n198.51.100.3\n198.51.100.4\n';
  for (const dry_run of ['true', 'false']) {
    const { id } = await importFile(server, collection, file, { source: 'a feed', dry_run });
    expect((await ended(server, id)).counts).toMatchObject({
      total: 4,
      created: 2,
      skipped: 1,
      set_aside: 1,
    });
    const findings = await ask(`/api/v1/imports/${id}/findings?kind=skipped`);
    expect(findings.json.items).toMatchObject([{ line: 2, code: 'RULE_DROPPED' }]);
  }
  const items: { values: { value: string }[]; labels: string[] }[] = await search(collection);
  const seen = items.filter(({ labels }) => labels.includes('seen'));
  expect(seen.map(({ values }) => values[0]?.value)).toEqual(['198.51.100.3']);
});

test('what somebody makes by hand is refused where a rule keeps it out', async () => {
  const { collection } = await makeCollection((id) => [
    {
      action: { drop: true },
      where: {
        all: [
          { field: 'collection', op: 'is', value: id },
          { field: 'type', op: 'is', value: 'malware' },
        ],
      },
    },
  ]);
  const path = `/api/v1/collections/${collection}/objects`;
  const body = { type: 'malware', name: 'A', is_family: false };
  const { status, json } = await ask(path, { method: 'POST', body });
  expect(status).toBe(409);
  expect(json.detail).toContain('keeps such objects out');
});

describe('the rules themselves', () => {
  test('are put in order, and asked in it', async () => {
    const { collection, rules } = await makeCollection(() => [
      { action: { confidence: 10, stop: true } },
      { action: { confidence: 20, stop: true } },
    ]);
    const ids = (await ask('/api/v1/rules')).json.items.map(({ id }: { id: string }) => id);
    const [first, second] = rules.map(({ id }) => id);
    const others = ids.filter((id: string) => id !== first && id !== second);
    const order = { method: 'PUT', body: { ids: [...others, second, first] } };
    expect((await ask('/api/v1/rules/order', order)).status).toBe(200);
    await push(collection, [indicator()]);
    expect(await search(collection)).toMatchObject([{ confidence: 20 }]);
    const wrong = { method: 'PUT', body: { ids: [first] } };
    expect((await ask('/api/v1/rules/order', wrong)).status).toBe(422);
  });

  test('are tried on what is stored', async () => {
    const { collection } = await makeCollection(() => []);
    await push(collection, [indicator({ confidence: 5 }), indicator({ confidence: 50 })]);
    const where = {
      all: [
        { field: 'collection', op: 'is', value: collection },
        { field: 'confidence', op: 'at_most', value: 10 },
      ],
    };
    const { json } = await ask('/api/v1/rules/try', { method: 'POST', body: { where } });
    expect(json).toMatchObject({ count: 1, sample: [{ confidence: 5 }] });
  });

  test('are changed and deleted', async () => {
    const { collection, rules } = await makeCollection(() => [{ action: { drop: true } }]);
    const [{ id, name, where }] = rules;
    const changed = { name, where, action: { add_labels: ['a'] } };
    expect(
      (await ask(`/api/v1/rules/${id}`, { method: 'PUT', body: changed })).json.action,
    ).toEqual({ add_labels: ['a'] });
    await push(collection, [indicator()]);
    expect(await search(collection)).toMatchObject([{ labels: ['a'] }]);
    expect((await ask(`/api/v1/rules/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`/api/v1/rules/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect(await search(collection)).toMatchObject([{ labels: ['a'] }]);
  });

  test.each<[string, object, number, string]>([
    [
      'a condition that is none',
      { name: 'x', where: { field: 'nothing' }, action: { drop: true } },
      422,
      '/where/field',
    ],
    ['no action', { name: 'x', where: { all: [] }, action: {} }, 422, '/action'],
    [
      'drop and something else',
      { name: 'x', where: { all: [] }, action: { drop: true, confidence: 1 } },
      422,
      '/action',
    ],
    [
      'a duration that is none',
      { name: 'x', where: { all: [] }, action: { valid_for: 'long' } },
      422,
      '/action/valid_for',
    ],
    ['no name', { name: ' ', where: { all: [] }, action: { drop: true } }, 422, '/name'],
  ])('%s is refused', async (_, body, status, pointer) => {
    const answer = await ask('/api/v1/rules', { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect(answer.json.errors[0].pointer).toBe(pointer);
  });

  test('a duration that is none is refused in words, not by an expression', async () => {
    const body = { name: 'x', where: { all: [] }, action: { valid_for: 'long' } };
    const { json } = await ask('/api/v1/rules', { method: 'POST', body });
    expect(json.detail).toBe(
      'The body at `/action/valid_for` must be a number with m, h, d or w behind it, such as 90d or 12h.',
    );
  });

  test('a name that is taken is refused', async () => {
    const { rules } = await makeCollection(() => [{ action: { confidence: 1 }, is_on: false }]);
    const { name, where, action } = rules[0];
    expect(
      (await ask('/api/v1/rules', { method: 'POST', body: { name, where, action } })).status,
    ).toBe(409);
  });

  test('are for administrators', async () => {
    expect((await ask('/api/v1/rules', { as: member })).status).toBe(403);
    const where = { all: [] };
    const tried = { method: 'POST', body: { where }, as: member };
    expect((await ask('/api/v1/rules/try', tried)).status).toBe(403);
  });
});

describe('what rules say, where the collection tells annotations', () => {
  const notes = async (collection: string) =>
    (await poll(collection)).filter(({ type }: { type: string }) => type === 'note');
  const rows = (count: number, says = '') =>
    `type,value,description\n${Array.from({ length: count }, (_, n) => `ip,192.0.2.${n},${says}\n`).join('')}`;

  async function publishing(action: object) {
    const { collection } = await makeCollection(() => [{ action }]);
    await ask(`/api/v1/collections/${collection}`, {
      method: 'PATCH',
      body: { publish_annotations: true },
    });
    return collection;
  }

  test('is told with what is pushed, and not again with what is pushed again', async () => {
    const collection = await publishing({ add_labels: ['seen'] });
    const object = indicator({ labels: ['own'] });
    await push(collection, [object]);
    const [note] = await notes(collection);
    expect(note).toMatchObject({ content: 'Labels: seen', object_refs: [object.id] });
    const stored = await poll(collection);
    await push(collection, [object]);
    expect(await poll(collection)).toEqual(stored);
  });

  test('is told with what is imported; the same file again brings nothing new', async () => {
    const collection = await publishing({ add_labels: ['seen'], confidence_at_most: 30 });
    const first = await importFile(server, collection, rows(20));
    expect(first).toMatchObject({ state: 'completed', counts: { created: 20 } });
    expect(await notes(collection)).toHaveLength(20);
    const stored = await poll(collection);
    const again = await importFile(server, collection, rows(20));
    expect(again.counts).toMatchObject({ created: 0, unchanged: 20 });
    const other = await importFile(server, collection, rows(20, 'more'));
    expect(other.counts).toMatchObject({ updated: 20 });
    const noted = (objects: { type: string }[]) => objects.filter(({ type }) => type === 'note');
    expect(noted(await poll(collection))).toEqual(noted(stored));
  });

  test('is told at dates of its own, so that a poller gets each of them once', async () => {
    const collection = await publishing({ add_labels: ['seen'] });
    await importFile(server, collection, rows(30));
    const seen: string[] = [];
    let path = `${server.objects(root, collection)}?limit=7`;
    for (;;) {
      const { json } = await server.request(path);
      seen.push(...(json.objects ?? []).map(({ id }: { id: string }) => id));
      if (json.more !== true) break;
      path = `${server.objects(root, collection)}?limit=7&next=${encodeURIComponent(json.next)}`;
    }
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen.filter((id) => id.startsWith('note--'))).toHaveLength(30);
  });
});

test('what rules say is written with an object, once, and as it is laid over objects that are there', async () => {
  const { collection } = await makeCollection(() => [
    { action: { add_labels: ['Seen', 'ruled'], tlp: 'amber', confidence: 7, valid_for: '90d' } },
  ]);
  const own = { labels: ['ruled', 'own'], description: '\u{1f480}'.repeat(3000), confidence: 90 };
  const object = indicator(own);
  await push(collection, [object]);
  const { work } = server.database.db;
  const read = async () => {
    const { rows } = await work.query(
      `select i.cmin::text::int < v.cmin::text::int as is_once, to_jsonb(i) as row
        from intel i join observable v using (collection_id, date_added) where i.collection_id = $1`,
      [collection],
    );
    return rows[0];
  };
  const first = await read();
  // The values are copied right after the row: an update of it would be a later command.
  expect(first?.is_once).toBe(true);
  const found = { labels: ['ruled', 'own', 'Seen'], confidence: 7, tlp: 'amber' };
  expect(first?.row).toMatchObject(found);
  const [type = '', uuid = ''] = String(object.id).split('--');
  await inTransaction(server.database.db, (client) =>
    renewSummaries(client, collection, [{ type, uuid }]),
  );
  expect((await read())?.row).toEqual(first?.row);
});
